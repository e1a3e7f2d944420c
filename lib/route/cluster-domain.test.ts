import type { KubernetesObject } from '../istio/objects';
import { Mesh } from '../mesh/mesh';
import type { MeshOptions } from '../mesh/mesh-options';
import type { Decision } from './answer/decision';
import { request } from './request/request';
import { routerOf } from './router-of';

const at = (namespace: string, apiVersion: string, kind: string, name: string, spec: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
});
const deployment = (name: string): KubernetesObject =>
  at('shop', 'apps/v1', 'Deployment', name, {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, 'sidecar.istio.io/inject': 'true' } },
      spec: { containers: [{ name: 'app', image: 'shop/app:1' }] },
    },
  });
const shop: readonly KubernetesObject[] = [
  at('shop', 'v1', 'Service', 'web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] }),
  deployment('web'),
  deployment('caller'),
  at('shop', 'networking.istio.io/v1', 'VirtualService', 'short', {
    hosts: ['web'],
    http: [{ route: [{ destination: { host: 'web.shop.svc.corp.internal' } }] }],
  }),
];

const asked: readonly (readonly [string, string | undefined, number | 'error', number])[] = [
  ['web', undefined, 200, 1],
  ['web', 'corp.internal', 200, 0],
  ['web', 'cluster.local', 503, 0],
  ['web.shop.svc.corp.internal', 'corp.internal', 200, 0],
  ['web.shop.svc.cluster.local', 'cluster.local', 503, 0],
];

function called(host: string, options: MeshOptions): Decision {
  const mesh = Mesh.of(shop, options);
  const [caller] = mesh.workloads.select('shop', { app: 'caller' });
  if (!caller) throw new Error('no caller');
  return routerOf(mesh, caller).route(request(`http://${host}/`));
}

test.each(asked)('a call of %s in a cluster of the domain %s gets %s', (host, clusterDomain, status, undecided) => {
  const decision = called(host, { clusterDomain });
  expect([decision.status, decision.undecided.length]).toEqual([status, undecided]);
});

test('where the manifests hold everything, a name of another domain is no Service of theirs', () => {
  const decision = called('web', { complete: true });
  expect([decision.status, decision.undecided]).toEqual([503, []]);
});
