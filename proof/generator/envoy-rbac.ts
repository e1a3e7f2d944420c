import { BlockList, isIPv6 } from 'node:net';
import { field, type HeaderValues, list, type Message, matchesHeader, matchesString, text } from './envoy-matchers';

/** What an RBAC filter reads. */
export interface Seen {
  readonly principals: readonly string[];
  readonly directRemoteIp: string;
  readonly remoteIp: string;
  readonly destinationPort: number;
  readonly serverName: string;
  /** Path without the query; undefined for a connection. */
  readonly path?: string;
  readonly headers: HeaderValues;
  /** Dynamic metadata by filter. */
  readonly metadata: Message;
}

/** Does the filter let it pass? Source: Envoy's RBAC engine. */
export function rbacAllows(config: Message, seen: Seen): boolean {
  const rules = config.rules as Message | undefined;
  if (!rules) return true;
  const policies = Object.values(field(rules, 'policies')) as readonly Message[];
  const matched = policies.some(
    (policy) =>
      list(policy, 'permissions').some((permission) => holds(permission, seen)) &&
      list(policy, 'principals').some((principal) => holds(principal, seen)),
  );
  if (rules.action === 'DENY') return !matched;
  return rules.action === 'LOG' || matched;
}

type Test = (value: Message, seen: Seen) => boolean;

/** Permissions and principals, by the field of their oneof. */
const tests: Readonly<Record<string, Test>> = {
  any: () => true,
  andRules: (value, seen) => list(value, 'rules').every((each) => holds(each, seen)),
  andIds: (value, seen) => list(value, 'ids').every((each) => holds(each, seen)),
  orRules: (value, seen) => list(value, 'rules').some((each) => holds(each, seen)),
  orIds: (value, seen) => list(value, 'ids').some((each) => holds(each, seen)),
  notRule: (value, seen) => !holds(value, seen),
  notId: (value, seen) => !holds(value, seen),
  header: (value, { headers }) => matchesHeader(value, headers),
  urlPath: (value, { path }) => path !== undefined && matchesString(field(value, 'path'), path),
  uriTemplate: (value, { path }) => path !== undefined && matchesTemplate(text(field(value, 'typedConfig'), 'pathTemplate'), path),
  destinationPort: (value, { destinationPort }) => (value as unknown as number) === destinationPort,
  requestedServerName: (value, { serverName }) => matchesString(value, serverName),
  authenticated: (value, { principals }) => principals.some((name) => matchesString(field(value, 'principalName'), name)),
  directRemoteIp: (value, { directRemoteIp }) => isInRange(value, directRemoteIp),
  remoteIp: (value, { remoteIp }) => isInRange(value, remoteIp),
  metadata: (value, { metadata }) => matchesMetadata(value, metadata),
};

function holds(rule: Message, seen: Seen): boolean {
  const [name = ''] = Object.keys(rule);
  const test = tests[name];
  if (!test) throw new Error(`RBAC rule ${JSON.stringify(rule)}`);
  return test(rule[name] as Message, seen);
}

function matchesTemplate(template: string, path: string): boolean {
  const character = "[a-zA-Z0-9._~%!$&'()+,;:@=-]";
  const pattern = template.replace(/\*\*|\*|[^*]+/g, (part) =>
    part === '**' ? `(${character}|/)*` : part === '*' ? `${character}+` : part.replace(/[.$()+]/g, '\\$&'),
  );
  return new RegExp(`^${pattern}$`).test(path);
}

function isInRange(range: Message, address: string): boolean {
  const list = new BlockList();
  const prefix = text(range, 'addressPrefix');
  const family = isIPv6(prefix) ? 'ipv6' : 'ipv4';
  list.addSubnet(prefix, (range.prefixLen as number | undefined) ?? 0, family);
  return isIPv6(address) === isIPv6(prefix) && list.check(address, family);
}

export function matchesMetadata(matcher: Message, metadata: Message): boolean {
  let value: unknown = metadata[text(matcher, 'filter')];
  for (const { key } of list(matcher, 'path')) value = (value as Message | undefined)?.[key as string];
  return matchesValue(field(matcher, 'value'), value) !== (matcher.invert === true);
}

function matchesValue(matcher: Message, value: unknown): boolean {
  if ('orMatch' in matcher) return list(field(matcher, 'orMatch'), 'valueMatchers').some((each) => matchesValue(each, value));
  if ('listMatch' in matcher) return Array.isArray(value) && value.some((each) => matchesValue(field(matcher, 'listMatch', 'oneOf'), each));
  if ('presentMatch' in matcher) return (value !== undefined) === (matcher.presentMatch === true);
  return typeof value === 'string' && matchesString(field(matcher, 'stringMatch'), value);
}
