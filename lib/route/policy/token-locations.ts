import type { JwtRule } from '../../mesh/security/request-authentication';
import type { HttpAttributes } from './attributes';

/** A token as it was found in a request. */
export interface FoundToken {
  readonly token: string;
  /** The header that is removed before the request goes on; absent for query parameters and cookies. */
  readonly header?: string;
  /** The query parameter that is removed. */
  readonly parameter?: string;
}

/** The tokens of a request where a JWT rule looks for them, in Envoy's order: headers, parameters, cookies. Source: Envoy `ExtractorImpl`. */
export function tokensFor(rule: JwtRule, request: HttpAttributes): readonly FoundToken[] {
  const { fromHeaders, fromParams, fromCookies } = rule;
  const isDefault = fromHeaders.length + fromParams.length + fromCookies.length === 0;
  const headers = isDefault ? [{ name: 'authorization', prefix: 'Bearer ' }] : fromHeaders;
  const parameters = isDefault ? ['access_token'] : fromParams;
  return [
    ...sortedHeaders(headers).flatMap((location) => inHeader(location, request)),
    ...inQuery([...parameters].sort(), request),
    ...inCookies([...fromCookies].sort(), request),
  ];
}

interface HeaderLocation {
  readonly name: string;
  readonly prefix: string;
}

function sortedHeaders(locations: readonly HeaderLocation[]): readonly HeaderLocation[] {
  const lower = locations.map(({ name, prefix }) => ({ name: name.toLowerCase(), prefix }));
  const byKey = new Map(lower.map((location) => [location.name + location.prefix, location]));
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, location]) => location);
}

/** The prefix may be anywhere in the value; the token starts at the first character after it that a token can have. */
function inHeader({ name, prefix }: HeaderLocation, { headers }: HttpAttributes): FoundToken[] {
  return (headers.get(name) ?? []).flatMap((value) => {
    const place = value.indexOf(prefix);
    if (place < 0) return [];
    const rest = value.slice(place + prefix.length);
    const start = prefix === '' ? 0 : rest.search(/[A-Za-z0-9\-_.]/);
    return [{ token: start < 0 ? value : rest.slice(start), header: name }];
  });
}

function inQuery(names: readonly string[], { target }: HttpAttributes): FoundToken[] {
  const mark = target.indexOf('?');
  if (mark < 0) return [];
  const values = new Map<string, string>();
  for (const part of target.slice(mark + 1).split('&')) {
    const equal = part.indexOf('=');
    const name = percentDecoded(equal < 0 ? part : part.slice(0, equal));
    if (!values.has(name)) values.set(name, percentDecoded(equal < 0 ? '' : part.slice(equal + 1)));
  }
  return names.flatMap((name) => {
    const token = values.get(name);
    return token === undefined ? [] : [{ token, parameter: name }];
  });
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function inCookies(names: readonly string[], { headers }: HttpAttributes): FoundToken[] {
  const values = new Map<string, string>();
  for (const pair of (headers.get('cookie') ?? []).flatMap((value) => value.split(';'))) {
    const equal = pair.indexOf('=');
    if (equal < 0) continue;
    const name = pair.slice(0, equal).trim();
    if (!values.has(name)) values.set(name, unquoted(pair.slice(equal + 1).trim()));
  }
  return names.flatMap((name) => {
    const token = values.get(name);
    return token === undefined ? [] : [{ token }];
  });
}

function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
