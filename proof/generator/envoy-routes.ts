import { RE2JS } from 're2js';
import type { HttpAttributes } from '../../lib/route/policy/attributes';
import type { Incoming } from '../../lib/route/request/incoming';
import { regexTest } from '../../lib/route/rule/string-matcher';
import { field, type HeaderValues, list, type Message, matchesHeader, matchesString, text } from './envoy-matchers';
import { matchesMetadata } from './envoy-rbac';

/** Where a share of the requests goes, and as what. */
export interface Upstream {
  readonly cluster: string;
  /** 0 to 1. */
  readonly share: number;
  readonly host: string;
  /** `name: value` of headers that are set or added, `-name` of headers that are removed; in order. */
  readonly headers: readonly string[];
}

/** What a route configuration does with a request. */
export interface Reply {
  /** 200: it goes upstream. */
  readonly status: number;
  readonly upstreams: readonly Upstream[];
  readonly path?: string;
  readonly location?: string;
  /** An injected error for a part of the requests. */
  readonly abort?: { readonly status: number; readonly share: number };
  /** `cluster percent`. */
  readonly mirrors: readonly string[];
}

/** Envoy's router on the generated configuration. @param port of the listener */
export function replyOf(table: Message, request: Incoming, metadata: Message): Reply {
  const host = virtualHostOf(list(table, 'virtualHosts'), request.domain);
  if (!host) return answer(404);
  if (host.requireTls === 'ALL' && request.scheme !== 'https') return answer(301, `https://${request.authority}${request.target}`);
  const route = list(host, 'routes').find((each) => takes(field(each, 'match'), request, metadata));
  return route ? act(route, request) : answer(404);
}

function answer(status: number, location?: string): Reply {
  return { status, upstreams: [], location, mirrors: [] };
}

function virtualHostOf(hosts: readonly Message[], domain: string): Message | undefined {
  const named = (wanted: string) => hosts.find((host) => (host.domains as readonly string[]).includes(wanted));
  const exact = named(domain);
  if (exact) return exact;
  const suffixes = hosts
    .flatMap((host) => host.domains as readonly string[])
    .filter((each) => each.length > 1 && each.startsWith('*') && domain.length >= each.length && domain.endsWith(each.slice(1)));
  const [longest] = suffixes.sort((one, other) => other.length - one.length);
  return longest === undefined ? named('*') : named(longest);
}

export function headersOf(request: HttpAttributes): HeaderValues {
  const pseudo: Readonly<Record<string, string>> = {
    ':method': request.method,
    ':authority': request.authority,
    ':path': request.target,
    ':scheme': request.scheme,
    host: request.authority,
  };
  return (name) => (pseudo[name] === undefined ? (request.headers.get(name) ?? []) : [pseudo[name]]);
}

function takes(match: Message, request: Incoming, metadata: Message): boolean {
  return (
    takesPath(match, request.path) &&
    list(match, 'headers').every((each) => matchesHeader(each, headersOf(request))) &&
    list(match, 'queryParameters').every((each) => takesQuery(each, request.target)) &&
    list(match, 'dynamicMetadata').every((each) => matchesMetadata(each, metadata))
  );
}

function takesPath(match: Message, path: string): boolean {
  const fold = (value: string) => (match.caseSensitive === false ? value.toLowerCase() : value);
  if ('prefix' in match) return fold(path).startsWith(fold(text(match, 'prefix')));
  if ('path' in match) return fold(path) === fold(text(match, 'path'));
  if ('safeRegex' in match) return regexTest(text(field(match, 'safeRegex'), 'regex'))(path);
  return Object.keys(match).length === 0;
}

function takesQuery(parameter: Message, target: string): boolean {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1).split('&') : [];
  const name = text(parameter, 'name');
  const part = query.find((each) => each.split('=')[0] === name);
  if (part === undefined) return false;
  return (
    !('stringMatch' in parameter) ||
    matchesString(field(parameter, 'stringMatch'), part.includes('=') ? part.slice(part.indexOf('=') + 1) : '')
  );
}

function act(route: Message, request: Incoming): Reply {
  const abort = abortOf(route);
  if (abort?.share === 1) return answer(abort.status);
  const reply = action(route, request);
  return abort ? { ...reply, abort } : reply;
}

function abortOf(route: Message): Reply['abort'] {
  const abort = field(route, 'typedPerFilterConfig', 'envoy.filters.http.fault', 'abort');
  const { numerator = 0, denominator = 'HUNDRED' } = field(abort, 'percentage') as { numerator?: number; denominator?: string };
  const of: Readonly<Record<string, number>> = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 };
  const share = Math.min(1, numerator / (of[denominator] ?? 100));
  return share > 0 ? { status: abort.httpStatus as number, share } : undefined;
}

