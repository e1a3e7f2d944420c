import type { HeadersSpec } from '../../mesh/routing/virtual-service-spec';
import { withLocalPort } from './header-format';

/** What a route does to the headers of one direction, in the order Envoy does it: remove, set, add. */
export interface HeaderOperations {
  readonly remove: readonly string[];
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly add: readonly (readonly [name: string, value: string])[];
}

export type Direction = 'request' | 'response';

/** The operations of one `headers` block; authority is not a header here. @param localPort where the proxy takes the connection, if it is known. Source: Istio `TranslateHeadersOperations`. */
export function headerOperations(headers: HeadersSpec | undefined, direction: Direction, localPort?: number): HeaderOperations {
  const { set = {}, add = {}, remove = [] } = headers?.[direction] ?? {};
  return { remove: remove.filter(isPlain), set: sorted(set, localPort), add: sorted(add, localPort) };
}

/** The authority a `headers.request` block asks for; `set` goes before `add`. */
export function requestedAuthority(headers: HeadersSpec | undefined): string {
  const { set = {}, add = {} } = headers?.request ?? {};
  return authorityIn(set) || authorityIn(add);
}

/** Operations done one after the other in one go, as for a rule with a single destination. */
export function concatenated(first: HeaderOperations, second: HeaderOperations): HeaderOperations {
  return { remove: [...first.remove, ...second.remove], set: [...first.set, ...second.set], add: [...first.add, ...second.add] };
}

/** The first name that is no token of HTTP; Envoy answers 503 where such a header is to be set. Source: RFC 9110, `token`. */
export function invalidName(operations: readonly HeaderOperations[]): string | undefined {
  const named = operations.flatMap(({ set, add }) => [...set, ...add]);
  return named.find(([name, value]) => value !== '' && !/^[\w!#$%&'*+.^`|~-]+$/.test(name))?.[0];
}

function sorted(headers: Readonly<Record<string, string>>, localPort: number | undefined): (readonly [string, string])[] {
  return Object.entries(headers)
    .filter(([name]) => isPlain(name))
    .map(([name, value]) => [name, localPort === undefined ? value : withLocalPort(value, localPort)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function isPlain(name: string): boolean {
  return !name.startsWith(':') && name.toLowerCase() !== 'host';
}

function authorityIn(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers).findLast(([name]) => [':authority', 'host'].includes(name.toLowerCase()))?.[1] ?? '';
}
