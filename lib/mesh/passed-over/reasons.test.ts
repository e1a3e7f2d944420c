import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';

const namespace = (name: string, labels: Readonly<Record<string, string>> = { 'istio-injection': 'enabled' }) =>
  object('Namespace', name, { labels });
const service = (name: string, ports: readonly object[] = [{ name: 'http', port: 80, targetPort: 8080 }], spec: object = {}) =>
  object('Service', name, { spec: { selector: { app: name.split('/')[1] }, ports, ...spec } });
const pods = (name: string, ports: readonly number[] = [8080], labels: Readonly<Record<string, string>> = {}) =>
  deployment(
    name,
    { app: name.split('/')[1] ?? '', ...labels },
    { pod: { containers: [{ name: 'a', ports: ports.map((containerPort) => ({ containerPort })) }] } },
  );
const tcp = [{ name: 'tcp', port: 5432, targetPort: 5432 }];

/** Callers with sidecars in two namespaces, an HTTP service and a database. */
const world = [
  namespace('shop'),
  namespace('far'),
  namespace('amb', { 'istio.io/dataplane-mode': 'ambient' }),
  namespace('bare', {}),
  service('shop/web'),
  pods('shop/web'),
  service('shop/db', tcp),
  pods('shop/db', [5432]),
  service('far/api'),
  pods('far/api'),
  service('amb/amb'),
  pods('amb/amb'),
  pods('bare/bare'),
];

/** Why objects, or fields of them, are not used. */
function reasons(objects: readonly KubernetesObject[], from = world): string {
  const { manifests, passedOver } = meshOf([...from, ...objects], { complete: true });
  const lines = manifests
    .slice(from.length)
    .flatMap((manifest) =>
      passedOver
        .of(manifest)
        .flatMap(({ path, cause, level, message, why, fix }) => [
          `${manifest.object.kind} ${manifest.object.metadata.name} ${path.join('.')} [${cause}${level ? `, ${level}` : ''}] ${message}`,
          `  ${[why, fix].filter(Boolean).join(' | ')}`,
        ]),
    );
  return lines.join('\n');
}

type Case = readonly [string, readonly KubernetesObject[], KubernetesObject[]?];
const hold = (cases: readonly Case[]) =>
  test.each(cases.map(([name, objects, from = world]) => [name, objects, from] as const))('%s', (_, objects, from) => {
    expect(reasons(objects, from)).toMatchSnapshot();
  });

const to = (host: string) => [{ destination: { host } }];
const routes = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('VirtualService', name, { spec: { hosts, http: [{ route: to('web') }], ...spec } });
const rule = (name: string, host: string, spec: object = {}) => object('DestinationRule', name, { spec: { host, ...spec } });
const entry = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('ServiceEntry', name, { spec: { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS', ...spec } });
const policy = (name: string, spec: object, annotations?: Readonly<Record<string, string>>) =>
  object('AuthorizationPolicy', name, { spec: { rules: [{}], ...spec }, annotations });
const peer = (name: string, spec: object) => object('PeerAuthentication', name, { spec });
const sidecar = (name: string, spec: object) => object('Sidecar', name, { spec });
const select = (app: string) => ({ selector: { matchLabels: { app } } });
const edge = (hosts: readonly string[], name = 'shop/edge') =>
  object('Gateway', name, {
    apiVersion: 'networking.istio.io/v1',
    spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }] },
  });

