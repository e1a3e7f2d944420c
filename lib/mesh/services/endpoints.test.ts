import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';
import type { Endpoint } from './endpoints';

const http = { name: 'http', port: 80, targetPort: 8080 };
const service = (name: string, spec: object = {}) => object('Service', name, { spec: { ports: [http], ...spec } });
const external = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('ServiceEntry', name, { spec: { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS', ...spec } });

const endpointText = ({ labels, port, workload, address }: Endpoint) =>
  [workload?.name, address, port, Object.keys(labels).join()].filter((part) => part !== undefined && part !== '').join(' ');

/** The endpoints of the first port of the first service. */
function endpointsOf(objects: readonly KubernetesObject[], subset = {}): string[] {
  const { services, endpoints } = meshOf(objects);
  const [first] = services.all.filter(({ name }) => name === 'web');
  const [port] = first?.ports ?? [];
  return first && port ? endpoints.of(first, port, subset).map(endpointText) : [];
}

const selecting = (targetPort?: number | string) =>
  service('shop/web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort }] });
const named = { pod: { containers: [{ ports: [{ name: 'web', containerPort: 9000 }] }] } };
const listed = (ports: readonly object[], name = 'shop/web') =>
  object('Endpoints', name, { subsets: [{ addresses: [{ ip: '10.0.0.1' }, {}], ports }] });
const slice = (ports: readonly object[], labels: Readonly<Record<string, string>> = { 'kubernetes.io/service-name': 'web' }) =>
  object('EndpointSlice', 'shop/web-x', {
    labels,
    ports,
    endpoints: [
      { addresses: ['10.0.0.2'] },
      { addresses: ['10.0.0.3'], conditions: { ready: true } },
      { addresses: ['10.0.0.4'], conditions: { ready: false } },
    ],
  });
const machine = (ports?: object) => object('WorkloadEntry', 'shop/vm', { spec: { address: '10.0.0.9', labels: { app: 'web' }, ports } });
const static_ = (endpoints: readonly object[], spec: object = {}) =>
  external('shop/web', ['web'], {
    resolution: 'STATIC',
    ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 }],
    endpoints,
    ...spec,
  });

test.each<[string, readonly KubernetesObject[], readonly string[]]>([
  ['pods by number', [selecting(8080), deployment('shop/a', { app: 'web' })], ['a 8080 app']],
  ['pods by the name of a port', [selecting('web'), deployment('shop/a', { app: 'web' }, named)], ['a 9000 app']],
  ['pods without that name', [selecting('other'), deployment('shop/a', { app: 'web' }, named)], []],
  ['pods of 0 replicas', [selecting(8080), deployment('shop/a', { app: 'web' }, { replicas: 0 })], []],
  ['pods that are not ready', [selecting(8080), object('Pod', 'shop/a', { labels: { app: 'web' }, status: { phase: 'Failed' } })], []],
  ['pods elsewhere', [selecting(8080), deployment('other/a', { app: 'web' })], []],
  ['machines by number', [selecting(8080), machine()], ['vm 10.0.0.9 8080 app']],
  ['machines by the name of the port', [selecting('web'), machine({ http: 7070 })], ['vm 10.0.0.9 7070 app']],
  ['machines without that name', [selecting('web'), machine({ web: 7070 })], ['vm 10.0.0.9 80 app']],
  ['Endpoints', [service('shop/web'), listed([{ name: 'http', port: 9090 }])], ['10.0.0.1 9090', '9090']],
  ['Endpoints of a port without a name, which is another', [service('shop/web'), listed([{ port: 9090 }])], []],
  [
    'Endpoints of a port without a name',
    [service('shop/web', { ports: [{ port: 80 }] }), listed([{ port: 9090 }])],
    ['10.0.0.1 9090', '9090'],
  ],
  [
    'Endpoints of other ports',
    [
      service('shop/web'),
      listed([
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ]),
    ],
    [],
  ],
  ['Endpoints without ports', [service('shop/web', { ports: [{ port: 80, targetPort: 'x' }] }), listed([])], []],
  ['Endpoints of another', [service('shop/web'), listed([], 'shop/other')], []],
  ['Endpoints of a Service with a selector', [selecting(8080), listed([])], []],
  ['slices', [service('shop/web'), slice([{ name: 'http', port: 9090 }])], ['10.0.0.2 9090', '10.0.0.3 9090']],
  ['slices of nobody', [service('shop/web'), slice([], {})], []],
  [
    'both',
    [service('shop/web'), listed([{ name: 'http', port: 1 }]), slice([{ name: 'http', port: 2 }])],
    ['10.0.0.1 1', '1', '10.0.0.2 2', '10.0.0.3 2'],
  ],
  ['a name that is looked up', [external('shop/web', ['web'])], ['web 443']],
  [
    'the addresses of an entry',
    [static_([{ address: '10.0.0.1' }, { address: '10.0.0.2', ports: { http: 9000 }, labels: { v: '1' } }])],
    ['10.0.0.1 8080', '10.0.0.2 9000 v'],
  ],
  ['an entry without addresses', [static_([])], []],
  [
    'an entry with a selector',
    [static_([], { resolution: 'DNS', workloadSelector: { labels: { app: 'web' } } }), machine()],
    ['vm 10.0.0.9 8080 app'],
  ],
  ['an entry of no resolution', [static_([], { resolution: 'NONE' })], ['web 8080']],
])('endpoints: %s', (_, objects, expected) => {
  expect(endpointsOf(objects)).toEqual(expected);
});

test('a subset keeps the endpoints with its labels', () => {
  const pods = [selecting(8080), deployment('shop/a', { app: 'web', v: '1' }), deployment('shop/b', { app: 'web', v: '2' })];
  expect(endpointsOf(pods, { v: '2' })).toEqual(['b 8080 app,v']);
});

test('where nothing says the addresses of a Service', () => {
  const unknown = (...objects: KubernetesObject[]) => {
    const { services, endpoints } = meshOf(objects);
    const [first] = services.all;
    return first && endpoints.isUnknown(first);
  };
  expect(unknown(service('shop/web'))).toBe(true);
  expect(unknown(service('shop/web'), listed([]))).toBe(false);
  expect(unknown(service('shop/web'), listed([], 'other/web'))).toBe(true);
  expect(unknown(selecting(80))).toBe(false);
  expect(unknown(service('shop/web', { type: 'ExternalName', externalName: 'a' }))).toBe(false);
  expect(unknown(external('shop/web', ['web']))).toBe(false);
});
