import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { assumedToken } from '../../lib/route/policy/jwt';
import type { Request } from '../../lib/route/request/request';
import { configurations } from '../differential/configurations';
import { requests as gatewayRequests } from '../differential/requests';

/** A request, and who sends it: a workload, or a client outside. */
export interface Asked {
  /** `namespace/name` of the calling workload; undefined: at the gateway. */
  readonly from?: string;
  readonly request: Request;
}

/** Objects beside the worked cases' world, and what is asked of them. */
export interface World {
  readonly objects: readonly KubernetesObject[];
  readonly asked: readonly Asked[];
}

/** Who signs the tokens of a run. */
export interface Signing {
  /** The keys of an issuer, as `jwks` in JSON. */
  readonly jwks: string;
  token(claims: Readonly<Record<string, unknown>>): string;
}

/** For a run without a real proxy: nothing checks the signature. */
const assumed: Signing = { jwks: '{"keys":[]}', token: assumedToken };

export const issuers = ['https://a.example.com', 'https://b.example.com'] as const;
export const callers = ['demo/product', 'shop/user'] as const;

/** Gateways and routes of the live differential, routes inside the mesh, and policies. */
export function worlds(requests: number): Arbitrary<World> {
  const objects = fc
    .tuple(
      fc.oneof({ weight: 1, arbitrary: configurations() }, { weight: 3, arbitrary: frontDoor() }),
      fc.array(routes(), { maxLength: 3 }),
      policies(assumed),
    )
    .map(([routes, mesh, guards]) => unique([...routes, ...mesh, ...guards]));
  const asked = fc.tuple(
    gatewayRequests(Math.ceil(requests / 2)).chain((all) =>
      fc.tuple(...all.map((each) => sender().map((more) => ({ request: sent(each, more, assumed) })))),
    ),
    fc.array(meshRequest(), { minLength: Math.floor(requests / 2), maxLength: Math.floor(requests / 2), size: 'max' }),
  );
  return fc.tuple(objects, asked).map(([all, [outside, inside]]) => ({ objects: all, asked: [...outside, ...inside] }));
}

/** A gateway with routes and policies, and requests to it, for a real proxy: with tokens that are really signed. */
export function guardedGateways(requests: number, signing: Signing): Arbitrary<{ objects: KubernetesObject[]; requests: Request[] }> {
  const objects = fc.tuple(frontDoor(), policies(signing)).map(([front, guards]) => unique([...front, ...guards]));
  const asked = gatewayRequests(requests).chain((all) =>
    fc.tuple(
      ...all.map((each) =>
        sender().map((more) => {
          const { sourceIp: _, ...request } = sent(each, more, signing);
          return request;
        }),
      ),
    ),
  );
  return fc.record({ objects, requests: asked });
}

/** A gateway that serves every host, and rules behind it: most requests are forwarded, which makes policies matter. */
function frontDoor(): Arbitrary<KubernetesObject[]> {
  const networking = 'networking.istio.io/v1';
  const gateway: KubernetesObject = {
    apiVersion: networking,
    kind: 'Gateway',
    metadata: { name: 'front', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [80, 8080].map((number) => ({ port: { number, name: `http-${number}`, protocol: 'HTTP' }, hosts: ['*'] })),
    },
  };
  const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }));
  const rule: KubernetesObject = {
    apiVersion: networking,
    kind: 'DestinationRule',
    metadata: { name: 'user', namespace: 'demo' },
    spec: { host: 'user', subsets },
  };
  return fc.array(routes(['istio-system/front']), { minLength: 1, maxLength: 3 }).map((all) => [gateway, rule, ...all]);
}

export function unique(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return [...new Map(objects.map((object) => [`${object.kind} ${object.metadata.namespace}/${object.metadata.name}`, object])).values()];
}

const security = 'security.istio.io/v1';
const namespaces = fc.constantFrom('demo', 'demo', 'shop', 'istio-system', 'istio-system');

