/** What becomes of a call between the caller's proxy and the program: mutual TLS, the policies of the server's proxy, the path it gets. */
import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { decisionJson } from '../answer/json';
import { type RequestOptions, request } from '../request/request';
import { explain } from '../router';
import { routerOf } from '../router-of';

const pod = { pod: { containers: [{ name: 'a', image: 'a' }] } };
const homes = ['side', 'bare'] as const;
const world: readonly KubernetesObject[] = [
  object('Namespace', 'side', { labels: { 'istio-injection': 'enabled' } }),
  object('Namespace', 'bare', { labels: { 'istio-injection': 'disabled' } }),
  ...homes.flatMap((home) => [
    object('Service', `${home}/web`, {
      spec: {
        clusterIP: '10.0.0.1',
        selector: { app: 'web' },
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'tcp', port: 9000, targetPort: 9000 },
        ],
      },
    }),
    deployment(`${home}/web`, { app: 'web' }, pod),
    deployment(`${home}/caller`, { app: 'caller' }, pod),
  ]),
];

type Asked = string | readonly [url: string, options: RequestOptions];

/** The answers to callers with a sidecar and without, with the connection and what policies did. */
function answers(objects: readonly KubernetesObject[], asked: readonly Asked[], complete = true): string {
  const mesh = meshOf([...world, ...objects], { complete });
  const callers = mesh.workloads.all.filter(({ name }) => name === 'caller');
  const lines = callers.flatMap((caller) =>
    asked.map((one) => {
      const [url, options] = typeof one === 'string' ? [one] : one;
      const sent = request(url, options);
      const { decision, steps } = explain(routerOf(mesh, caller), sent);
      const { status, reason, path, destinations, policies = [], undecided = [], assumed = [], body } = decisionJson(decision, sent);
      const shares = destinations.map(({ host, port, share, workload, status: own = 503, reason: why, headers }) =>
        [`    to ${host}:${port}`, share < 1 && `${share * 100} %`, workload, why && `${own}: ${why}`, headers && JSON.stringify(headers)]
          .filter(Boolean)
          .join(' '),
      );
      const way = steps
        .filter(({ step }) => ['client', 'connection', 'policy'].includes(step))
        .map(
          ({ step, what, verdict, why, place }) => `    ${step} ${verdict}: ${what}: ${why}${place ? ` at ${place.path.join('.')}` : ''}`,
        );
      const notes = [
        ...policies.map((each) => JSON.stringify(each)),
        ...undecided.map((text) => `undecided: ${text}`),
        ...assumed.map((text) => `assumed: ${text}`),
      ];
      const first = [`${caller.namespace}: ${url}: ${status}`, reason, path, body && `body ${body}`].filter(Boolean).join(', ');
      return [first, ...shares, ...way, ...notes.map((text) => `    ${text}`)].join('\n');
    }),
  );
  return lines.join('\n');
}

const all = ['http://web.side/', 'http://web.side:9000/', 'http://web.bare/'];
const policy = (spec: object, name = 'side/p') =>
  object('AuthorizationPolicy', name, { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });
const deny = (from: object, to: object = {}) => ({ action: 'DENY', rules: [{ from: [{ source: from }], to: [{ operation: to }] }] });
const peer = (mode: string, spec: object = {}) => object('PeerAuthentication', 'side/m', { spec: { mtls: { mode }, ...spec } });
const more = (name: string, labels: Readonly<Record<string, string>>, replicas = 3) =>
  deployment(name, { app: 'web', ...labels }, { ...pod, replicas });
const tokens = object('RequestAuthentication', 'side/r', {
  spec: { selector: { matchLabels: { app: 'web' } }, jwtRules: [{ issuer: 'i' }] },
});
const routes = (rule: object) =>
  object('VirtualService', 'side/v', { spec: { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }], ...rule }] } });
const side = ['http://web.side/a'];

