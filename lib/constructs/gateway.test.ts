import { declared, refusal, specOf, yamlOf } from './declared.test.helper';
import { Gateway, type GatewayProps } from './gateway';
import { Server } from './server';

const hosts = ['shop.example.com'];
const specFor = (props: GatewayProps) =>
  specOf(
    declared((chart) => new Gateway(chart, 'ingressgateway', props)),
    'Gateway',
  );

test('a gateway with every kind of server', () => {
  const servers = [
    Server.http({ hosts, httpsRedirect: true }),
    Server.https({ hosts, credential: 'shop-certificate' }),
    Server.https({ hosts: ['partner.example.com'], credential: 'partner', port: 8443, mutual: true, minTls: '1.3' }),
    Server.passthrough({ hosts: ['bank.example.com'], port: 9443 }),
    Server.tcp({ port: 5432, name: 'postgres' }),
  ];
  expect(yamlOf((chart) => new Gateway(chart, 'ingressgateway', { servers }))).toMatchSnapshot();
});

test('is served by the gateway that Istio installs, unless told otherwise', () => {
  const servers = [Server.http({ hosts })];
  expect(specFor({ servers }).selector).toEqual({ istio: 'ingressgateway' });
  expect(specFor({ servers, selector: { istio: 'internal' } }).selector).toEqual({ istio: 'internal' });
});

test('ports have names of their own', () => {
  const spec = specFor({
    servers: [
      Server.https({ hosts, credential: 'a' }),
      Server.https({ hosts: ['b.com'], credential: 'b' }),
      Server.http({ hosts, name: 'https-3' }),
      Server.https({ hosts: ['c.com'], credential: 'c' }),
    ],
  });
  expect((spec.servers as { port: { name: string } }[]).map(({ port }) => port.name)).toEqual(['https', 'https-2', 'https-3', 'https-4']);
});

test('is named with its namespace, and knows the hosts it serves', () => {
  declared((chart) => {
    const gateway = new Gateway(chart, 'edge', { servers: [Server.http({ hosts: ['shop/a.com', '*.b.com'] })] });
    expect(gateway.reference).toBe('shop/edge');
    expect(gateway.hosts).toEqual(['a.com', '*.b.com']);
  });
});

test('one made elsewhere is named in full', () => {
  expect(Gateway.fromName('istio-system/edge')).toMatchObject({ reference: 'istio-system/edge' });
  expect(() => Gateway.fromName('edge')).toThrow(
    expect.objectContaining({ errorName: 'GatewayReference', details: { fix: "Gateway.fromName('istio-system/edge')" } }),
  );
});

test.each([
  ['NoServers', 'edge', { servers: [] }],
  ['NoSelector', 'edge', { servers: [Server.http({ hosts })], selector: {} }],
  ['ServerName', 'edge', { servers: [Server.http({ hosts, name: 'web' }), Server.tcp({ port: 1, name: 'web' })] }],
  ['NameForm', 'Edge', { servers: [Server.http({ hosts })] }],
] as [string, string, GatewayProps][])('%s is told with its place', (errorName, id, props) => {
  const error = refusal((chart) => new Gateway(chart, id, props));
  expect(error).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
});

test.each([
  ['NoHosts', () => Server.http({ hosts: [] })],
  ['HostForm', () => Server.http({ hosts: ['http://shop'] })],
  ['PortRange', () => Server.http({ hosts, port: 70000 })],
  ['PortRange', () => Server.tcp({ port: 0 })],
  ['NameForm', () => Server.http({ hosts, name: 'Web' })],
  ['NoCredential', () => Server.https({ hosts, credential: '' })],
])('a server with %s is refused', (errorName, make) => {
  expect(make).toThrow(expect.objectContaining({ errorName }));
});
