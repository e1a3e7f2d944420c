import { parseManifests } from '../manifest/parse-manifests';
import { capacityChanges } from './capacity-changes';
import { compareObjects } from './object-changes';

const budget = (most: string) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { maxUnavailable: ${most}, selector: { matchLabels: { app: web } } }`;
const workload = (cpu: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: a, image: "registry.example.com/a:1", resources: { requests: { cpu: ${cpu} } } }] }`;

test.each([
  [workload, '1', '500m', true],
  [workload, '500m', '1', false],
  [workload, '1e3', '999', true],
  [workload, '1Pi', '1Ti', true],
  [workload, '.5', '0.25', true],
  [workload, '2', '2000m', false],
  [workload, '500m', '500u', true],
  [workload, '1', 'much', false],
  [budget, '1', '2', true],
  [budget, '2', '1', false],
  [budget, '25%', '50%', true],
  [budget, '50%', '60', false],
  [budget, '50', '60%', false],
])('of %p, %s and then %s is a loss: %p', (object, before, after, isLoss) => {
  const [old, next] = [before, after].map((value) => parseManifests(object(value), 'a.yaml').manifests) as [never, never];
  const [{ effect } = {}, ...more] = capacityChanges(compareObjects(old, next).changes);
  expect([effect === 'loses-capacity', more]).toEqual([isLoss, []]);
});