describe('VirtualServices', () => {
  hold([
    ['that is used', [routes('shop/v', ['web'])]],
    ['for gateways alone, with a host of the mesh', [edge(['*']), routes('shop/v', ['web'], { gateways: ['edge'] })]],
    ['for gateways alone, with another host', [edge(['*']), routes('shop/v', ['web.example.com'], { gateways: ['edge'] })]],
    ['for gateways and the mesh', [edge(['*']), routes('shop/v', ['web'], { gateways: ['edge', 'mesh'] })]],
    ['HTTP rules for TCP', [routes('shop/v', ['db'])]],
    ['HTTP rules for TCP at a gateway', [edge(['*']), routes('shop/v', ['db'], { gateways: ['edge'] })]],
    ['TCP rules for TCP', [routes('shop/v', ['db'], { http: undefined, tcp: [{ route: to('db') }] })]],
    [
      'HTTP rules for ports without names',
      [
        service('shop/nameless', [
          { port: 5432, targetPort: 1 },
          { name: 'mongo', port: 27017 },
        ]),
        routes('shop/v', ['nameless']),
      ],
    ],
    [
      'HTTP rules for a nameless port of TCP',
      [
        service('shop/redis', [
          { port: 6379, appProtocol: 'redis' },
          { name: 'tls-a', port: 1 },
        ]),
        routes('shop/v', ['redis']),
      ],
    ],
    ['HTTP rules for a wildcard of TLS', [entry('shop/e', ['*.example.com']), routes('shop/v', ['a.example.com', '*.example.com'])]],
    ['HTTP rules for a Service without ports', [service('shop/none', []), routes('shop/v', ['none'])]],
    ['a wildcard and a narrower host', [routes('shop/v', ['*.example.com']), routes('far/w', ['a.example.com', 'b.example.com'])]],
    ['a wildcard of two VirtualServices', [routes('shop/v', ['*.example.com']), routes('far/w', ['*.example.com'])]],
    ['a wildcard beside a narrower host of its own', [routes('shop/v', ['*.example.com', 'a.example.com'])]],
    ['a wildcard and a narrower wildcard', [routes('shop/v', ['*.example.com']), routes('far/w', ['*.a.example.com'])]],
    ['the wildcard of all', [routes('shop/v', ['*']), routes('far/w', ['a.example.com'])]],
    [
      'a wildcard of another gateway',
      [edge(['*']), routes('shop/v', ['*.example.com'], { gateways: ['edge'] }), routes('far/w', ['a.example.com'])],
    ],
    ['exported to nobody', [routes('shop/v', ['web'], { exportTo: ['~'] })]],
    ['exported to a namespace without callers', [routes('shop/v', ['web'], { exportTo: ['bare'] })]],
    ['exported to callers', [routes('shop/v', ['web'], { exportTo: ['far'] })]],
    ['exported to its own namespace', [routes('shop/v', ['web'], { exportTo: ['.'] })]],
    [
      'imported by nobody',
      [
        sidecar('shop/s', { egress: [{ hosts: ['far/*'] }] }),
        sidecar('far/s', { egress: [{ hosts: ['far/*'] }] }),
        routes('shop/v', ['web']),
      ],
    ],
    ['imported by one', [sidecar('shop/s', { egress: [{ hosts: ['far/*'] }] }), routes('shop/v', ['web'])]],
    ['a short name of another namespace', [routes('far/v', ['web'])]],
    ['a short name of its own namespace', [routes('far/v', ['api'])]],
    ['a short name that nobody has', [routes('far/v', ['none'])]],
    [
      'a match on a query',
      [
        routes('shop/v', ['web'], {
          http: [{ match: [{ uri: { exact: '/a?b=c' } }, { uri: { prefix: '/a#b' } }, { uri: { regex: '/a\\?b' } }], route: to('web') }],
        }),
      ],
    ],
    [
      'regexes that match the whole text',
      [
        routes('shop/v', ['web'], {
          http: [
            {
              match: [
                { uri: { regex: '/api' } },
                { uri: { regex: '/api.*' } },
                { headers: { a: { regex: '^b' } } },
                { headers: { a: { regex: 'b$' } } },
                { headers: { a: { regex: '^b$' } } },
                { queryParams: { q: { regex: 'x' } } },
                { authority: { regex: 'web' } },
              ],
              route: to('web'),
            },
          ],
        }),
      ],
    ],
    [
      'regexes in the delimiters of JavaScript',
      [
        routes('shop/v', ['web'], {
          http: [
            {
              match: ['/api/gi', '/^a\\/b$/i', '/a\nb/s', '/a|b\\$/g', '/api/', '/api/v', '/api/g/x', 'x/api/g'].map((regex) => ({
                uri: { regex },
              })),
              route: to('web'),
            },
          ],
        }),
      ],
    ],
    [
      'regexes that begin with ^',
      [
        routes('shop/v', ['web'], {
          http: [
            {
              match: ['^/api', '^/api/', '^/v[12]/api-', '^/api$', '^/a$b', '^/api.*', '^/api/.+/x', '^/.*\\.pdf', '/api'].map((regex) => ({
                uri: { regex },
              })),
              route: to('web'),
            },
          ],
        }),
      ],
    ],
    [
      'regexes of queries',
      [
        routes('shop/v', ['web'], {
          http: [
            {
              match: ['/a[?]b', '/a&b=c', '.*b=c', '/(a=b|c)', '/a;b=c', '/a(?=b)', '/a?', '/ab=c', '/a-b=c', '/a\\?b-c=d.e'].map(
                (regex) => ({ uri: { regex } }),
              ),
              route: to('web'),
            },
          ],
        }),
      ],
    ],
    [
      'cookies',
      [
        routes('shop/v', ['web'], {
          http: [
            {
              match: [
                ...['a=b', 'a-b=c.d', '.*a=b.*', '^a=b', 'a'].map((regex) => ({ headers: { Cookie: { regex } } })),
                { headers: { cookies: { regex: 'a=b' } } },
                { headers: { cookie: { exact: 'a=b' } } },
              ],
              route: to('web'),
            },
          ],
        }),
      ],
    ],
    [
      'single rules for ports of another protocol',
      [
        service('shop/three', [...tcp, { name: 'tls', port: 443 }, { name: 'http', port: 80 }]),
        routes('shop/v', ['three'], {
          http: [
            { match: [{ port: 443 }, { port: 5432 }], route: to('web') },
            { match: [{ port: 443 }], route: to('web') },
            { match: [{ port: 443 }, { uri: { prefix: '/' } }], route: to('web') },
            { match: [{ port: 80 }], route: to('web') },
            { match: [{ port: 9 }], route: to('web') },
            { route: to('web') },
          ],
          tcp: [{ match: [{ port: 80 }], route: to('web') }, { route: to('web') }],
          tls: [
            { match: [{ port: 80, sniHosts: ['a'] }], route: to('web') },
            { match: [{ port: 443, sniHosts: ['a'] }], route: to('web') },
          ],
        }),
      ],
    ],
    ['TCP and TLS rules for HTTP', [routes('shop/v', ['web'], { tcp: [{ route: to('web') }], tls: [{ match: [{ sniHosts: ['a'] }] }] })]],
    [
      'TCP rules for HTTP at a gateway',
      [edge(['*']), routes('shop/v', ['web'], { gateways: ['edge', 'mesh'], tcp: [{ route: to('web') }] })],
    ],
    ['TCP rules for hosts of which one is not known', [routes('shop/v', ['web', 'none'], { tcp: [{ route: to('web') }] })]],
    ['exported to none of many namespaces', [namespace('third'), pods('third/a'), routes('shop/v', ['web'], { exportTo: ['bare'] })]],
    [
      'exported to none of more than three namespaces',
      [namespace('third'), pods('third/a'), namespace('fourth'), pods('fourth/a'), routes('shop/v', ['web'], { exportTo: ['bare'] })],
    ],
    [
      'imported by none of the callers that see it',
      [
        sidecar('shop/s', { egress: [{ hosts: ['far/*'] }] }),
        routes('shop/v', ['web'], { exportTo: ['shop'] }),
        routes('shop/w', ['web'], { exportTo: ['far'] }),
      ],
    ],
    [
      'wildcards of several lengths',
      [routes('shop/v', ['*.example.com', '*.com']), routes('far/w', ['*.example.com', 'b.example.org', 'c.b.example.com', 'd.com'])],
    ],
    [
      'faults that never fire',
      [
        routes('shop/v', ['web'], {
          http: [
            { fault: { abort: { httpStatus: 500 } }, route: to('web') },
            { fault: { delay: { fixedDelay: '1s' } }, route: to('web') },
            { fault: { abort: { httpStatus: 500, percentage: { value: 0 } } }, route: to('web') },
            { fault: { abort: { httpStatus: 500, percentage: {} } }, route: to('web') },
            { fault: { delay: { fixedDelay: '1s', percent: 1 } }, timeout: '1s', route: to('web') },
            { fault: { delay: { fixedDelay: '1s', percent: 0 } }, timeout: '1s', route: to('web') },
            { fault: { delay: { fixedDelay: '1s', percent: 1, percentage: {} } }, route: to('web') },
            {
              fault: { abort: { httpStatus: 500, percentage: { value: 1 } }, delay: { fixedDelay: '1s', percentage: { value: 1 } } },
              route: to('web'),
            },
          ],
        }),
      ],
    ],
    [
      'faults that retries and timeouts do not cover',
      [
        routes('shop/v', ['web'], {
          http: [
            { fault: { delay: { fixedDelay: '5s', percentage: { value: 1 } } }, timeout: '1s', route: to('web') },
            { fault: { abort: { httpStatus: 503, percentage: { value: 1 } } }, retries: { attempts: 2 }, route: to('web') },
            { fault: { abort: { httpStatus: 503, percentage: { value: 1 } } }, retries: { attempts: 0 }, route: to('web') },
          ],
        }),
      ],
    ],
    ['in the ambient mesh without a waypoint', [routes('amb/v', ['amb'])]],
    ['where nobody calls', [routes('shop/v', ['web'], { exportTo: ['~'] })], [namespace('bare', {}), service('shop/web')]],
  ]);
});

