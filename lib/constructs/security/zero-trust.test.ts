import { Chart, Testing } from 'cdk8s';
import { MeshApp } from '../../app';
import type { KubernetesObject } from '../../istio/objects';
import { declared, refusal, yamlOf } from '../declared.test.helper';
import { IngressGateway } from '../edge/ingress-gateway';
import { ExternalService } from '../external-service';
import { Gateway } from '../gateway';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { Server } from '../server';
import { VirtualService } from '../virtual-service';
import { ZeroTrust, type ZeroTrustProps } from './zero-trust';

const host = 'shop.example.com';

function shop(chart: Chart, selector?: Record<string, string>) {
  const [users, products, stranger] = ['user', 'product', 'stranger'].map(
    (id) => new Microservice(chart, id, { image: `${id}:v1`, port: 8000, replicas: 1 }),
  ) as [Microservice, Microservice, Microservice];
  const gateway = new Gateway(chart, 'edge', { servers: [Server.http({ hosts: [host] })], selector });
  new VirtualService(chart, 'site', { gateways: [gateway], hosts: [host], routes: [{ to: users }] });
  users.calls(products, { methods: ['GET'], paths: [Path.under('/latest')] });
  return { users, products, stranger, gateway };
}

/** What `ZeroTrust` adds, by kind and name. */
function added(declare: (chart: Chart) => unknown): (kind: string, name: string) => KubernetesObject {
  const objects = declared((chart) => void declare(chart));
  return (kind, name) => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
    if (!found) throw new Error(`no ${kind} ${name} among ${objects.map((object) => `${object.kind} ${object.metadata.name}`)}`);
    return found;
  };
}

const secured = (props?: ZeroTrustProps) =>
  added((chart) => {
    new ZeroTrust(chart, 'zero-trust', props);
    shop(chart);
  });

test('what comes of one call and one route', () => {
  const yaml = yamlOf((chart) => {
    shop(chart);
    new ZeroTrust(chart, 'zero-trust');
  });
  expect(yaml.slice(yaml.indexOf('apiVersion: security.istio.io/v1'))).toMatchSnapshot();
});

test('who is declared is admitted by its certificate, and nobody else', () => {
  const find = secured();
  expect(find('AuthorizationPolicy', 'product').spec).toEqual({
    selector: { matchLabels: { app: 'product' } },
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/user'] } }],
        to: [{ operation: { methods: ['GET'], paths: ['/latest', '/latest/*'] } }],
      },
    ],
  });
  expect(find('AuthorizationPolicy', 'user').spec).toMatchObject({
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] } }] }],
  });
  expect(find('AuthorizationPolicy', 'stranger').spec).toEqual({ selector: { matchLabels: { app: 'stranger' } }, action: 'ALLOW' });
});

test('a sidecar knows whom its program calls, and nobody else', () => {
  const find = secured({ alwaysKnown: [] });
  const hosts = (name: string) => find('Sidecar', name).spec as { egress: [{ hosts: string[] }]; outboundTrafficPolicy: object };
  expect(hosts('user').egress).toEqual([{ hosts: ['shop/product.shop.svc.cluster.local'] }]);
  expect(hosts('user').outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
  expect(hosts('stranger').egress).toEqual([{ hosts: ['~/*'] }]);
});

test('plain text is refused in the namespace', () => {
  expect(secured()('PeerAuthentication', 'default')).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: { mtls: { mode: 'STRICT' } },
  });
});

test('what is left open says why, and lets through', () => {
  const find = added((chart) => {
    const { products } = shop(chart);
    const exceptions = [
      { what: 'networkPolicy' as const, reason: 'the network does not enforce it' },
      { what: 'authorization' as const, reason: 'audited until March', of: products },
      { what: 'mutualTls' as const, reason: 'a job without sidecar', of: products },
      { what: 'egressScope' as const, reason: 'calls what users name', of: products },
    ];
    new ZeroTrust(chart, 'zero-trust', { exceptions });
  });
  const because = (reason: string) => ({ annotations: { 'meshwright/open-because': reason } });
  expect(find('NetworkPolicy', 'user')).toMatchObject({
    metadata: because('the network does not enforce it'),
    spec: { ingress: [{}], egress: [{}] },
  });
  expect(find('AuthorizationPolicy', 'product')).toMatchObject({ metadata: because('audited until March'), spec: { rules: [{}] } });
  expect(find('PeerAuthentication', 'product')).toMatchObject({
    metadata: because('a job without sidecar'),
    spec: { mtls: { mode: 'PERMISSIVE' } },
  });
  expect(find('Sidecar', 'product')).toMatchObject({
    metadata: because('calls what users name'),
    spec: { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY' } },
  });
  expect(find('AuthorizationPolicy', 'user').metadata.annotations).toBeUndefined();
  expect(find('PeerAuthentication', 'default').spec).toEqual({ mtls: { mode: 'STRICT' } });
});

test('without mutual TLS for all, the namespace says so once', () => {
  const find = secured({ exceptions: [{ what: 'mutualTls', reason: 'half of it has no sidecar yet' }] });
  expect(find('PeerAuthentication', 'default').spec).toEqual({ mtls: { mode: 'PERMISSIVE' } });
  expect(() => find('PeerAuthentication', 'user')).toThrow('no PeerAuthentication user');
});

test('plain text at single ports leaves the others strict', () => {
  const find = added((chart) => {
    const { products } = shop(chart);
    new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'mutualTls', reason: 'an old monitor', of: products, ports: [9090] }] });
  });
  expect(find('PeerAuthentication', 'product').spec).toMatchObject({
    mtls: { mode: 'STRICT' },
    portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
  });
});

