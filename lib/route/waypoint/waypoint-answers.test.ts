/** What becomes of calls in the ambient mesh: at ztunnel, at a waypoint, and at an ingress gateway that uses it. */
import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { GatewayRouter } from '../gateway/gateway-router';
import { undecidedOf } from '../policy/policy-stage';
import { type RequestOptions, request } from '../request/request';
import { explain } from '../router';
import { routerOf } from '../router-of';

const pod = { pod: { containers: [{ name: 'a', image: 'a' }] } };
const service = (name: string, port: object, labels: Readonly<Record<string, string>> = {}, spec: object = {}) =>
  object('Service', name, { labels, spec: { clusterIP: '10.0.0.1', selector: { app: name.split('/')[1] }, ports: [port], ...spec } });
const routes = (name: string, hosts: readonly string[], spec: object) => object('VirtualService', name, { spec: { hosts, ...spec } });
const to = (host: string) => [{ destination: { host } }];
const rewritten = (uri: string, more: object = {}) => ({ http: [{ ...more, rewrite: { uri }, route: to('web') }] });
const policy = (name: string, spec: object) => object('AuthorizationPolicy', name, { spec });
const gate = object('Gateway', 'amb/gate', {
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
});
const ofClass = (gatewayClassName: string) => ({ ...gate, spec: { ...(gate.spec as object), gatewayClassName } });
const ambient = (labels: Readonly<Record<string, string>> = { 'istio.io/use-waypoint': 'gate' }) =>
  object('Namespace', 'amb', { labels: { 'istio.io/dataplane-mode': 'ambient', ...labels } });

const world = [
  ambient(),
  gate,
  object('Namespace', 'far', { labels: { 'istio.io/dataplane-mode': 'ambient' } }),
  ...['amb/caller', 'far/caller'].map((name) => deployment(name, { app: 'caller' }, pod)),
  ...[
    ['web', { name: 'http', port: 80, targetPort: 8080 }],
    ['other', { name: 'http', port: 80, targetPort: 8080 }],
    ['bytes', { name: 'tcp', port: 9000, targetPort: 9000 }],
    ['safe', { name: 'tls', port: 443, targetPort: 8443 }],
    ['sniffed', { port: 7000, targetPort: 7000 }],
  ].flatMap(([name, port]) => [service(`amb/${name}`, port as object), deployment(`amb/${name}`, { app: `${name}` }, pod)]),
];

type Asked = string | readonly [url: string, options: RequestOptions];

/** One line of each request, and what was done on the way. */
function answers(objects: readonly KubernetesObject[], asked: readonly Asked[], from = 'amb/caller'): string {
  const mesh = meshOf([...world, ...objects], { complete: true });
  const caller = mesh.workloads.all.find(({ namespace, name }) => `${namespace}/${name}` === from);
  const edge = { namespace: 'istio-system', labels: { istio: 'ingressgateway' } };
  const router = caller ? routerOf(mesh, caller) : new GatewayRouter(mesh, edge);
  return asked
    .map((one) => {
      const [url, options] = typeof one === 'string' ? [one] : one;
      const { decision, steps } = explain(router, request(url, options));
      const { status, reason, body, destinations, route, connection, path, location, mirrors, hash, abort, policies = [] } = decision;
      const places = destinations.map(({ cluster: { host, port, subset }, share, status: own, requestHeaders, responseHeaders }) =>
        [
          `${host}:${port}`,
          subset,
          share < 1 && `${share * 100} %`,
          own !== 200 && own,
          ...[...requestHeaders, ...responseHeaders].flatMap(({ set }) => set.map((pair) => pair.join('='))),
        ]
          .filter(Boolean)
          .join(' '),
      );
      const rule = route ? `rule ${route.rule.index}` : connection && `${connection.kind} ${connection.index}`;
      const parts = [
        `${url}: ${status}`,
        reason,
        body && `body ${body}`,
        places.join(' + '),
        rule,
        path !== '/' && path,
        location,
        abort && `abort ${JSON.stringify(abort)}`,
        ...mirrors.map(({ cluster: { host }, percent }) => `copies ${percent} % to ${host}`),
        ...hash.map(({ on, name }) => `hash of ${on} ${name}`),
        ...decision.undecided,
        ...undecidedOf(policies),
        ...decision.assumed,
      ];
      const way = steps
        .filter(({ step }) => ['client', 'waypoint', 'policy', 'destination', 'connection', 'not used', 'rule'].includes(step))
        .map(
          ({ step, what, verdict, why, place }) => `    ${step} ${verdict}: ${what}: ${why}${place ? ` at ${place.path.join('.')}` : ''}`,
        );
      return [parts.filter(Boolean).join(', '), ...way].join('\n');
    })
    .join('\n');
}