describe('delegates', () => {
  const delegating = (name: string, hosts: readonly string[] | undefined, ...delegates: readonly object[]) =>
    object('VirtualService', name, { spec: { hosts, http: delegates.map((delegate) => ({ delegate })) } });
  const delegate = (name: string, http: readonly object[] = [{ route: to('web') }]) => object('VirtualService', name, { spec: { http } });
  hold([
    ['that is named', [delegating('shop/v', ['web'], { name: 'd' }), delegate('shop/d')]],
    ['that nobody names', [delegate('shop/d')]],
    ['without rules', [object('VirtualService', 'shop/d', { spec: { tcp: [] } })]],
    ['beside one that is not there', [delegating('shop/v', ['web'], { name: 'none' }, { name: 'd' }), delegate('shop/d')]],
    ['whose name is nearly there', [delegating('shop/v', ['web'], { name: 'cart' }), delegate('shop/carts')]],
    ['of another namespace', [delegating('shop/v', ['web'], { name: 'd', namespace: 'far' }), delegate('far/d'), delegate('shop/d')]],
    [
      'that delegates itself',
      [delegating('shop/v', ['web'], { name: 'd' }), delegating('shop/d', undefined, { name: 'e' }), delegate('shop/e')],
    ],
    [
      'of two, one of which it cannot serve',
      [
        object('VirtualService', 'shop/v', {
          spec: { hosts: ['web'], http: [{ match: [{ uri: { prefix: '/a' } }], delegate: { name: 'd' } }] },
        }),
        object('VirtualService', 'shop/w', {
          spec: { hosts: ['db'], http: [{ match: [{ uri: { prefix: '/b' } }], delegate: { name: 'd' } }] },
        }),
        delegate('shop/d', [{ match: [{ uri: { prefix: '/a' } }], route: to('web') }]),
      ],
    ],
    [
      'that serves nobody who names it',
      [
        object('VirtualService', 'shop/w', {
          spec: { hosts: ['web'], http: [{ match: [{ uri: { prefix: '/b' } }], delegate: { name: 'd' } }] },
        }),
        delegate('shop/d', [{ match: [{ uri: { prefix: '/a' } }], route: to('web') }]),
      ],
    ],
  ]);
});

