/** What `mesh route` says of one rule and of the pods behind it, word for word, and the same as JSON. */
import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { GatewayRouter } from '../gateway/gateway-router';
import { type RequestOptions, request } from '../request/request';
import { explain } from '../router';
import { decisionJson } from './json';
import { factsOf } from './on-the-way';
import { traceText } from './trace';

const labels = { istio: 'ingressgateway' };
const containers = { pod: { containers: [{ name: 'a', image: 'a' }] } };
const service = (port: object = { name: 'http', port: 80, targetPort: 8080 }, spec: object = {}) =>
  object('Service', 'shop/web', { spec: { clusterIP: '10.0.0.1', selector: { app: 'web' }, ports: [port], ...spec } });
const web = deployment('shop/web', { app: 'web' }, containers);
const world = [
  object('Gateway', 'shop/g', {
    apiVersion: 'networking.istio.io/v1',
    spec: { selector: labels, servers: [{ port: { number: 80, protocol: 'HTTP', name: 'http' }, hosts: ['*'] }] },
  }),
  object('Service', 'shop/copy', { spec: { selector: { app: 'copy' }, ports: [{ name: 'http', port: 80 }] } }),
];
const route = [{ destination: { host: 'web' } }];
const copy = { host: 'copy' };

function answer(rules: readonly object[], objects: readonly KubernetesObject[] = [], options: RequestOptions = {}, path = '/x'): string {
  const virtualService = object('VirtualService', 'shop/v', { spec: { hosts: ['a.example.com'], gateways: ['g'], http: rules } });
  const mesh = meshOf([service(), web, ...world, virtualService, ...objects], { complete: true });
  const asked = request(`http://a.example.com${path}`, options);
  const { decision, steps } = explain(new GatewayRouter(mesh, { namespace: 'istio-system', labels }), asked);
  const {
    status,
    reason,
    path: sent,
    location,
    host,
    abort,
    destinations,
    mirrors,
    hash,
    ...json
  } = decisionJson(decision, asked) as unknown as Record<string, unknown>;
  return [
    [status, reason, sent && `path ${sent}`, host && `host ${host}`, location && `location ${location}`].filter(Boolean).join('  '),
    traceText(steps.filter(({ step }) => step === 'rule' || step === 'destination')),
    ...factsOf(decision, asked).map(({ name, text }) => `  ${name.padEnd(15)} ${text}`),
    ...Object.entries({ abort, destinations, mirrors, hash, ...json })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`),
  ].join('\n');
}

const abort = (more: object) => ({ abort: { httpStatus: 503, ...more } });
const delay = (more: object) => ({ delay: { fixedDelay: '5s', ...more } });
const corsPolicy = { allowOrigins: [{ exact: 'https://a.com' }, { prefix: 'https://b' }] };
const set = (values: object) => ({ request: { set: values } });

test.each<[string, object]>([
  ['a fault for a part', { fault: abort({ percentage: { value: 12.5 } }) }],
  ['a fault for a third of a percent', { fault: abort({ percentage: { value: 0.333 } }) }],
  ['a fault for all', { fault: abort({ percentage: { value: 100 } }) }],
  ['a fault for more than all', { fault: abort({ percentage: { value: 101 } }) }],
  ['a fault for less than none', { fault: abort({ percentage: { value: -1 } }) }],
  ['a fault for none', { fault: abort({ percentage: { value: 0 } }) }],
  ['a fault without a percentage', { fault: abort({}) }],
  ['a fault of gRPC', { fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } } }],
  ['a fault without a status', { fault: { abort: { percentage: { value: 100 } } } }],
  ['a delay for a part', { fault: delay({ percentage: { value: 50 } }) }],
  ['a delay in whole percents', { fault: delay({ percent: 30 }) }],
  ['a delay for none', { fault: delay({ percentage: { value: 0 } }) }],
  ['a delay without a share', { fault: delay({}) }],
  ['a delay without a time', { fault: { delay: { percentage: { value: 50 } } } }],
  ['a timeout', { timeout: '3s' }],
  ['no timeout', { timeout: '0s' }],
  ['no retries', { retries: { attempts: 0 } }],
  ['retries without a number', { retries: { perTryTimeout: '1s' } }],
  ['retries', { retries: { attempts: 3 } }],
  ['retries with a timeout of their own', { retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx' } }],
  ['CORS', { corsPolicy }],
  ['CORS as it was written once', { corsPolicy: { allowOrigin: ['https://a.com'] } }],
  ['CORS for nobody', { corsPolicy: {} }],
  ['a body', { route: undefined, directResponse: { status: 418, body: { string: 'tea' } } }],
  ['a body of bytes', { route: undefined, directResponse: { status: 418, body: { bytes: 'dGVh' } } }],
  ['a body of 120 characters', { route: undefined, directResponse: { status: 418, body: { string: 'a'.repeat(120) } } }],
  ['a body of 121 characters', { route: undefined, directResponse: { status: 418, body: { string: 'a'.repeat(121) } } }],
  ['a status without a body', { route: undefined, directResponse: { status: 418 } }],
  ['a status that redirects', { route: undefined, directResponse: { status: 302 } }],
  ['copies', { mirror: copy }],
  ['copies of a part', { mirror: copy, mirrorPercentage: { value: 20 } }],
  ['copies of a part, as it was written once', { mirror: copy, mirrorPercent: 30 }],
  ['copies of none', { mirror: copy, mirrorPercentage: {} }],
  ['copies to several', { mirrors: [{ destination: copy }, { destination: { ...copy, subset: 'v1' }, percentage: { value: 5 } }] }],
  ['headers of the rule', { headers: { request: { set: { 'x-a': '1' }, add: { mode: 'b' }, remove: ['x-b'] } } }],
  ['headers of the destination', { route: [{ ...route[0], headers: { request: { remove: ['mode'] }, response: { set: { b: '2' } } } }] }],
  ['headers of the answer', { headers: { response: { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['server'] } } }],
  [
    'headers of two destinations',
    { headers: set({ a: 'rule' }), route: [50, 50].map((weight) => ({ ...route[0], weight, headers: set({ a: `own ${weight}` }) })) },
  ],
  ['a header that Envoy fills in', { headers: set({ 'x-time': '%START_TIME%', 'x-path': '%REQ(:path)%' }) }],
  ['a header that cannot be sent', { headers: set({ 'x a': '1' }) }],
  ['a header that cannot be sent, without a value', { headers: set({ 'x a': '' }) }],
  ['another host', { rewrite: { authority: 'b.example.com' } }],
  ['another host by a header', { headers: set({ Host: 'c.example.com' }) }],
  ['another host by a header of the destination', { route: [{ ...route[0], headers: set({ ':authority': 'd.example.com' }) }] }],
  [
    'another host for one of two',
    {
      route: [
        { ...route[0], weight: 1, headers: set({ host: 'e.example.com' }) },
        { ...route[0], weight: 3 },
      ],
    },
  ],
  ['another path', { match: [{ uri: { prefix: '/x' } }], rewrite: { uri: '/y' } }],
  ['a redirect', { route: undefined, redirect: { uri: '/new' } }],
  ['a redirect to the same place', { route: undefined, redirect: { uri: '/x' } }],
  ['a redirect beside a fault for a part', { route: undefined, redirect: { uri: '/new' }, fault: abort({ percentage: { value: 10 } }) }],
  ['no destination', { route: [] }],
  ['destinations of weight 0', { route: [0, 0].map((weight) => ({ ...route[0], weight })) }],
  ['a name', { name: 'first' }],
])('a rule: %s', (_, rule) => {
  const text = answer([{ route, ...rule }], [], { headers: { mode: 'a' } });
  expect(text.replaceAll(/\n +pods.*/g, '')).toMatchSnapshot();
});

test.each([
  ['an allowed origin', { origin: 'https://a.com', 'access-control-request-method': 'PUT' }, corsPolicy],
  ['another origin', { origin: 'https://c.com', 'access-control-request-method': 'PUT' }, corsPolicy],
  [
    'another origin that is ignored',
    { origin: 'https://c.com', 'access-control-request-method': 'PUT' },
    { ...corsPolicy, unmatchedPreflights: 'IGNORE' },
  ],
  ['any origin', { origin: 'https://c.com', 'access-control-request-method': 'PUT' }, { allowOrigins: [{ exact: '*' }] }],
  [
    'an origin as it was written once',
    { origin: 'https://a.com', 'access-control-request-method': 'PUT' },
    { allowOrigin: ['https://a.com'] },
  ],
  ['no origin', { 'access-control-request-method': 'PUT' }, corsPolicy],
  ['no method', { origin: 'https://a.com' }, corsPolicy],
])('a preflight: %s', (_, headers, cors) => {
  expect(answer([{ route, corsPolicy: cors }], [], { method: 'OPTIONS', headers }).split('\n')[0]).toMatchSnapshot();
});

const hashOn = (consistentHash: object) =>
  object('DestinationRule', 'shop/d', { spec: { host: 'web', trafficPolicy: { loadBalancer: { consistentHash } } } });
const slice = (endpoints: readonly object[]) =>
  object('EndpointSlice', 'shop/web-1', {
    labels: { 'kubernetes.io/service-name': 'web' },
    addressType: 'IPv4',
    endpoints,
    ports: [{ name: 'http', port: 8080 }],
  });
const twoVersions = [
  deployment('shop/web', { app: 'web', version: 'v1' }, containers),
  deployment('shop/two', { app: 'web', version: 'v2' }, { ...containers, replicas: 3 }),
];

const tokens = object('RequestAuthentication', 'istio-system/r', { spec: { jwtRules: [{ issuer: 'i' }] } });

test.each<[string, object, RequestOptions]>([
  ['a claim that is another', { headers: { '@request.auth.claims.group': { exact: 'dev' } } }, { claims: { iss: 'i', group: 'ops' } }],
  [
    'a claim that must not be so',
    { withoutHeaders: { '@request.auth.claims[group]': { exact: 'ops' } } },
    { claims: { iss: 'i', group: 'ops' } },
  ],
  ['a header that is sent twice', { headers: { mode: { exact: 'b' } } }, { headers: { mode: ['a', 'c'] } }],
])('a match that does not take a request with more in it: %s', (_, match, options) => {
  const text = answer([{ match: [match], route }, { route }], [tokens], options);
  expect(text.split('\n').slice(1, 4).join('\n')).toMatchSnapshot();
});

test.each<[string, readonly KubernetesObject[]]>([
  ['a hash of a header', [hashOn({ httpHeaderName: 'x-user' })]],
  ['a hash of a cookie', [hashOn({ httpCookie: { name: 'user', ttl: '0s' } })]],
  ['a hash of the address', [hashOn({ useSourceIp: true })]],
  ['a hash of a parameter', [hashOn({ httpQueryParameterName: 'user' })]],
  ['two versions', twoVersions],
  ['gRPC', [service({ name: 'grpc', port: 80, targetPort: 8080 })]],
  ['HTTP/2', [service({ name: 'http2', port: 80, targetPort: 8080 })]],
  ['TCP', [service({ name: 'tcp', port: 80, targetPort: 8080 })]],
  ['an address', [service(undefined, { selector: undefined }), slice([{ addresses: ['10.1.2.3'] }])]],
  ['no pods', [deployment('shop/web', { app: 'other' }, containers)]],
])('what is behind it: %s', (_, objects) => {
  expect(answer([{ route }], objects)).toMatchSnapshot();
});

test.each<[string, object]>([
  ['a path', { uri: { exact: '/a' } }],
  ['a path, whatever its case', { uri: { exact: '/A' }, ignoreUriCase: true }],
  ['a prefix, whatever its case', { uri: { prefix: '/A' }, ignoreUriCase: true }],
  ['a regex of the path', { uri: { regex: '/a+' } }],
  ['a method', { method: { exact: 'POST' } }],
  ['a host', { authority: { prefix: 'b.' } }],
  ['a scheme', { scheme: { exact: 'https' } }],
  ['a header', { headers: { mode: { exact: 'b' } } }],
  ['a header that is not sent', { headers: { other: { prefix: 'b' } } }],
  ['a header that is there', { headers: { other: {} } }],
  ['a header by a regex', { headers: { mode: { regex: 'b|c' } } }],
  ['a header that must not be so', { withoutHeaders: { mode: { exact: 'a' } } }],
  ['a header that must not be empty', { withoutHeaders: { other: { exact: '' } } }],
  ['a header that must not be there', { withoutHeaders: { mode: {} } }],
  ['a parameter', { queryParams: { q: { exact: '2' } } }],
  ['a parameter that is not sent', { queryParams: { r: { exact: '2' } } }],
  ['a parameter that is there', { queryParams: { r: {} } }],
  ['a claim', { headers: { '@request.auth.claims.group': { exact: 'dev' } } }],
  ['a claim that must not be so', { withoutHeaders: { '@request.auth.claims.group': { exact: 'dev' } } }],
  ['two conditions', { uri: { prefix: '/x' }, headers: { mode: { exact: 'a' }, other: { exact: 'b' } } }],
])('a match that does not take the request: %s', (_, match) => {
  const text = answer(
    [{ match: [match], route }, { match: [{ uri: { prefix: '/x' } }], route }, { route }],
    [],
    { headers: { mode: 'a' } },
    '/x?q=1',
  );
  expect(text.split('\n').slice(1, 5).join('\n')).toMatchSnapshot();
});
