import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { request } from './request/request';
import { routerOf } from './router-of';

const manifests = (namespaceLabels: string, serviceLabels = '') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient${namespaceLabels} } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web${serviceLabels} } }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, route: [{ destination: { host: web } }] }] }
`;

test.each([
  ['that of the namespace', ', istio.io/use-waypoint: gate', '', 'shop/gate'],
  ['that of the Service', '', ', istio.io/use-waypoint: own', 'shop/own'],
  ['the Service before the namespace', ', istio.io/use-waypoint: gate', ', istio.io/use-waypoint: own', 'shop/own'],
  ['one of another namespace', '', ', istio.io/use-waypoint: own, istio.io/use-waypoint-namespace: infra', 'infra/own'],
  ['none', '', '', undefined],
  ['none for this Service', ', istio.io/use-waypoint: gate', ', istio.io/use-waypoint: none', undefined],
])('an answer that a waypoint may change is undecided: %s', (_, namespaceLabels, serviceLabels, waypoint) => {
  const { mesh } = Mesh.load(parseManifests(manifests(namespaceLabels, serviceLabels), 'shop.yaml').manifests);
  const [client] = mesh.workloads.inNamespace('shop');
  if (!client) throw new Error('no client');
  const { undecided } = routerOf(mesh, client).route(request('http://web/'));
  expect(undecided).toEqual(
    waypoint === undefined
      ? []
      : [`waypoint ${waypoint} is in front of \`web.shop.svc.cluster.local\`: its routes and policies are not evaluated`],
  );
});

test('a call that a BackendTLSPolicy may change is undecided', () => {
  const policy = (service: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: tls, namespace: shop }
spec: { targetRefs: [{ group: "", kind: Service, name: ${service} }], validation: { hostname: a.example.com, wellKnownCACertificates: System } }
`;
  const undecided = (service: string) => {
    const { mesh } = Mesh.load(parseManifests(`${manifests('')}${policy(service)}`, 'shop.yaml').manifests);
    const [client] = mesh.workloads.inNamespace('shop');
    return client && routerOf(mesh, client).route(request('http://web/')).undecided;
  };
  expect(undecided('web')).toEqual(['BackendTLSPolicy shop/tls']);
  expect(undecided('other')).toEqual([]);
});