describe('DestinationRules and ServiceEntries', () => {
  const subsets = [{ name: 'v1', labels: { v: '1' } }];
  hold([
    ['of a host', [rule('shop/d', 'web')]],
    ['of a host that nobody has', [rule('shop/d', 'none'), rule('shop/e', 'api.example.com')]],
    ['of a host of another namespace by its short name', [rule('far/d', 'web')]],
    ['of a wildcard', [rule('shop/d', '*.shop.svc.cluster.local'), rule('shop/e', '*.example.com')]],
    ['exported to nobody', [rule('shop/d', 'web', { exportTo: ['bare'] })]],
    ['of a namespace where nobody calls', [rule('bare/d', 'web.shop.svc.cluster.local')]],
    ['beside one of the client', [rule('far/d', 'web.shop.svc.cluster.local'), rule('shop/d', 'web')]],
    [
      'beside those of all clients',
      [
        rule('far/d', 'web.shop.svc.cluster.local'),
        rule('amb/d', 'web.shop.svc.cluster.local'),
        rule('istio-system/d', 'web.shop.svc.cluster.local'),
      ],
    ],
    [
      'two for one host, exported to different callers',
      [rule('shop/a', 'web', { exportTo: ['.', 'far'] }), rule('shop/b', 'web', { exportTo: ['shop', 'far'] })],
    ],
    [
      'a wildcard beside a rule for the host, in one namespace',
      [rule('shop/a', '*.shop.svc.cluster.local'), rule('shop/b', 'web'), rule('shop/c', 'db')],
    ],
    [
      'one of the root namespace beside one of a client',
      [rule('istio-system/a', 'web.shop.svc.cluster.local'), rule('far/b', 'web.shop.svc.cluster.local')],
    ],
    ['for pods that are not there', [rule('shop/d', 'web', { workloadSelector: { matchLabels: { app: 'none' } } })]],
    ['for pods of another namespace', [rule('far/d', 'web.shop.svc.cluster.local', { workloadSelector: { matchLabels: { app: 'web' } } })]],
    ['for pods that are there', [rule('shop/d', 'api.far.svc.cluster.local', { workloadSelector: { matchLabels: { app: 'web' } } })]],
    [
      'two for one host',
      [
        rule('shop/a', 'web', { trafficPolicy: { tls: { mode: 'DISABLE' } }, subsets }),
        rule('shop/b', 'web', { trafficPolicy: { tls: { mode: 'SIMPLE' } }, subsets }),
      ],
    ],
    [
      'two for one host, of which the second has no policy',
      [rule('shop/a', 'web', { trafficPolicy: { tls: { mode: 'SIMPLE' } } }), rule('shop/b', 'web', { subsets })],
    ],
    [
      'beside one for other pods',
      [rule('shop/a', 'web', { workloadSelector: { matchLabels: { app: 'db' } } }), rule('far/b', 'web.shop.svc.cluster.local')],
    ],
    [
      'two for one host, of which the first has no policy',
      [rule('shop/a', 'web'), rule('shop/b', 'web', { trafficPolicy: { tls: { mode: 'SIMPLE' } }, subsets })],
    ],
    ['subsets without names', [rule('shop/a', 'web', { subsets: [{}] }), rule('shop/b', 'web', { subsets: [{}, ...subsets] })]],
    [
      'settings of a port in a subset',
      [
        rule('shop/a', 'web', {
          subsets: [{ name: 'v1', trafficPolicy: { portLevelSettings: [{ port: { number: 8080 } }, { port: {} }] } }],
        }),
      ],
    ],
    ['a subset twice in one', [rule('shop/a', 'web', { subsets: [...subsets, ...subsets] })]],
    [
      'settings of a target port',
      [
        rule('shop/a', 'web', {
          trafficPolicy: { portLevelSettings: [{ port: { number: 8080 } }, { port: { number: 80 } }, { port: { number: 9999 } }] },
        }),
      ],
    ],
    ['in the ambient mesh without a waypoint', [rule('amb/d', 'amb')]],
    ['an entry that is used', [entry('shop/e', ['api.example.com'])]],
    ['an entry exported to nobody', [entry('shop/e', ['api.example.com'], { exportTo: ['bare'] })]],
    ['an entry of a Service', [entry('shop/e', ['web.shop.svc.cluster.local'])]],
    ['two entries of a host', [entry('shop/a', ['api.example.com']), entry('far/b', ['api.example.com'])]],
    [
      'two entries of a host, each for its own',
      [entry('shop/a', ['api.example.com'], { exportTo: ['.'] }), entry('far/b', ['api.example.com'], { exportTo: ['.'] })],
    ],
    ['two hosts of which one is used', [entry('shop/e', ['api.example.com', 'web.shop.svc.cluster.local'])]],
    [
      'two hosts, one exported to nobody, one of a Service',
      [
        entry('shop/e', ['web.shop.svc.cluster.local'], { exportTo: ['shop'] }),
        entry('bare/f', ['x.example.com', 'web.shop.svc.cluster.local'], { exportTo: ['.'] }),
      ],
    ],
  ]);
});

