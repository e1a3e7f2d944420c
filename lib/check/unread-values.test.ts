import type { KubernetesObject } from '../istio/objects';
import { sourceOfObject } from '../manifest/manifest';
import { checkManifests } from './run';

const gateway: KubernetesObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'site', namespace: 'edge' },
  spec: { selector: { role: 'edge' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }] },
};

function levelsBeside(helm: object) {
  const release: KubernetesObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'edge', namespace: 'argocd' },
    spec: { source: { repoURL: 'https://charts.example.com', chart: 'gateway', helm }, destination: { namespace: 'edge' } },
  };
  return checkManifests([gateway, release].map((object) => ({ object, source: sourceOfObject() })))
    .filter(({ rule }) => rule === 'gateway-selector-without-pods')
    .map(({ level, why }) => [level, why]);
}

test('pods that no gateway has are assumed where values of a gateway were not read', () => {
  expect(levelsBeside({})).toEqual([['error', expect.stringContaining('cannot be reached')]]);
  expect(levelsBeside({ valueFiles: ['prod.yaml'] })).toEqual([
    ['info', 'values of the chart of Application argocd/edge: the file `prod.yaml` was not read'],
  ]);
});
