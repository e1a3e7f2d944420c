import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../../mesh/mesh';
import { GatewayRouter } from './gateway-router';

const pod = { namespace: 'edge', labels: { istio: 'edge' } };
const object = (apiVersion: string, kind: string, spec: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'edge', namespace: 'edge' },
  spec,
});
const gateway = object('networking.istio.io/v1', 'Gateway', {
  selector: pod.labels,
  servers: [{ port: { number: 9000, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
});
const answers = object('networking.istio.io/v1', 'VirtualService', {
  hosts: ['*'],
  gateways: ['edge'],
  http: [{ directResponse: { status: 200 } }],
});
const service = (number: number) =>
  object('v1', 'Service', { selector: pod.labels, ports: [{ name: 'http', port: number, targetPort: 9000 }] });

test.each<[string, KubernetesObject[], number, boolean]>([
  ['no Service of the pod is among the manifests', [], 9000, false],
  ['a Service has the port', [service(9000)], 9000, false],
  ['a Service leads another port there', [service(80)], 80, false],
  ['the Services have other ports', [service(80)], 9000, true],
])('%s', (_, services, port, isAssumed) => {
  const router = new GatewayRouter(Mesh.of([gateway, answers, ...services], { assumeIngressGateway: false }), pod);
  const { status, assumed } = router.route({ scheme: 'http', method: 'GET', host: 'a.com', port, path: '/' });
  expect([status, assumed]).toEqual([
    200,
    isAssumed ? [`clients get to port ${port} of the gateway's pod: no Service of it has that port`] : [],
  ]);
});

test('a port that nobody opens is refused, with nothing assumed', () => {
  const router = new GatewayRouter(Mesh.of([gateway, answers, service(80)], { assumeIngressGateway: false }), pod);
  expect(router.route({ scheme: 'http', method: 'GET', host: 'a.com', port: 81, path: '/' })).toMatchObject({
    status: 'error',
    assumed: [],
  });
});