test.each<[string, readonly KubernetesObject[], readonly Asked[]]>([
  ['nothing', [], all],
  ['STRICT', [peer('STRICT')], all],
  ['DISABLE', [peer('DISABLE')], all],
  [
    'STRICT for a port',
    [peer('PERMISSIVE', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 9000: { mode: 'STRICT' } } })],
    all,
  ],
  ['a policy for callers', [policy(deny({ principals: ['*/sa/default'] }))], all],
  ['a policy for callers without a certificate', [policy(deny({ notPrincipals: ['*'] }))], all],
  ['a policy that allows a namespace', [policy({ rules: [{ from: [{ source: { namespaces: ['side'] } }] }] })], all],
  ['a policy for paths', [policy(deny({}, { paths: ['/a'] }))], ['http://web.side/a', 'http://web.side/b', 'http://web.side:9000/a']],
  ['a policy for the path before a rewrite', [policy(deny({}, { paths: ['/a'] })), routes({ rewrite: { uri: '/b' } })], side],
  [
    'a policy for the path behind a rewrite',
    [policy(deny({}, { paths: ['/b'] })), routes({ match: [{ uri: { prefix: '/a' } }], rewrite: { uri: '/x/../b' } })],
    side,
  ],
  ['a policy for the host behind a rewrite', [policy(deny({}, { hosts: ['other'] })), routes({ rewrite: { authority: 'other' } })], side],
  [
    'a policy for a header that a rule sets',
    [
      policy({ action: 'DENY', rules: [{ when: [{ key: 'request.headers[x-a]', values: ['b'] }] }] }),
      routes({ headers: { request: { set: { 'X-A': 'b' } } } }),
    ],
    side,
  ],
  [
    'a policy for a header that a rule removes',
    [
      policy({ action: 'DENY', rules: [{ when: [{ key: 'request.headers[x-a]', values: ['b'] }] }] }),
      routes({ headers: { request: { remove: ['x-a'] } } }),
    ],
    [['http://web.side/a', { headers: { 'x-a': 'b' } }]],
  ],
  ['a policy for the port of the pod', [policy(deny({}, { ports: ['8080'] }))], all],
  ['a policy for addresses', [policy(deny({ ipBlocks: ['10.1.0.0/16'] }))], ['http://web.side/']],
  [
    'a policy for the addresses of clients',
    [policy(deny({ remoteIpBlocks: ['10.1.0.0/16'] }))],
    [
      ['http://web.side/', { sourceIp: '10.1.2.3' }],
      ['http://web.side/', { sourceIp: '10.2.2.3' }],
    ],
  ],
  [
    'a policy for server names',
    [policy({ action: 'DENY', rules: [{ when: [{ key: 'connection.sni', values: ['outbound_.80_._.web.side.svc.cluster.local'] }] }] })],
    all,
  ],
  ['a policy for no server name', [policy({ action: 'DENY', rules: [{ when: [{ key: 'connection.sni', notValues: ['*'] }] }] })], all],
  ['a policy of a pod without a proxy', [policy(deny({}), 'bare/p')], ['http://web.bare/']],
  ['an authorizer', [policy({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] })], ['http://web.side/']],
  ['a record', [policy({ action: 'AUDIT', rules: [{}] })], ['http://web.side/']],
  [
    'a token',
    [tokens, policy({ action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] })],
    ['http://web.side/', ['http://web.side/', { claims: { iss: 'i', sub: 's' } }], ['http://web.side/', { token: 'x' }]],
  ],
  ['two versions', [more('side/two', {})], ['http://web.side/']],
  [
    'two versions, one of which has no proxy',
    [more('side/two', { 'sidecar.istio.io/inject': 'false' })],
    ['http://web.side/a/../b', 'http://web.side/'],
  ],
  [
    'two versions, one of which denies',
    [
      more('side/two', { v: '2' }),
      object('AuthorizationPolicy', 'side/p', { spec: { selector: { matchLabels: { v: '2' } }, ...deny({}) } }),
    ],
    ['http://web.side/'],
  ],
  ['two versions, both of which deny', [more('side/two', { v: '2' }), policy(deny({}))], ['http://web.side/']],
  [
    'two versions, one of which is STRICT',
    [
      more('side/two', { v: '2' }),
      object('PeerAuthentication', 'side/m', { spec: { selector: { matchLabels: { v: '2' } }, mtls: { mode: 'STRICT' } } }),
    ],
    ['http://web.side/', 'http://web.side:9000/'],
  ],
  [
    'two destinations, one of which denies',
    [
      policy(deny({})),
      routes({
        route: [
          { destination: { host: 'web' }, weight: 1 },
          { destination: { host: 'web.bare.svc.cluster.local' }, weight: 3 },
        ],
      }),
    ],
    ['http://web.side/'],
  ],
  [
    'two destinations, one of which is not there',
    [
      routes({
        route: [
          { destination: { host: 'none' }, weight: 1 },
          { destination: { host: 'web' }, weight: 3 },
        ],
      }),
    ],
    ['http://web.side/'],
  ],
  [
    'a path that a server normalizes',
    [],
    ['http://web.side/a/../b', 'http://web.bare/a/../b', 'http://web.side/a/%2e%2e/b?c', 'http://web.side:9000/a/../b'],
  ],
  ['a path that a server cannot normalize', [], ['http://web.side/%00', 'http://web.bare/%00']],
  ['a path that a rewrite spoils', [routes({ rewrite: { uri: '/%00' } })], ['http://web.side/']],
  [
    'a path that a rewrite spoils for a part',
    [routes({ rewrite: { uri: '/%00' } }), more('side/two', { 'sidecar.istio.io/inject': 'false' })],
    ['http://web.side/'],
  ],
  [
    'a plugin at the server',
    [
      object('WasmPlugin', 'side/w', {
        apiVersion: 'extensions.istio.io/v1alpha1',
        spec: { url: 'oci://registry.example.com/a:1', selector: { matchLabels: { app: 'web' } } },
      }),
    ],
    ['http://web.side/', 'http://web.bare/'],
  ],
])('%s', (_, objects, asked) => {
  expect(answers(objects, asked)).toMatchSnapshot();
});

test.each<[string, readonly KubernetesObject[]]>([
  ['nothing', []],
  ['STRICT', [peer('STRICT')]],
  ['a policy', [policy(deny({ namespaces: ['x'] }))]],
])('where a sidecar is assumed: %s', (_, objects) => {
  expect(
    answers([object('Namespace', 'side', { labels: { 'istio.io/rev': 'blue' } }), ...objects], ['http://web.side/'], false),
  ).toMatchSnapshot();
});
