import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../istio/objects';
import { objectsOf } from './named-objects';

const pods = (app: string, more: object = {}) => ({
  spec: {
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'a', image: 'registry.example.com/a:1' }], ...more } },
  },
});

/** Where everything happens: a caller and two services, one namespace of which may be without proxies, and one port of which may be TCP. */
function surroundings(injected: boolean, port: string): KubernetesObject[] {
  return objectsOf({
    'Namespace/a': { metadata: { labels: { 'istio-injection': 'enabled' } } },
    'Namespace/b': { metadata: { labels: { 'istio-injection': injected ? 'enabled' : 'disabled' } } },
    'Service/a/web': { spec: { selector: { app: 'web' }, ports: [{ name: port, port: 80, targetPort: 8080 }] } },
    'Service/a/api': { spec: { selector: { app: 'api' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } },
    'Deployment/a/web': pods('web'),
    'Deployment/a/api': pods('api'),
    'Deployment/b/cli': pods('cli'),
    'Gateway/a/gw': {
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
      },
    },
  });
}

/** One of the values, or none at all. */
function maybe(name: string, ...values: readonly unknown[]): Arbitrary<object> {
  return fc.constantFrom({}, {}, ...values.map((value) => ({ [name]: value })));
}

function joined(...parts: readonly Arbitrary<object>[]): Arbitrary<object> {
  return fc.tuple(...parts).map((all) => Object.assign({}, ...all));
}

const one = (name: string, ...values: readonly unknown[]) => fc.constantFrom(...values).map((value) => ({ [name]: value }));
const exportTo = maybe('exportTo', ['.'], ['*'], ['b']);
const selector = maybe('selector', { matchLabels: { app: 'web' } }, { matchLabels: { app: 'cli' } }, { matchLabels: { app: 'gone' } });
const web = 'web.a.svc.cluster.local';

const specs: Readonly<Record<string, Arbitrary<object>>> = {
  VirtualService: joined(
    one('hosts', ['web'], [web], ['x.example.com'], ['*.example.com'], ['*.a.svc.cluster.local']),
    maybe('gateways', ['mesh'], ['a/gw'], ['a/gw', 'mesh'], ['a/none']),
    exportTo,
    one(
      'http',
      [{ directResponse: { status: 418 } }],
      [{ match: [{ uri: { prefix: '/x' } }], redirect: { uri: '/y' } }],
      [{ timeout: '3s', route: [{ destination: { host: web } }] }],
      [{ route: [{ destination: { host: web } }] }],
    ),
  ),
  DestinationRule: joined(
    one('host', 'web', web, '*.a.svc.cluster.local', 'gone'),
    exportTo,
    maybe('workloadSelector', { matchLabels: { app: 'cli' } }),
    one(
      'trafficPolicy',
      { tls: { mode: 'DISABLE' } },
      { loadBalancer: { simple: 'RANDOM' } },
      { connectionPool: { tcp: { maxConnections: 1 } } },
    ),
  ),
  ServiceEntry: joined(
    one('hosts', ['api.example.org'], [web]),
    exportTo,
    one('resolution', 'DNS', 'NONE'),
    one('ports', [{ number: 80, name: 'http', protocol: 'HTTP' }], [{ number: 81, name: 'http', protocol: 'HTTP' }]),
    one('location', 'MESH_EXTERNAL'),
  ),
  Sidecar: joined(
    maybe('workloadSelector', { labels: { app: 'cli' } }, { labels: { app: 'gone' } }),
    one('egress', [{ hosts: ['./*'] }], [{ hosts: ['a/*'] }], [{ hosts: ['*/*'] }]),
  ),
  AuthorizationPolicy: joined(
    selector,
    one('action', 'ALLOW', 'DENY'),
    one(
      'rules',
      [{}],
      [{ to: [{ operation: { methods: ['POST'] } }] }],
      [{ to: [{ operation: { ports: ['80'] } }] }],
      [{ from: [{ source: { namespaces: ['b'] } }] }],
    ),
  ),
  RequestAuthentication: joined(selector, one('jwtRules', [{ issuer: 'https://i.example.com', jwksUri: 'https://i.example.com/keys' }])),
  PeerAuthentication: joined(selector, one('mtls', { mode: 'STRICT' }, { mode: 'PERMISSIVE' }, { mode: 'DISABLE' })),
};

const generated = fc
  .constantFrom(...Object.keys(specs))
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      namespace: fc.constantFrom('a', 'a', 'b', 'istio-system'),
      name: fc.constantFrom('p', 'q', 'r'),
      labels: fc.constantFrom(...Array.from({ length: 8 }, () => ({})), { 'istio.io/rev': 'canary' }),
      spec: specs[kind] ?? fc.constant({}),
    }),
  )
  .map(({ kind, namespace, name, labels, spec }) => [`${kind}/${namespace}/${name}`, { metadata: { labels }, spec }] as const);

/** Small meshes with up to seven objects of the kinds that route and secure. */
export const meshes: Arbitrary<{ readonly base: KubernetesObject[]; readonly objects: KubernetesObject[] }> = fc
  .tuple(fc.boolean(), fc.constantFrom('http', 'http', 'tcp'), fc.array(generated, { minLength: 1, maxLength: 7 }))
  .map(([injected, port, all]) => ({ base: surroundings(injected, port), objects: objectsOf(Object.fromEntries(all)) }));
