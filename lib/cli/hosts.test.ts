import { main } from './index';
import type { Io } from './verb';

function ask(args: readonly string[], manifests: string) {
  const text = { out: '', err: '' };
  const add = (stream: 'out' | 'err') => (more: string) => {
    text[stream] += more;
  };
  const io: Io = { out: add('out'), err: add('err'), stdin: () => Buffer.from(manifests), isTerminal: false, colour: false };
  return main(['hosts', '-', ...args], io).then((code) => ({ code, ...text }));
}

const gateway = (hosts: string, selector = '{ istio: ingressgateway }') => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: ${selector}, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ${hosts} }] }
`;
const site = gateway('["shop/shop.example.com", "*.shop.example.com"]');

const service = (status: string) => `---
apiVersion: v1
kind: Service
metadata: { name: istio-ingressgateway, namespace: istio-system }
spec: { type: LoadBalancer, selector: { app: istio-ingressgateway, istio: ingressgateway }, ports: [{ port: 80 }] }
status: { loadBalancer: { ingress: ${status} } }
`;

const route = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: site, namespace: shop }
spec: { hosts: ["${host}"], gateways: [edge], http: [{ route: [{ destination: { host: user } }] }] }
`;

test('without an address, what it is the address of, and how to learn it', async () => {
  expect(await ask([], site)).toEqual({
    code: 0,
    out: [
      '*.shop.example.com  A or CNAME  address of istio-system/istio-ingressgateway\n',
      'shop.example.com    A or CNAME  address of istio-system/istio-ingressgateway\n',
    ].join(''),
    err: "the address: kubectl -n istio-system get svc istio-ingressgateway -o jsonpath='{.status.loadBalancer.ingress[0]}'\n",
  });
});

test.each([
  ['an address', '[{ ip: 203.0.113.7 }, { ip: "2001:db8::7" }]', 'A     203.0.113.7', 'AAAA  2001:db8::7'],
  ['a name', '[{ hostname: lb.cloud.example }]', 'CNAME  lb.cloud.example', 'CNAME'],
])('%s that the set knows', async (_, status, ...told) => {
  const { code, out, err } = await ask([], site + service(status));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const text of told) expect(out).toMatch(`shop.example.com    ${text}`);
});

test('an address given takes the place of what the set knows', async () => {
  const { out } = await ask(['--address', '198.51.100.1', '--json'], site + service('[{ ip: 203.0.113.7 }]'));
  expect(JSON.parse(out)).toEqual(
    ['*.shop.example.com', 'shop.example.com'].map((host) => ({
      host,
      type: 'A',
      value: '198.51.100.1',
      gateway: 'shop/edge',
      service: 'istio-system/istio-ingressgateway',
    })),
  );
});

test('the Service is that of the gateway that a chart among the manifests installs', async () => {
  const release = `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: internal, namespace: infra }
spec: { chart: { spec: { chart: gateway } } }
`;
  const { code, out } = await ask([], gateway('[a.example.com]', '{ istio: internal }') + release);
  expect({ code, out }).toEqual({ code: 0, out: 'a.example.com  A or CNAME  address of infra/internal\n' });
});

test('a server for every host serves the hosts of its routes', async () => {
  expect(await ask(['--address', '203.0.113.7'], gateway('["*"]') + route('a.example.com'))).toEqual({
    code: 0,
    out: 'a.example.com  A  203.0.113.7\n',
    err: '',
  });
});

test.each([
  ['every host', gateway('["*"]'), '*  -  no record is for every host there is: name the hosts\n'],
  [
    'a gateway that nothing leads to',
    gateway('[a.example.com]', '{ istio: internal }'),
    "a.example.com  -  no Service of type LoadBalancer leads to the gateway's pods\n",
  ],
])('%s has no record: exit 1', async (_, manifests, out) => {
  expect(await ask([], manifests)).toEqual({ code: 1, out, err: '' });
});

test.each([
  ['no gateway', [], route('a.example.com'), 'no Gateway'],
  ['an odd address', ['--address', 'http://x'], site, '`http://x`'],
  ['two names', ['--address', 'a.example', '--address', 'b.example'], site, 'CNAME'],
])('%s: could not run, exit 2', async (_, args, manifests, told) => {
  const { code, out, err } = await ask(args, manifests);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(told);
});