describe('policies', () => {
  const paths = { to: [{ operation: { paths: ['/a'] } }] };
  const ofPort = (...ports: string[]) => ({ to: [{ operation: { ports } }] });
  const principals = { from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] };
  const tokens = (spec: object = {}) =>
    object('RequestAuthentication', 'shop/t', { spec: { jwtRules: [{ issuer: 'a', jwks: '{}' }], ...spec } });
  hold([
    ['that holds', [policy('shop/p', select('web'))]],
    [
      'for no pod',
      [policy('shop/p', select('none')), tokens(select('none')), peer('shop/q', { ...select('none'), mtls: { mode: 'STRICT' } })],
    ],
    ['for pods of another namespace', [policy('far/p', select('web'))]],
    ['for pods without a proxy', [policy('bare/p', select('bare')), policy('bare/q', {})]],
    [
      'in the root namespace',
      [
        policy('istio-system/p', select('web')),
        policy('istio-system/q', select('none')),
        peer('istio-system/r', { ...select('web'), mtls: { mode: 'STRICT' } }),
      ],
    ],
    ['in a dry run', [policy('shop/p', {}, { 'istio.io/dry-run': 'true' })]],
    [
      'the port of a Service',
      [
        policy('shop/p', {
          ...select('web'),
          rules: [ofPort('80'), ofPort('8080'), { when: [{ key: 'destination.port', values: ['80'] }] }],
        }),
      ],
    ],
    [
      'the port of a Service that is one of a container too',
      [
        service('shop/same', [{ name: 'http', port: 80, targetPort: 8080 }]),
        pods('shop/same', [80, 8080]),
        policy('shop/p', { ...select('same'), rules: [ofPort('80')] }),
      ],
    ],
    [
      'the port of a Service in portLevelMtls',
      [peer('shop/p', { ...select('web'), portLevelMtls: { 80: { mode: 'STRICT' }, 8080: { mode: 'STRICT' } } })],
    ],
    ['HTTP on a port of TCP, to allow', [policy('shop/p', { ...select('db'), rules: [paths] })]],
    [
      'HTTP on a port of TCP, to deny',
      [policy('shop/p', { ...select('db'), action: 'DENY', rules: [paths, { when: [{ key: 'request.headers[a]', values: ['b'] }] }] })],
    ],
    ['HTTP on a port of TCP, to audit', [policy('shop/p', { ...select('db'), action: 'AUDIT', rules: [paths] })]],
    [
      'HTTP on a port of TCP beside one of HTTP, to allow',
      [
        service('shop/both', [...tcp, { name: 'http', port: 80, targetPort: 8080 }]),
        pods('shop/both', [8080, 5432]),
        policy('shop/p', { ...select('both'), rules: [paths] }),
      ],
    ],
    [
      'HTTP on a port of TCP beside one of HTTP, to deny',
      [
        service('shop/both', [...tcp, { name: 'http', port: 80, targetPort: 8080 }]),
        pods('shop/both', [8080, 5432]),
        policy('shop/p', { ...select('both'), action: 'DENY', rules: [paths] }),
      ],
    ],
    [
      'HTTP limited to its port',
      [
        service('shop/both', [...tcp, { name: 'http', port: 80, targetPort: 8080 }]),
        pods('shop/both', [8080, 5432]),
        policy('shop/p', { ...select('both'), action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a'], ports: ['8080'] } }] }] }),
      ],
    ],
    ['HTTP on a port of TCP that another rule allows', [policy('shop/p', { ...select('db'), rules: [paths, ofPort('5432')] })]],
    [
      'identities without mutual TLS',
      [
        peer('shop/off', { mtls: { mode: 'DISABLE' } }),
        policy('shop/p', {
          ...select('web'),
          rules: [principals, { when: [{ key: 'source.principal', values: ['x'] }] }, { from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }],
        }),
      ],
    ],
    [
      'identities without mutual TLS on every port',
      [
        peer('shop/off', { ...select('web'), portLevelMtls: { 8080: { mode: 'DISABLE' } } }),
        policy('shop/p', { ...select('web'), rules: [principals] }),
      ],
    ],
    [
      'identities with mutual TLS on one port',
      [
        service('shop/both', [...tcp, { name: 'http', port: 80, targetPort: 8080 }]),
        pods('shop/both', [8080]),
        peer('shop/off', { ...select('both'), portLevelMtls: { 8080: { mode: 'DISABLE' } } }),
        policy('shop/p', { ...select('both'), rules: [principals] }),
      ],
    ],
    [
      'identities of a namespace without pods',
      [namespace('empty'), peer('empty/off', { mtls: { mode: 'DISABLE' } }), policy('empty/p', { rules: [principals] })],
    ],
    ['a token that is not required', [tokens(select('web'))]],
    [
      'a token that one of two pods requires',
      [
        pods('shop/other', [8080]),
        tokens(),
        policy('shop/p', { ...select('web'), rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }),
      ],
    ],
    [
      'a token of a waypoint',
      [tokens({ targetRef: { kind: 'Gateway', name: 'a' } }), tokens({ targetRefs: [{ kind: 'Gateway', name: 'a' }] })],
    ],
    ['a token where nothing is allowed', [tokens(select('web')), policy('shop/p', { ...select('web'), rules: undefined })]],
    [
      'a token that a condition asks for',
      [
        tokens(select('web')),
        policy('shop/p', { ...select('web'), action: 'DENY', rules: [{ when: [{ key: 'request.auth.claims[a]', notValues: ['b'] }] }] }),
      ],
    ],
    [
      'a token that who has none is denied',
      [
        tokens(select('web')),
        policy('shop/p', { ...select('web'), action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] }),
      ],
    ],
    [
      'a token beside other conditions',
      [
        tokens(select('web')),
        policy('shop/p', {
          ...select('web'),
          rules: [{ from: [{ source: { namespaces: ['far'] } }], when: [{ key: 'source.namespace', values: ['far'] }] }],
        }),
      ],
    ],
    [
      'HTTP on a port of TCP that rules of other ports allow',
      [policy('shop/p', { ...select('db'), rules: [paths, ofPort('1'), { to: [{ operation: { ports: ['5432'], methods: ['GET'] } }] }] })],
    ],
    [
      'HTTP on a port of TCP that a rule allows without ports',
      [policy('shop/p', { ...select('db'), rules: [paths, { from: [{ source: { namespaces: ['far'] } }] }] })],
    ],
    [
      'HTTP on a port of TCP that another policy denies',
      [
        policy('shop/p', { ...select('db'), rules: [paths] }),
        policy('shop/q', { ...select('db'), action: 'DENY', rules: [ofPort('5432')] }),
      ],
    ],
    [
      'a token that is required',
      [tokens(select('web')), policy('shop/p', { ...select('web'), rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] })],
    ],
    [
      'two PeerAuthentications for one pod',
      [
        peer('shop/a', { ...select('web'), mtls: { mode: 'STRICT' } }),
        peer('shop/b', { selector: { matchLabels: { app: 'web', v: '1' } }, mtls: { mode: 'DISABLE' } }),
        pods('shop/web', [8080], { v: '1' }),
      ],
    ],
    ['two for a namespace', [peer('shop/a', { mtls: { mode: 'STRICT' } }), peer('shop/b', { mtls: { mode: 'DISABLE' } })]],
    [
      'in the ambient mesh without a waypoint',
      [
        policy('amb/p', { ...select('amb'), rules: [paths] }),
        policy('amb/q', { ...select('amb'), rules: [principals] }),
        object('RequestAuthentication', 'amb/t', { spec: { jwtRules: [{ issuer: 'a', jwks: '{}' }] } }),
      ],
    ],
  ]);
});