const all = ['http://web/', 'http://bytes:9000/', 'https://safe/', 'http://sniffed:7000/', 'https://sniffed:7000/', 'https://web:80/'];
const tcpRule = (match: object | undefined) =>
  routes('amb/v', ['bytes'], { tcp: [{ ...(match ? { match: [match] } : {}), route: to('other') }] });
const tlsRule = (match: object | undefined) =>
  routes('amb/v', ['safe'], { tls: [{ ...(match ? { match: [match] } : {}), route: to('bytes') }] });
const ofSafe = { sniHosts: ['safe.amb.svc.cluster.local'] };
const notFor = (path: string) => ({ action: 'DENY', rules: [{ to: [{ operation: { paths: [path] } }] }] });
const notFrom = (principal: string) => ({ action: 'DENY', rules: [{ from: [{ source: { principals: [principal] } }] }] });
const atService = (name: string) => ({ targetRefs: [{ group: '', kind: 'Service', name }] });
const self = 'cluster.local/ns/amb/sa/default';

test.each<[string, readonly KubernetesObject[], readonly Asked[]]>([
  ['nothing beside the services', [], all],
  ['rules of the namespace', [routes('amb/v', ['web'], rewritten('/own'))], ['http://web/']],
  [
    'rules of two VirtualServices',
    [routes('amb/v', ['web'], rewritten('/a', { match: [{ uri: { prefix: '/a' } }] })), routes('amb/w', ['web'], rewritten('/b'))],
    ['http://web/a', 'http://web/b'],
  ],
  ['rules of another namespace', [routes('far/v', ['web.amb.svc.cluster.local'], rewritten('/far'))], ['http://web/']],
  ['rules of a gateway', [routes('amb/v', ['web'], { gateways: ['g'], ...rewritten('/g') })], ['http://web/']],
  ['rules of a wildcard', [routes('amb/v', ['*.amb.svc.cluster.local'], rewritten('/wild'))], ['http://web/', 'http://other/']],
  ['rules for callers', [routes('amb/v', ['web'], rewritten('/own', { match: [{ sourceLabels: { app: 'caller' } }] }))], ['http://web/']],
  ['rules for a port', [routes('amb/v', ['web'], rewritten('/own', { match: [{ port: 80 }] }))], ['http://web/']],
  ['rules for another port', [routes('amb/v', ['web'], rewritten('/own', { match: [{ port: 81 }] }))], ['http://web/']],
  ['a rule that takes nothing', [routes('amb/v', ['web'], rewritten('/own', { match: [{ uri: { exact: '/a' } }] }))], ['http://web/']],
  ['a redirect', [routes('amb/v', ['web'], { http: [{ redirect: { uri: '/new' } }] })], ['http://web/']],
  [
    'a fault for a part',
    [routes('amb/v', ['web'], { http: [{ fault: { abort: { httpStatus: 503, percentage: { value: 10 } } }, route: to('web') }] })],
    ['http://web/'],
  ],
  ['copies', [routes('amb/v', ['web'], { http: [{ route: to('web'), mirror: { host: 'other' } }] })], ['http://web/']],
  [
    'headers',
    [routes('amb/v', ['web'], { http: [{ route: to('web'), headers: { request: { set: { a: '1' } }, response: { set: { b: '2' } } } }] })],
    ['http://web/'],
  ],
  [
    'weights',
    [
      routes('amb/v', ['web'], {
        http: [
          {
            route: [
              { ...to('web')[0], weight: 1 },
              { ...to('other')[0], weight: 3 },
            ],
          },
        ],
      }),
    ],
    ['http://web/'],
  ],
  ['a destination that is not there', [routes('amb/v', ['web'], { http: [{ route: to('none') }] })], ['http://web/']],
  [
    'a hash',
    [
      object('DestinationRule', 'amb/d', {
        spec: { host: 'web', trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x' } } } },
      }),
    ],
    ['http://web/'],
  ],
  [
    'TLS of a DestinationRule',
    [object('DestinationRule', 'amb/d', { spec: { host: 'safe', trafficPolicy: { tls: { mode: 'SIMPLE' } } } })],
    ['http://safe:443/', 'https://safe/'],
  ],
  ['a rule for bytes', [tcpRule(undefined)], ['http://bytes:9000/']],
  ['a rule for bytes at the port', [tcpRule({ port: 9000 })], ['http://bytes:9000/']],
  ['a rule for bytes at another port', [tcpRule({ port: 9001 })], ['http://bytes:9000/']],
  ['a rule for bytes of callers', [tcpRule({ sourceLabels: { app: 'caller' } })], ['http://bytes:9000/']],
  ['a rule for bytes of a namespace', [tcpRule({ sourceNamespace: 'amb' })], ['http://bytes:9000/']],
  ['a rule for bytes at a gateway', [tcpRule({ gateways: ['amb/g'] })], ['http://bytes:9000/']],
  ['a rule for bytes in the mesh', [tcpRule({ gateways: ['mesh'] })], ['http://bytes:9000/']],
  ['a rule for TLS', [tlsRule(ofSafe)], ['https://safe/']],
  ['a rule for TLS without a match', [tlsRule(undefined)], ['https://safe/']],
  ['a rule for TLS of another name', [tlsRule({ sniHosts: ['safe'] })], ['https://safe/']],
  ['a rule for TLS of two names', [tlsRule({ sniHosts: ['safe.amb.svc.cluster.local', 'b'] })], ['https://safe/']],
  ['a rule for TLS at another port', [tlsRule({ ...ofSafe, port: 444 })], ['https://safe/']],
  [
    'rules for TLS and bytes',
    [routes('amb/v', ['safe'], { tcp: [{ route: to('other') }], tls: [{ match: [ofSafe], route: to('bytes') }] })],
    ['https://safe/'],
  ],
  [
    'a policy at the Service',
    [policy('amb/p', { ...atService('web'), ...notFor('/a') })],
    ['http://web/a', 'http://web/b', 'http://other/a'],
  ],
  ['a policy at the Service for callers', [policy('amb/p', { ...atService('web'), ...notFrom(self) })], ['http://web/']],
  [
    'a policy at the waypoint',
    [policy('amb/p', { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gate' }], ...notFor('/a') })],
    ['http://web/a', 'http://other/b'],
  ],
  ['a policy of connections', [policy('amb/p', { ...atService('bytes'), ...notFrom(self) })], ['http://bytes:9000/']],
  [
    'a policy of connections for others',
    [policy('amb/p', { ...atService('bytes'), ...notFrom('cluster.local/ns/far/sa/default') })],
    ['http://bytes:9000/'],
  ],
  ['a policy of the pods', [policy('amb/p', { selector: { matchLabels: { app: 'web' } }, ...notFrom(self) })], ['http://web/']],
  [
    'a policy of the pods for the waypoint',
    [policy('amb/p', { selector: { matchLabels: { app: 'web' } }, ...notFrom('cluster.local/ns/amb/sa/gate') })],
    ['http://web/', 'http://other/'],
  ],
  ['an authorizer', [policy('amb/p', { ...atService('web'), action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] })], ['http://web/']],
  ['a waypoint of another class', [ofClass('istio')], ['http://web/']],
  ['another waypoint, which is not there', [ambient({ 'istio.io/use-waypoint': 'none-there' })], ['http://web/']],
  ['no waypoint', [ambient({})], all],
  [
    'no waypoint for one Service',
    [service('amb/web', { name: 'http', port: 80, targetPort: 8080 }, { 'istio.io/use-waypoint': 'none' })],
    ['http://web/', 'http://other/'],
  ],
  [
    'a Service without an address',
    [service('amb/web', { name: 'http', port: 80, targetPort: 8080 }, {}, { clusterIP: 'None' })],
    ['http://web/'],
  ],
  [
    'a Service that leads elsewhere',
    [service('amb/web', { name: 'http', port: 80 }, {}, { type: 'ExternalName', externalName: 'a.example.com', selector: undefined })],
    ['http://web/'],
  ],
  [
    'odd requests',
    [],
    [
      ['http://web/', { method: 'ODD' }],
      ['http://web/', { headers: { host: 'a b' } }],
      'http://web:81/',
      'http://wep/',
      'http://out.example.com/',
      'http://web/a/../b',
      'http://web/%00',
    ],
  ],
])('%s', (_, objects, asked) => {
  expect(answers(objects, asked)).toMatchSnapshot();
});

const edge = object('Gateway', 'istio-system/edge', {
  apiVersion: 'networking.istio.io/v1',
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] },
      { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['*'], tls: { mode: 'PASSTHROUGH' } },
    ],
  },
});
const edgePods = deployment(
  'istio-system/edge',
  { istio: 'ingressgateway' },
  { pod: { containers: [{ name: 'istio-proxy', image: 'auto' }] } },
);
const used = ambient({ 'istio.io/use-waypoint': 'gate', 'istio.io/ingress-use-waypoint': 'true' });
const atEdge = (spec: object) => routes('amb/edge', ['a.example.com'], { gateways: ['istio-system/edge'], ...spec });
const half = [
  { ...to('web')[0], weight: 50 },
  { ...to('far.far.svc.cluster.local')[0], weight: 50 },
];
const far = [service('far/far', { name: 'http', port: 80, targetPort: 8080 }), deployment('far/far', { app: 'far' }, pod)];
const deny = policy('amb/p', { ...atService('web'), ...notFor('/a') });
const own = routes('amb/v', ['web'], rewritten('/way', { headers: { request: { set: { b: 'way' } }, response: { set: { b: 'way' } } } }));
const headed = { headers: { request: { set: { a: 'edge' } }, response: { set: { a: 'edge' } } } };