const redirectCodes: Readonly<Record<string, number>> = { FOUND: 302, SEE_OTHER: 303, TEMPORARY_REDIRECT: 307, PERMANENT_REDIRECT: 308 };

function action(route: Message, request: Incoming): Reply {
  if ('redirect' in route) {
    const redirect = field(route, 'redirect');
    return answer(redirectCodes[text(redirect, 'responseCode')] ?? 301, locationOf(redirect, request));
  }
  if ('directResponse' in route) {
    const status = field(route, 'directResponse').status as number;
    return answer(
      status,
      [301, 302, 303, 307, 308].includes(status) ? `${request.scheme}://${request.authority}${request.target}` : undefined,
    );
  }
  const to = field(route, 'route');
  return {
    status: 200,
    upstreams: upstreamsOf(route, to, request),
    path: pathOf(to, field(route, 'match'), request),
    mirrors: mirrorsOf(to),
  };
}

function locationOf(redirect: Message, { scheme, authority, target }: Incoming): string {
  const newScheme = text(redirect, 'schemeRedirect') || (redirect.httpsRedirect === true ? 'https' : scheme);
  const port = redirect.portRedirect as number | undefined;
  const own = text(redirect, 'hostRedirect');
  const isDefault = (newScheme !== scheme && authority.endsWith(scheme === 'http' ? ':80' : ':443')) || port !== undefined;
  const host = own || (isDefault ? authority.replace(/:\d+$/, '') : authority);
  const written = text(redirect, 'pathRedirect');
  const query = target.includes('?') ? target.slice(target.indexOf('?')) : '';
  const path = written === '' ? target : written.includes('?') ? written : `${written}${query}`;
  return `${newScheme}://${host}${port === undefined ? '' : `:${port}`}${path.startsWith('/') ? path : `/${path}`}`;
}

function pathOf(to: Message, match: Message, { target, path }: Incoming): string {
  const query = target.slice(path.length);
  if ('regexRewrite' in to) {
    const rewrite = field(to, 'regexRewrite');
    return replaceAll(path, text(field(rewrite, 'pattern'), 'regex'), text(rewrite, 'substitution')) + query;
  }
  const prefix = text(to, 'prefixRewrite');
  if (prefix === '') return target;
  const matched = 'prefix' in match ? text(match, 'prefix').length : path.length;
  return `${prefix}${path.slice(matched)}${query}`;
}

/** RE2's GlobalReplace: no empty match right behind another. */
function replaceAll(path: string, pattern: string, substitution: string): string {
  const matcher = RE2JS.compile(pattern).matcher(path);
  let out = '';
  let end = 0;
  let last = -1;
  while (matcher.find()) {
    if (matcher.start() === matcher.end() && matcher.start() === last) continue;
    out += path.slice(end, matcher.start());
    out += substitution.replace(/\\(\d)/g, (_, group: string) => matcher.group(Number(group)) ?? '');
    end = matcher.end();
    last = end;
  }
  const replaced = out + path.slice(end);
  return replaced === '' ? path : replaced;
}

function upstreamsOf(route: Message, to: Message, request: Incoming): Upstream[] {
  const weighted = list(field(to, 'weightedClusters'), 'clusters');
  const total = weighted.reduce((sum, { weight = 0 }) => sum + (weight as number), 0);
  const ofRoute = operations(route);
  const host = text(to, 'hostRewriteLiteral') || request.authority;
  if (weighted.length === 0) return [{ cluster: text(to, 'cluster'), share: 1, host, headers: ofRoute }];
  return weighted.map((each) => ({
    cluster: text(each, 'name'),
    share: ((each.weight as number | undefined) ?? 0) / total,
    host: text(each, 'hostRewriteLiteral') || host,
    headers: [...operations(each), ...ofRoute],
  }));
}

function operations(of: Message): string[] {
  const removed = ((of.requestHeadersToRemove ?? []) as readonly string[]).map((name) => `-${name}`);
  const isSet = ({ appendAction }: Message) => appendAction === 'OVERWRITE_IF_EXISTS_OR_ADD';
  const added = list(of, 'requestHeadersToAdd').map((each) => {
    const { key, value } = field(each, 'header');
    return `${isSet(each) ? '' : '+'}${key as string}: ${(value ?? '') as string}`;
  });
  return [...removed, ...added];
}

function mirrorsOf(to: Message): string[] {
  return list(to, 'requestMirrorPolicies').map((each) => {
    const { numerator = 0 } = field(each, 'runtimeFraction', 'defaultValue') as { numerator?: number };
    return `${text(each, 'cluster')} ${numerator / 10_000}`;
  });
}
