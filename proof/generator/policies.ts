import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { fewOf, named } from './objects';
import { issuers, type Signing } from './senders';

/** Who may call whom, and whose tokens count. */
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