test.each<[string, readonly KubernetesObject[], readonly Asked[]]>([
  ['that does not use it', [ambient(), own, atEdge({ http: [{ route: to('web') }] })], ['http://a.example.com/']],
  ['that uses it', [own, atEdge({ http: [{ route: to('web'), ...headed }] })], ['http://a.example.com/']],
  ['that uses it for one of two', [own, ...far, atEdge({ http: [{ route: half, ...headed }] })], ['http://a.example.com/']],
  ['that uses it, and is denied', [deny, atEdge({ http: [{ route: to('web') }] })], ['http://a.example.com/a', 'http://a.example.com/b']],
  ['that uses it for one of two, and is denied', [deny, ...far, atEdge({ http: [{ route: half }] })], ['http://a.example.com/a']],
  [
    'that uses it, with a policy of its own',
    [
      deny,
      policy('istio-system/q', { selector: { matchLabels: { istio: 'ingressgateway' } }, ...notFor('/c') }),
      atEdge({ http: [{ route: to('web') }] }),
    ],
    ['http://a.example.com/b', 'http://a.example.com/c'],
  ],
  [
    'that uses it, and is redirected',
    [routes('amb/v', ['web'], { http: [{ redirect: { uri: '/new' } }] }), atEdge({ http: [{ route: to('web') }] })],
    ['http://a.example.com/'],
  ],
  [
    'that uses it, and meets a fault for a part',
    [
      routes('amb/v', ['web'], { http: [{ fault: { abort: { httpStatus: 418, percentage: { value: 10 } } }, route: to('web') }] }),
      atEdge({ http: [{ route: to('web') }] }),
    ],
    ['http://a.example.com/'],
  ],
  [
    'that uses it, and copies',
    [
      routes('amb/v', ['web'], { http: [{ route: to('web'), mirror: { host: 'other' } }] }),
      atEdge({ http: [{ route: to('web'), mirror: { host: 'other' } }] }),
    ],
    ['http://a.example.com/'],
  ],
  [
    'that uses it for TLS',
    [atEdge({ tls: [{ match: [{ sniHosts: ['a.example.com'] }], route: to('safe') }] })],
    ['https://a.example.com/'],
  ],
  [
    'that uses it for TLS to plain HTTP and to TLS',
    [
      atEdge({
        tls: [
          {
            match: [{ sniHosts: ['a.example.com'] }],
            route: [
              { ...to('web')[0], weight: 1 },
              { ...to('safe')[0], weight: 3 },
            ],
          },
        ],
      }),
    ],
    ['https://a.example.com/'],
  ],
  [
    'that uses one that is not there',
    [
      object('Namespace', 'amb', {
        labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'gone', 'istio.io/ingress-use-waypoint': 'true' },
      }),
      atEdge({ http: [{ route: to('web') }] }),
    ],
    ['http://a.example.com/'],
  ],
])('an ingress gateway %s', (_, objects, asked) => {
  expect(answers([edge, edgePods, used, ...objects], asked, 'edge')).toMatchSnapshot();
});
