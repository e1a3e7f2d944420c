import { addressRange } from './address-range';
import type { Attributes, PartialRequest } from './attributes';
import { namespace, principal, serviceAccount, trustDomain } from './identity';
import { anyOf, type Matcher, not } from './matcher';
import { isPathTemplate, pathTemplate } from './path-template';
import { type StringTest, stringPattern } from './string-pattern';
import { claim, namesInBrackets, requestPrincipal } from './token-conditions';

/** One condition of a rule: an attribute with the values it may and may not have. */
export interface RuleCondition {
  /** As in `when`, for example `source.ip`; of operations `host`, `method`, `path`. */
  readonly key: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** Where a condition is evaluated. */
export interface ConditionContext {
  /** Does the filter see connections instead of requests? */
  readonly tcp: boolean;
  /** Is it ztunnel's? */
  readonly ztunnel: boolean;
  /** Where service accounts without a namespace belong. */
  readonly policyNamespace: string;
  /** The mesh's trust domain and its aliases. */
  readonly trustDomains: readonly string[];
}

/** What istiod cannot express: a value it cannot read, or HTTP on a TCP filter. */
const inexpressible = 'inexpressible';

type Compiled = Matcher | typeof inexpressible;

/** The matcher of a condition, as far as it can be expressed. */
export interface CompiledCondition {
  /** One for the values, one for the values that must not be; all of them must hold. */
  readonly matchers: readonly Matcher[];
  /** Could every value be expressed? */
  readonly complete: boolean;
}

/** Undefined for a key that istiod does not know. Source: Istio `rule.permission` and `rule.principal`. */
export function compileCondition({ key, values, notValues }: RuleCondition, context: ConditionContext): CompiledCondition | undefined {
  const attribute = attributeOf(key);
  if (!attribute) return undefined;
  // istiod hands ztunnel no trust domains, and does not count them as HTTP: what is left of the rule is not known to match
  if (context.ztunnel && key === 'source.trustDomain') return { matchers: [() => undefined], complete: true };
  const isBeyond = (attribute.httpOnly && context.tcp) || (context.ztunnel && !ofZtunnel.has(key));
  const compile = (value: string): Compiled => (isBeyond ? inexpressible : attribute.matcher(value, context));
  const wanted = values.map(compile);
  const unwanted = notValues.map(compile);
  const positive = wanted.filter(expressible);
  const negative = unwanted.filter(expressible);
  return {
    matchers: [...(positive.length > 0 ? [anyOf(positive)] : []), ...(negative.length > 0 ? [not(anyOf(negative))] : [])],
    complete: positive.length === wanted.length && negative.length === unwanted.length,
  };
}

/** What ztunnel looks at. Source: Istio `handleRule`, `l4WhenAttributes`. */
const ofZtunnel: ReadonlySet<string> = new Set([
  'source.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'destination.ip',
  'destination.port',
]);

function expressible(compiled: Compiled): compiled is Matcher {
  return compiled !== inexpressible;
}

/** What a key asks about, and how one of its values is compared. */
interface Attribute {
  readonly httpOnly: boolean;
  matcher(value: string, context: ConditionContext): Compiled;
}

function connection(matcher: Attribute['matcher']): Attribute {
  return { httpOnly: false, matcher };
}

function http(matcher: Attribute['matcher']): Attribute {
  return { httpOnly: true, matcher };
}

const known: Readonly<Record<string, Attribute>> = {
  host: http((value) => testHttp(value, stringPattern(value, { ignoreCase: true, star: 'present' }), ({ authority }) => authority)),
  method: http((value) => testHttp(value, stringPattern(value, { star: 'present' }), ({ method }) => method)),
  path: http((value) => testHttp(value, isPathTemplate(value) ? pathTemplate(value) : stringPattern(value), ({ path }) => path)),
  'source.ip': connection((value) => address(value, ({ sourceIp }) => sourceIp)),
  'remote.ip': connection((value) => address(value, ({ remoteIp }) => remoteIp)),
  'destination.ip': connection((value) => address(value, ({ destinationIp }) => destinationIp)),
  'destination.port': connection(port),
  'connection.sni': connection(serverName),
  'source.principal': connection((value, { trustDomains }) => principal(value, trustDomains)),
  'source.namespace': connection(namespace),
  'source.serviceAccount': connection((value, { policyNamespace }) => serviceAccount(value, policyNamespace)),
  'source.trustDomain': connection((value, { trustDomains }) => trustDomain(value, trustDomains)),
  'request.auth.principal': http((value) => requestPrincipal([value])),
  'request.auth.audiences': http((value) => claim(['aud'], [value])),
  'request.auth.presenter': http((value) => claim(['azp'], [value])),
};

function attributeOf(key: string): Attribute | undefined {
  if (Object.hasOwn(known, key)) return known[key];
  if (key.startsWith('request.headers')) return header(key);
  if (key.startsWith('request.auth.claims')) return claimIn(namesInBrackets(key.slice('request.auth.claims'.length)));
  // metadata of any filter: nothing here says what that filter writes
  return key.startsWith('experimental.envoy.filters.') ? connection(() => () => undefined) : undefined;
}

function claimIn(path: readonly string[] | undefined): Attribute {
  return http((value) => (path === undefined ? inexpressible : claim(path, [value])));
}

/** `*` takes whatever is there, known or not. */
function testHttp(pattern: string, test: StringTest, read: (request: PartialRequest) => string | undefined): Matcher {
  if (pattern === '*') return ({ http: request }) => request !== undefined;
  return ({ http: request }) => {
    if (request === undefined) return false;
    const value = read(request);
    return value === undefined ? undefined : test(value);
  };
}

function address(value: string, read: (attributes: Attributes) => string | undefined): Compiled {
  const range = addressRange(value);
  if (!range) return inexpressible;
  return (attributes) => {
    const candidate = read(attributes);
    return candidate === undefined ? undefined : range(candidate);
  };
}

function port(value: string): Compiled {
  if (!/^\d+$/.test(value) || Number(value) > 65535) return inexpressible;
  const wanted = Number(value);
  return ({ destinationPort }) => destinationPort === wanted;
}

function serverName(value: string): Matcher {
  const test = stringPattern(value);
  return ({ serverName: name }) => (name === undefined ? undefined : test(name));
}

const pseudoHeaders: Readonly<Record<string, (request: PartialRequest) => string | undefined>> = {
  ':method': ({ method }) => method,
  ':authority': ({ authority }) => authority,
  host: ({ authority }) => authority,
  ':path': ({ target }) => target,
  ':scheme': ({ scheme }) => scheme,
};

/** Headers that proxies write on the way: the request as asked does not say what they hold. */
const writtenByProxies = /^(x-request-id|x-forwarded-(for|client-cert)|x-envoy-.*|x-b3-.*|b3|traceparent|tracestate)$/;

function header(key: string): Attribute {
  const name = /^request\.headers\[(.*)\]$/s.exec(key)?.[1]?.toLowerCase();
  if (name === undefined) return http(() => inexpressible);
  if (writtenByProxies.test(name)) return http(() => () => undefined);
  const pseudo = Object.hasOwn(pseudoHeaders, name) ? pseudoHeaders[name] : undefined;
  return http((value) => {
    const test = stringPattern(value, { star: 'present' });
    if (pseudo) return testHttp(value, test, pseudo);
    return ({ http: request }) => {
      if (request !== undefined && request.headers === undefined) return undefined;
      return (request?.headers?.get(name) ?? []).some(test);
    };
  });
}