export function named(kind: string, spec: Arbitrary<object>, { apiVersion = security, prefix = 'p' } = {}): Arbitrary<KubernetesObject> {
  const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => prefix + letter);
  return fc
    .tuple(fc.constantFrom(...names), namespaces, spec)
    .map(([name, namespace, fields]) => ({ apiVersion, kind, metadata: { name, namespace }, spec: fields }));
}

export function policies(signing: Signing): Arbitrary<KubernetesObject[]> {
  return fc
    .tuple(
      fc.array(named('AuthorizationPolicy', authorization()), { maxLength: 4 }),
      fc.array(named('RequestAuthentication', authentication(signing)), { maxLength: 2 }),
    )
    .map((groups) => groups.flat());
}

const selector = fc.constantFrom(
  {},
  {},
  { selector: { matchLabels: { app: 'user' } } },
  { selector: { matchLabels: { version: 'v1' } } },
  { selector: { matchLabels: { istio: 'ingressgateway' } } },
);

/** A few of the values, now and then. */
function some(name: string, values: readonly string[]): Arbitrary<object> {
  return fc.subarray([...values], { minLength: 1, maxLength: 2 }).map((chosen) => ({ [name]: chosen }));
}

/** One or two of the fields: more of them hardly ever hold together. */
function fewOf(fields: readonly Arbitrary<object>[]): Arbitrary<object> {
  return fc.tuple(fc.oneof(...fields), fc.oneof(fc.constant({}), ...fields)).map(([one, other]) => ({ ...one, ...other }));
}

function withNot(name: string, values: readonly string[]): Arbitrary<object>[] {
  const not = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [some(name, values), some(name, values), some(not, values)];
}

const principals = ['cluster.local/ns/demo/sa/default', 'cluster.local/ns/shop/sa/*', '*/sa/gateway', '*', 'td/ns/demo/sa/default'];
const blocks = ['203.0.113.0/24', '198.51.100.7', '2001:db8::/32'];

function source(): Arbitrary<object> {
  const fields = [
    ...withNot('principals', principals),
    ...withNot('namespaces', ['demo', 'sho*', '*p', 'istio-system']),
    ...withNot('requestPrincipals', ['*', `${issuers[0]}/*`, `${issuers[1]}/me`, '*/me', 'https*']),
    ...withNot('ipBlocks', blocks),
    ...withNot('remoteIpBlocks', blocks),
    ...withNot('trustDomains', ['cluster.local', 'cluster*', '*', 'other']),
  ];
  const accounts = fewOf(withNot('serviceAccounts', ['default', 'demo/default', 'shop/user']));
  return fc.oneof({ weight: 5, arbitrary: fewOf(fields) }, { weight: 1, arbitrary: accounts });
}

function operation(): Arbitrary<object> {
  return fewOf([
    ...withNot('paths', ['/user*', '/', '*about', '/user/{*}', '/{**}', '/api/{*}/items', '*']),
    ...withNot('methods', ['GET', 'P*', '*']),
    ...withNot('hosts', ['a.com', 'X.a.com', 'user*', '*.a.com', '*']),
    ...withNot('ports', ['80', '8000', '8080']),
  ]);
}

function condition(): Arbitrary<object> {
  const of = (key: string, ...values: readonly string[]) =>
    fc
      .tuple(fc.constantFrom('values', 'values', 'notValues'), fc.subarray([...values], { minLength: 1 }))
      .map(([field, chosen]) => ({ key, [field]: chosen }));
  return fc.oneof(
    of('request.headers[mode]', 'dev', 'pr*', '*'),
    of('request.auth.claims[group]', 'beta', 'x*'),
    of('request.auth.claims[scope]', 'read', '*'),
    of('request.auth.claims[a][b]', 'c', 'd'),
    of('request.auth.audiences', 'web', 'api'),
    of('request.auth.presenter', 'app'),
    of('request.auth.principal', `${issuers[0]}/me`, '*'),
    of('source.ip', ...blocks),
    of('remote.ip', ...blocks),
    of('source.namespace', 'demo', 'shop'),
    of('source.principal', ...principals),
    of('destination.port', '80', '8000'),
    of('connection.sni', 'outbound_.8000*', '*'),
  );
}

