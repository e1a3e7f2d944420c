import { graphOf } from '../../lib/graph/graph-of';
import { readManifests } from '../../lib/manifest/read-manifests';
import { Mesh } from '../../lib/mesh/mesh';
import { notDrawn } from './compare';
import type { KialiNode } from './kiali';

const graph = graphOf(Mesh.load(readManifests(['dist']).manifests).mesh);

const namespace = 'traffic-management';
const gateway: KialiNode = {
  id: 'gateway',
  nodeType: 'app',
  namespace: 'istio-system',
  workload: 'istio-ingressgateway',
  app: 'istio-ingressgateway',
  version: 'latest',
};
const service: KialiNode = { id: 'service', nodeType: 'service', namespace, service: 'user-service' };
const v2: KialiNode = { id: 'v2', nodeType: 'app', namespace, workload: 'user-deployment-v2', app: 'user', version: 'v2' };
const product: KialiNode = { id: 'product', nodeType: 'app', namespace, workload: 'product-deployment', app: 'product', version: 'v1' };
const apiServer: KialiNode = { id: 'api', nodeType: 'service', namespace: 'default', service: 'kubernetes' };
const box: KialiNode = { id: 'box', nodeType: 'box', namespace, app: 'user', isBox: 'app' };

test('what Kiali draws of the article is in ours', () => {
  const edges = [
    { source: 'gateway', target: 'service' },
    { source: 'service', target: 'v2' },
  ];
  expect(notDrawn(graph, { nodes: [box, gateway, service, v2, product, apiServer], edges })).toEqual([]);
});

test.each([
  ['another version', { nodes: [{ ...v2, version: 'v3' }], edges: [] }, 'app traffic-management/user v3'],
  ['another service', { nodes: [{ ...service, service: 'cart' }], edges: [] }, 'service traffic-management/cart'],
  [
    'pods of another service',
    { nodes: [service, product], edges: [{ source: 'service', target: 'product' }] },
    'service traffic-management/user-service > app traffic-management/product v1',
  ],
  [
    'an edge the wrong way',
    { nodes: [service, v2], edges: [{ source: 'v2', target: 'service' }] },
    'app traffic-management/user v2 > service traffic-management/user-service',
  ],
])('%s is named', (_, kiali, expected) => {
  expect(notDrawn(graph, kiali)).toEqual([expected]);
});
