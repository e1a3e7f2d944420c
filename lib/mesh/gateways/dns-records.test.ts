import type { KubernetesObject } from '../../istio/objects';
import { meshOf, object } from '../objects.test.helper';
import { dnsRecords } from './dns-records';
import { gateway, server, simple } from './gateways.test.helper';

describe('DNS records', () => {
  const records = (objects: readonly KubernetesObject[], given?: readonly string[]) =>
    dnsRecords(meshOf(objects), given).map(({ host, type, value, service: of, problem }) =>
      [host, type, value, of, problem].filter(Boolean).join(' '),
    );
  const balancer = (name: string, more: object = {}, status: object = {}) =>
    object('Service', name, {
      spec: { type: 'LoadBalancer', selector: { istio: 'ingressgateway' }, ...more },
      status: { loadBalancer: status },
    });
  const web = gateway('edge/g', [server(80, 'HTTP', ['b.example.com', 'ns/a.example.com'])]);
  const open = gateway('edge/g', [server(80, 'HTTP')]);
  const routes = (hosts: readonly string[], gateways = ['edge/g']) => object('VirtualService', 'shop/v', { spec: { hosts, gateways } });
  const given = { ingress: [{ ip: '10.0.0.1' }, { hostname: 'lb.example.org' }, { ip: 'fd00::1' }, {}] };

  test.each<[string, readonly KubernetesObject[], readonly string[]]>([
    [
      'the installed gateway',
      [web],
      ['a.example.com istio-system/istio-ingressgateway', 'b.example.com istio-system/istio-ingressgateway'],
    ],
    ['a gateway between clusters', [gateway('edge/g', [server(15443, 'TLS', ['*.local'], { tls: { mode: 'AUTO_PASSTHROUGH' } })])], []],
    [
      'a way out of the mesh, whose Service has an address inside the cluster alone',
      [
        object('Gateway', 'edge/out', {
          apiVersion: 'gateway.networking.k8s.io/v1',
          metadata: { name: 'out', namespace: 'edge', annotations: { 'networking.istio.io/service-type': 'ClusterIP' } },
          spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', hostname: 'a.example.org', port: 80, protocol: 'HTTP' }] },
        }),
      ],
      ["a.example.org no Service of type LoadBalancer leads to the gateway's pods"],
    ],
    [
      'pods without a load balancer',
      [gateway('edge/g', [server(80, 'HTTP', ['a'])], { own: 'x' })],
      ["a no Service of type LoadBalancer leads to the gateway's pods"],
    ],
    [
      'a Service that is no load balancer',
      [gateway('edge/g', [server(80, 'HTTP', ['a'])], { own: 'x' }), balancer('edge/lb', { type: 'ClusterIP', selector: { own: 'x' } })],
      ["a no Service of type LoadBalancer leads to the gateway's pods"],
    ],
    [
      'addresses that were given',
      [gateway('edge/g', [server(80, 'HTTP', ['a'])]), balancer('edge/lb', {}, given)],
      ['a A 10.0.0.1 edge/lb', 'a CNAME lb.example.org edge/lb', 'a AAAA fd00::1 edge/lb'],
    ],
    [
      'external addresses',
      [gateway('edge/g', [server(80, 'HTTP', ['a'])]), balancer('edge/lb', { externalIPs: ['10.0.0.2'] })],
      ['a A 10.0.0.2 edge/lb'],
    ],
    [
      'given before external',
      [
        gateway('edge/g', [server(80, 'HTTP', ['a'])]),
        balancer('edge/lb', { externalIPs: ['10.0.0.2'] }, { ingress: [{ ip: '10.0.0.1' }] }),
      ],
      ['a A 10.0.0.1 edge/lb'],
    ],
    [
      'a load balancer of other pods',
      [gateway('edge/g', [server(80, 'HTTP', ['a'])]), balancer('edge/lb', { selector: { istio: 'x' } })],
      ['a istio-system/istio-ingressgateway'],
    ],
    ['every host', [open], ['* no record is for every host there is: name the hosts']],
    [
      'every host, as routes name them',
      [open, routes(['x.example.com', 'y.example.com'])],
      ['x.example.com istio-system/istio-ingressgateway', 'y.example.com istio-system/istio-ingressgateway'],
    ],
    [
      'every host of another namespace',
      [gateway('edge/g', [server(80, 'HTTP', ['edge/*'])]), routes(['x.example.com'])],
      ['* no record is for every host there is: name the hosts'],
    ],
    [
      'routes of another gateway',
      [open, routes(['x.example.com'], ['edge/h'])],
      ['* no record is for every host there is: name the hosts'],
    ],
    [
      'routes of other hosts than the server’s',
      [web, routes(['x.example.com'])],
      ['a.example.com istio-system/istio-ingressgateway', 'b.example.com istio-system/istio-ingressgateway'],
    ],
    ['bytes', [gateway('edge/g', [server(9000, 'TCP', ['a'])])], []],
    ['bytes in TLS', [gateway('edge/g', [server(9000, 'TCP', ['a'], simple)])], ['a istio-system/istio-ingressgateway']],
    [
      'one host twice',
      [gateway('edge/g', [server(80, 'HTTP', ['a']), server(443, 'HTTPS', ['a'], simple)])],
      ['a istio-system/istio-ingressgateway'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(records(objects)).toEqual(expected);
  });

  test('addresses that are said take the place of those that are known', () => {
    expect(records([gateway('edge/g', [server(80, 'HTTP', ['a'])]), balancer('edge/lb', {}, given)], ['10.9.9.9'])).toEqual([
      'a A 10.9.9.9 edge/lb',
    ]);
  });
});