function authorization(): Arbitrary<object> {
  const from = source().map((each) => ({ source: each }));
  const to = operation().map((each) => ({ operation: each }));
  const one = fc.oneof(
    from.map((each) => ({ from: [each] })),
    to.map((each) => ({ to: [each] })),
    condition().map((each) => ({ when: [each] })),
  );
  const several = fc
    .tuple(fc.array(from, { maxLength: 2 }), fc.array(to, { maxLength: 2 }), fc.array(condition(), { maxLength: 2 }))
    .map(([sources, operations, when]) => ({
      ...(sources.length > 0 ? { from: sources } : {}),
      ...(operations.length > 0 ? { to: operations } : {}),
      ...(when.length > 0 ? { when } : {}),
    }));
  // a rule of one condition decides more often than one of many
  const rule = fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: several });
  return fc
    .tuple(selector, fc.constantFrom('ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT'), fc.array(rule, { maxLength: 3 }))
    .map(([where, action, rules]) => ({ ...where, action, ...(rules.length > 0 || action === 'DENY' ? { rules } : {}) }));
}

function authentication(signing: Signing): Arbitrary<object> {
  const rule = fc
    .tuple(
      fc.constantFrom(...issuers),
      fc.oneof(fc.constant({}), fc.constant({}), some('audiences', ['web', 'api'])),
      fc.constantFrom({}, {}, { fromHeaders: [{ name: 'x-jwt' }] }),
    )
    .map(([issuer, audiences, locations]) => ({ issuer, jwks: signing.jwks, ...audiences, ...locations, forwardOriginalToken: true }));
  return fc.tuple(selector, fc.array(rule, { minLength: 1, maxLength: 2 })).map(([where, jwtRules]) => ({ ...where, jwtRules }));
}

/** A VirtualService of sidecars, or of the gateways given. */
export function routes(gateways?: readonly string[]): Arbitrary<KubernetesObject> {
  const fields: Readonly<Record<string, readonly unknown[]>> = {
    uri: [{ prefix: '/user' }, { exact: '/' }, { regex: '/[a-z]+' }],
    headers: [{ mode: { exact: 'dev' } }, { mode: {} }, { '@request.auth.claims.group': { exact: 'beta' } }],
    withoutHeaders: [{ mode: { exact: 'dev' } }, { '@request.auth.claims.group': { exact: 'beta' } }],
    sourceNamespace: ['demo', 'shop', 'istio-system'],
    sourceLabels: [{ app: 'product' }, { istio: 'ingressgateway' }],
    port: [8000, 80],
    gateways: [['mesh'], ['istio-system/front']],
  };
  const one = Object.entries(fields).map(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value })));
  const match = fc.oneof({ weight: 3, arbitrary: fc.oneof(...one) }, { weight: 1, arbitrary: fewOf(one) });
  const destination = fc.record(
    {
      host: fc.constantFrom('user.demo.svc.cluster.local', 'product.demo.svc.cluster.local', 'user.shop.svc.cluster.local'),
      subset: fc.constantFrom('v1', 'v2', 'v9'),
    },
    { requiredKeys: ['host'] },
  );
  const headers = fc.constantFrom(
    undefined,
    { request: { set: { mode: 'prod', 'x-new': '1' }, remove: ['x-env'] } },
    { request: { add: { mode: 'also' } } },
  );
  const route = fc.oneof(
    destination.map((to) => [{ destination: to }]),
    fc.tuple(destination, destination, headers).map(([one, other, changes]) => [
      { destination: one, weight: 20, ...(changes ? { headers: changes } : {}) },
      { destination: other, weight: 80 },
    ]),
  );
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(route, headers).map(([to, changes]) => ({ route: to, ...(changes ? { headers: changes } : {}) })) },
    { weight: 1, arbitrary: fc.tuple(route, fc.constantFrom('/x', '/')).map(([to, uri]) => ({ route: to, rewrite: { uri } })) },
    { weight: 1, arbitrary: fc.constant({ redirect: { uri: '/new' } }) },
    { weight: 1, arbitrary: fc.constant({ directResponse: { status: 418 } }) },
  );
  const mirror = fc.constantFrom({}, {}, {}, { mirror: { host: 'product.demo.svc.cluster.local' }, mirrorPercentage: { value: 25 } });
  const rule = fc
    .tuple(fc.array(match, { maxLength: 2 }), action, mirror)
    .map(([matches, to, copies]) => ({ ...(matches.length > 0 ? { match: matches } : {}), ...to, ...('route' in to ? copies : {}) }));
  const spec = fc.record(
    {
      hosts: fc.constantFrom<string[]>(
        ...(gateways
          ? [['a.com'], ['*.a.com', 'b.com'], ['*']]
          : [['user'], ['user.demo.svc.cluster.local'], ['product.demo.svc.cluster.local'], ['*.demo.svc.cluster.local'], ['made.up']]),
      ),
      exportTo: fc.constantFrom(['*'], ['.'], ['shop']),
      http: fc.array(rule, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['hosts', 'http'] },
  );
  const bound = spec.map((fields) => (gateways ? { ...fields, exportTo: ['*'], gateways } : fields));
  return named('VirtualService', bound, { apiVersion: 'networking.istio.io/v1', prefix: gateways ? 'g' : 'm' });
}