test('another exception of the same microservice leaves its ports alone', () => {
  const find = added((chart) => {
    const { products } = shop(chart);
    new ZeroTrust(chart, 'zero-trust', {
      exceptions: [
        { what: 'authorization', reason: 'an old client', of: products },
        { what: 'mutualTls', reason: 'an old monitor', of: products, ports: [9090] },
      ],
    });
  });
  expect(find('PeerAuthentication', 'product').spec).toMatchObject({ portLevelMtls: { 9090: { mode: 'PERMISSIVE' } } });
});

test('any other field of the Sidecars', () => {
  const find = secured({ sidecar: { inboundConnectionPool: { http: { http1MaxPendingRequests: 10 } } } });
  expect(find('Sidecar', 'user').spec).toMatchObject({
    inboundConnectionPool: { http: { http1MaxPendingRequests: 10 } },
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
});

test('a gateway made here calls as itself', () => {
  const find = added((chart) => {
    const pods = new IngressGateway(chart, 'shop-gateway');
    shop(chart, pods.labels);
    new ZeroTrust(chart, 'zero-trust');
  });
  expect(find('AuthorizationPolicy', 'user').spec).toMatchObject({
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/shop-gateway'] } }] }],
  });
});

test('what the routes of the mesh make of a call is a call, too', () => {
  const find = added((chart) => {
    const { products, stranger } = shop(chart);
    new VirtualService(chart, 'moving', { hosts: [products], routes: [{ path: Path.under('/new'), to: stranger }, { to: products }] });
    new ZeroTrust(chart, 'zero-trust');
  });
  expect(find('AuthorizationPolicy', 'stranger').spec).toMatchObject({
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/user'] } }] }],
  });
  expect(JSON.stringify(find('Sidecar', 'user').spec)).toMatch('shop/stranger.shop.svc.cluster.local');
});

test('routes of another way to release, and copies of requests, admit the gateway as well', () => {
  const app = new MeshApp({ outdir: 'never-written' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const { users, products, stranger, gateway } = shop(chart);
  const other = new Chart(app.alternative('other'), 'release', { namespace: 'shop' });
  new VirtualService(other, 'site', { gateways: [gateway], hosts: [host], routes: [{ to: users, mirror: [{ to: stranger }] }] });
  new ZeroTrust(chart, 'zero-trust', { of: app });
  const policy = app.manifests().find(({ object }) => object.kind === 'AuthorizationPolicy' && object.metadata.name === 'stranger');
  expect(JSON.stringify(policy?.object.spec)).toMatch('istio-ingressgateway-service-account');
  expect(products.outgoing).toEqual([]);
});

test('a call outside goes to the addresses given, or to any at the port', () => {
  const find = added((chart) => {
    const { users, products } = shop(chart);
    const ports = [{ number: 443, protocol: 'tls' as const }];
    users.calls(new ExternalService(chart, 'bank', { host: 'api.bank.example', ports }));
    products.calls(new ExternalService(chart, 'old', { host: 'old.example.com', ports, endpoints: ['203.0.113.7'] }));
    products.calls(Microservice.fromHost('reviews.prod.svc.cluster.local'));
    new ZeroTrust(chart, 'zero-trust');
  });
  const egress = (name: string) => (find('NetworkPolicy', name).spec as { egress: unknown[] }).egress;
  expect(egress('user')).toContainEqual({ ports: [{ protocol: 'TCP', port: 443 }] });
  expect(egress('product')).toContainEqual({ to: [{ ipBlock: { cidr: '203.0.113.7/32' } }] });
  expect(egress('product')).toContainEqual({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'prod' } } }] });
  expect(JSON.stringify(find('Sidecar', 'product').spec)).toMatch('"shop/old.example.com","prod/reviews.prod.svc.cluster.local"');
});

test('a scraper with an account of the mesh reaches the metrics of programs, and nothing else', () => {
  const find = secured({ prometheus: { namespace: 'monitoring', serviceAccountName: 'prometheus' } });
  expect(find('AuthorizationPolicy', 'stranger').spec).toMatchObject({
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/monitoring/sa/prometheus'] } }],
        to: [{ operation: { methods: ['GET'], paths: ['/metrics'] } }],
      },
    ],
  });
});

test('asking twice, or by plain cdk8s, makes the same', () => {
  const app = new MeshApp({ outdir: 'never-written' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  shop(chart);
  new ZeroTrust(chart, 'zero-trust');
  const once = app.manifests().map(({ object }) => object);
  expect(app.manifests().map(({ object }) => object)).toEqual(once);
  expect(Testing.synth(chart)).toEqual(once);
});

const refused: readonly [string, string, (chart: Chart) => void][] = [
  [
    'ExceptionPorts',
    'mutualTls',
    (chart) => new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'mutualTls', reason: 'old', ports: [9090] }] }),
  ],
  ['NoReason', 'authorization', (chart) => new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'authorization', reason: ' ' }] })],
  ['NothingSecured', 'shop', (chart) => new ZeroTrust(chart, 'zero-trust', { of: chart })],
  [
    'NamespaceUnknown',
    'user',
    (chart) => {
      shop(new Chart(chart, 'nowhere'));
      new ZeroTrust(chart, 'zero-trust');
    },
  ],
  [
    'GatewayIdentity',
    'shop/edge',
    (chart) => {
      shop(chart, { istio: 'internal' });
      new ZeroTrust(chart, 'zero-trust');
    },
  ],
];

test.each(refused)('%s tells of `%s`', (errorName, told, declare) => {
  const error = refusal(declare);
  expect(error).toMatchObject({ errorName });
  expect(error.details.construct).toBeDefined();
  expect(error.fact).toMatch(`\`${told}\``);
});