describe('Sidecars, and objects of the ambient mesh', () => {
  const waypoint = object('Gateway', 'amb/gate', {
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  });
  const withWaypoint = world.map((each) =>
    each.kind === 'Namespace' && each.metadata.name === 'amb'
      ? namespace('amb', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'gate' })
      : each,
  );
  const ofGate = { selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'gate' } } };
  const gate = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gate' };
  const routeOf = (name: string, parent: object) =>
    object('HTTPRoute', name, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: { parentRefs: [{ group: '', kind: 'Service', ...parent }], rules: [{}] },
    });
  const telemetry = (name: string, spec: object = {}) => object('Telemetry', name, { spec });
  const wasm = (name: string, spec: object = {}) =>
    object('WasmPlugin', name, { apiVersion: 'extensions.istio.io/v1alpha1', spec: { url: 'oci://a', ...spec } });
  hold([
    ['a Sidecar for no pod', [sidecar('shop/s', { workloadSelector: { labels: { app: 'none' } } }), telemetry('shop/t', select('none'))]],
    [
      'two Sidecars for one pod',
      [
        sidecar('shop/a', { workloadSelector: { labels: { app: 'web' } } }),
        sidecar('shop/b', { workloadSelector: { labels: { app: 'web' } } }),
      ],
    ],
    ['three Sidecars for a namespace', [sidecar('shop/a', {}), sidecar('shop/b', {}), sidecar('shop/c', {})]],
    ['two Sidecars for a namespace', [sidecar('shop/a', {}), sidecar('shop/b', {})]],
    ['a Sidecar for pods without one', [sidecar('bare/s', {}), sidecar('amb/s', {})]],
    ['without a waypoint', [telemetry('amb/t'), wasm('amb/w'), wasm('amb/x', select('amb'))]],
    [
      'access logs, policies and routes without a waypoint',
      [
        telemetry('amb/t', { accessLogging: [{ disabled: true }] }),
        rule('amb/a', 'amb', { trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } }),
        rule('amb/b', 'amb', { trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1 } } }),
        rule('amb/c', 'amb', { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }),
        rule('amb/d', 'amb', { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
        routes('amb/v', ['amb'], { gateways: ['mesh'] }),
        routes('amb/w', ['a.example.com'], { gateways: ['edge'] }),
      ],
    ],
    [
      'routes of Services without a waypoint',
      [
        routeOf('amb/r', { name: 'amb' }),
        routeOf('shop/r', { name: 'amb', namespace: 'amb' }),
        routeOf('shop/s', { name: 'web' }),
        routeOf('amb/s', { name: 'none' }),
        routeOf('amb/t', { name: 'amb', kind: 'ServiceEntry', group: 'networking.istio.io' }),
      ],
    ],
    [
      'selectors at a waypoint',
      [
        waypoint,
        policy('amb/p', ofGate),
        object('RequestAuthentication', 'amb/t', { spec: { jwtRules: [], ...ofGate } }),
        telemetry('amb/y', ofGate),
        wasm('amb/w', ofGate),
      ],
      withWaypoint,
    ],
    [
      'selectors of another Gateway',
      [
        object('Gateway', 'far/gate', { spec: { gatewayClassName: 'istio-waypoint', listeners: [] } }),
        object('Gateway', 'amb/other', { spec: { gatewayClassName: 'istio-waypoint', listeners: [] } }),
        object('Gateway', 'amb/gate', { spec: { gatewayClassName: 'istio', listeners: [] } }),
        wasm('amb/w', ofGate),
      ],
      withWaypoint,
    ],
    ['selectors of no Gateway', [wasm('amb/w', ofGate)], withWaypoint],
    [
      'references to a waypoint',
      [
        waypoint,
        policy('amb/p', { targetRefs: [gate], rules: [{ to: [{ operation: { paths: ['/a'] } }] }] }),
        wasm('amb/w', { ...ofGate, targetRefs: [gate] }),
      ],
      withWaypoint,
    ],
    [
      'HTTP without a reference',
      [
        waypoint,
        policy('amb/p', { rules: [{ to: [{ operation: { paths: ['/a'] } }] }] }),
        policy('amb/q', { ...select('amb'), rules: [{ when: [{ key: 'request.headers[a]', values: ['b'] }] }] }),
        policy('amb/r', { rules: [{ from: [{ source: { principals: ['a'] } }] }] }),
      ],
      withWaypoint,
    ],
  ]);
});