export interface Sender {
  readonly sourceIp: string;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  readonly header: string;
}

export function sender(): Arbitrary<Sender> {
  return fc.record({
    sourceIp: fc.constantFrom('203.0.113.7', '198.51.100.7', '192.0.2.1', '2001:db8::1'),
    claims: fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: claims() }),
    header: fc.constantFrom('authorization', 'authorization', 'authorization', 'x-jwt'),
  });
}

function claims(): Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(
    {
      iss: fc.constantFrom(...issuers, ...issuers, 'https://c.example.com'),
      sub: fc.constantFrom('me', 'you'),
      aud: fc.constantFrom('web', ['api', 'web'], 'other'),
      azp: fc.constantFrom('app', 'other'),
      exp: fc.constantFrom(1, 4_000_000_000, 4_000_000_000),
      group: fc.constantFrom('beta', ['x1', 'y'], 7),
      scope: fc.constantFrom('read write', 'none'),
      a: fc.constantFrom({ b: 'c' }, { b: ['d', 'e'] }, 'b'),
    },
    { requiredKeys: ['iss', 'sub'] },
  );
}

/** The token as a real client sends it: in a header. */
export function sent(request: Request, { sourceIp, claims: payload, header }: Sender, signing: Signing): Request {
  const token = payload && signing.token(payload);
  const headers = token ? { ...request.headers, [header]: header === 'x-jwt' ? token : `Bearer ${token}` } : request.headers;
  return { ...request, headers, sourceIp };
}

function meshRequest(): Arbitrary<Asked> {
  const to = fc.constantFrom(
    ['user', 8000],
    ['user.demo', 8000],
    ['user.demo.svc.cluster.local', 8000],
    ['user.shop', 8000],
    ['product.demo', 80],
    ['multi.demo', 8080],
    ['multi.demo', 9090],
    ['made.up', 80],
    ['unknown.example.com', 80],
    ['x.demo.svc.cluster.local', 8000],
  );
  return fc
    .record({
      from: fc.constantFrom(...callers),
      method: fc.constantFrom('GET', 'GET', 'POST'),
      to,
      path: fc.constantFrom('/', '/user', '/user/about', '/x', '/api/v1/items', '/user?q=1'),
      headers: fc.dictionary(fc.constantFrom('mode', 'x-env'), fc.constantFrom('dev', 'prod', ''), { maxKeys: 2 }),
      more: sender(),
    })
    .map(({ from, method, to: [name, port], path, headers, more }) => {
      const request: Request = {
        method,
        scheme: 'http',
        port: port as number,
        host: port === 80 ? `${name}` : `${name}:${port}`,
        path,
        headers,
      };
      const { sourceIp: _, ...asked } = sent(request, more, assumed);
      return { from, request: asked };
    });
}
