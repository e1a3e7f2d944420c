import { namespaceOf, serviceHost } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import { FieldReader as Reader } from '../../manifest/field';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { isGranted } from './listeners';

/** One match of a route as an `http` rule of a VirtualService, with what decides its place among all rules of the host. */
export interface ConvertedRule {
  /** A rule of Istio's own API. */
  readonly rule: Readonly<Record<string, unknown>>;
  /** Where it is written. */
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly rank: Rank;
}

/** Precedence among matches: the first that differs decides, higher first. Source: Gateway API `HTTPRouteRule.matches`. */
type Rank = readonly [exact: number, prefixLength: number, method: number, headers: number, query: number];

/** Every match of an HTTPRoute or GRPCRoute. */
export function httpRulesOf(manifest: Manifest, objects: Objects, port?: number): ConvertedRule[] {
  return new Reader(manifest.object).at('spec', 'rules').items.flatMap((rule) => {
    const matches = rule.at('matches').items;
    const all = matches.length > 0 ? matches : [undefined];
    return all.flatMap((match) => convertedMatch(manifest, objects, { rule, match, port }));
  });
}

/** The more specific go first, then those of older routes, then as written. */
export function inOrder(rules: readonly ConvertedRule[]): readonly ConvertedRule[] {
  return [...rules].sort((one, other) => {
    const at = one.rank.findIndex((value, index) => value !== other.rank[index]);
    return at < 0 ? 0 : (other.rank[at] ?? 0) - (one.rank[at] ?? 0);
  });
}

interface Written {
  readonly rule: FieldReader;
  readonly match: FieldReader | undefined;
  readonly port: number | undefined;
}

function convertedMatch(manifest: Manifest, objects: Objects, { rule, match, port }: Written): ConvertedRule[] {
  const isGrpc = manifest.object.kind === 'GRPCRoute';
  const paths = isGrpc ? grpcPaths(match) : httpPaths(match);
  const headers = matchers(match?.at('headers').items ?? []);
  const query = matchers(match?.at('queryParams').items ?? []);
  const method = isGrpc ? '' : (match?.at('method').text ?? '');
  return paths.map(({ uri, exact, length, suffix }) => ({
    manifest,
    path: match?.path ?? rule.path,
    rank: [exact, length, method === '' ? 0 : 1, Object.keys(headers).length, Object.keys(query).length],
    rule: {
      match: [
        {
          ...(uri ? { uri } : {}),
          ...(method === '' ? {} : { method: { exact: method } }),
          ...(Object.keys(headers).length > 0 ? { headers } : {}),
          ...(Object.keys(query).length > 0 ? { queryParams: query } : {}),
          ...(port === undefined ? {} : { port }),
        },
      ],
      ...actionOf(manifest, objects, rule, suffix),
      ...policyOf(rule),
    },
  }));
}

interface Path {
  readonly uri?: Readonly<Record<string, string>>;
  readonly exact: number;
  readonly length: number;
  /** What follows a replaced prefix: `/` for the part of a prefix match that goes on. */
  readonly suffix: '' | '/' | undefined;
}

/** A prefix takes whole segments, so it becomes the path itself and what begins with it and a slash. */
function httpPaths(match: FieldReader | undefined): Path[] {
  const path = match?.at('path');
  const value = path?.at('value').text || '/';
  switch (path?.at('type').text) {
    case 'Exact':
      return [{ uri: { exact: value }, exact: 2, length: value.length, suffix: undefined }];
    case 'RegularExpression':
      return [{ uri: { regex: value }, exact: 1, length: value.length, suffix: undefined }];
    default: {
      const prefix = value.replace(/\/+$/, '');
      if (prefix === '') return [{ uri: { prefix: '/' }, exact: 0, length: 1, suffix: '/' }];
      return [
        { uri: { exact: prefix }, exact: 0, length: prefix.length, suffix: '' },
        { uri: { prefix: `${prefix}/` }, exact: 0, length: prefix.length, suffix: '/' },
      ];
    }
  }
}

function grpcPaths(match: FieldReader | undefined): Path[] {
  const method = match?.at('method');
  const [service = '', name = ''] = [method?.at('service').text, method?.at('method').text];
  if (method?.at('type').text === 'RegularExpression')
    return [{ uri: { regex: `/${service || '.+'}/${name || '.+'}` }, exact: 1, length: service.length + name.length, suffix: undefined }];
  if (service === '' && name === '') return [{ exact: 0, length: 0, suffix: undefined }];
  if (service === '') return [{ uri: { regex: `/[^/]+/${name}` }, exact: 1, length: name.length, suffix: undefined }];
  if (name === '') return [{ uri: { prefix: `/${service}/` }, exact: 0, length: service.length, suffix: undefined }];
  return [{ uri: { exact: `/${service}/${name}` }, exact: 2, length: service.length + name.length, suffix: undefined }];
}

function matchers(items: readonly FieldReader[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const first = new Map<string, Readonly<Record<string, string>>>();
  for (const item of items) {
    const name = item.at('name').text;
    const kind = item.at('type').text === 'RegularExpression' ? 'regex' : 'exact';
    if (!first.has(name)) first.set(name, { [kind]: item.at('value').text });
  }
  return Object.fromEntries(first);
}

/** What becomes of the request: a redirect, or the backends with what the filters change on the way. */
function actionOf(manifest: Manifest, objects: Objects, rule: FieldReader, suffix: Path['suffix']): Readonly<Record<string, unknown>> {
  const filters = rule.at('filters').items;
  const redirect = filters.find((filter) => filter.at('type').text === 'RequestRedirect')?.at('requestRedirect');
  if (redirect) return { redirect: redirectOf(redirect, suffix) };
  const rewrite = filters.find((filter) => filter.at('type').text === 'URLRewrite')?.at('urlRewrite');
  const mirrors = filters
    .filter((filter) => filter.at('type').text === 'RequestMirror')
    .map((filter) => mirrorOf(manifest, filter.at('requestMirror')));
  return {
    ...routesOf(manifest, objects, rule),
    ...(rewrite ? { rewrite: rewriteOf(rewrite, suffix) } : {}),
    ...(mirrors.length > 0 ? { mirrors } : {}),
    ...headersOf(filters),
  };
}

function redirectOf(redirect: FieldReader, suffix: Path['suffix']): Readonly<Record<string, unknown>> {
  const path = redirect.at('path');
  const full =
    path.at('replaceFullPath').text || (path.at('replacePrefixMatch').exists ? joined(path.at('replacePrefixMatch').text, suffix) : '');
  const port = redirect.at('port').number;
  const scheme = redirect.at('scheme').text;
  return {
    ...(scheme === '' ? {} : { scheme }),
    ...(redirect.at('hostname').text === '' ? {} : { authority: redirect.at('hostname').text }),
    ...(full === '' ? {} : { uri: full }),
    ...(port !== undefined ? { port } : scheme === '' ? { derivePort: 'FROM_REQUEST_PORT' } : {}),
    redirectCode: redirect.at('statusCode').number ?? 302,
  };
}

function rewriteOf(rewrite: FieldReader, suffix: Path['suffix']): Readonly<Record<string, unknown>> {
  const path = rewrite.at('path');
  const full = path.at('replaceFullPath');
  const authority = rewrite.at('hostname').text;
  return {
    ...(authority === '' ? {} : { authority }),
    ...(full.exists ? { uriRegexRewrite: { match: '/.*', rewrite: full.text } } : {}),
    ...(path.at('replacePrefixMatch').exists ? { uri: joined(path.at('replacePrefixMatch').text, suffix) } : {}),
  };
}

/** A replaced prefix keeps exactly one slash before what follows. */
function joined(prefix: string, suffix: Path['suffix']): string {
  return suffix === undefined ? prefix : `${prefix.replace(/\/+$/, '')}${suffix}` || '/';
}

/** Backends by weight; one that may not be referred to, or is not there, gets 500 for its share. */
function routesOf(manifest: Manifest, objects: Objects, rule: FieldReader): Readonly<Record<string, unknown>> {
  const backends = rule.at('backendRefs').items.map((ref) => ({ ref, weight: ref.at('weight').number ?? 1 }));
  const weighted = backends.filter(({ weight }) => weight > 0);
  const valid = weighted.filter(({ ref }) => backendState(manifest, objects, ref) === 'there');
  if (valid.length === 0) return { directResponse: { status: 500 } };
  return {
    route: weighted.map(({ ref, weight }) => ({
      destination: destinationOf(manifest, ref),
      ...(weighted.length > 1 ? { weight } : {}),
      ...headersOf(ref.at('filters').items),
    })),
  };
}

/** What a `backendRef` leads to. */
export type BackendState = 'there' | 'not found' | 'not granted' | 'unknown kind';

export function backendState(manifest: Manifest, objects: Objects, ref: FieldReader): BackendState {
  const own = namespaceOf(manifest.object);
  const kind = ref.at('kind').text || 'Service';
  const target = { kind, namespace: ref.at('namespace').text || own, name: ref.at('name').text };
  if (kind === 'Hostname') return 'there';
  if (kind !== 'Service' && kind !== 'ServiceImport') return 'unknown kind';
  if (!isGranted(objects, { kind: manifest.object.kind, namespace: own }, target)) return 'not granted';
  return objects.find('', kind, target) || kind === 'ServiceImport' ? 'there' : 'not found';
}

function destinationOf({ object }: Manifest, ref: FieldReader): Readonly<Record<string, unknown>> {
  const name = ref.at('name').text;
  const port = ref.at('port').number;
  const host = ref.at('kind').text === 'Hostname' ? name : serviceHost(name, ref.at('namespace').text || namespaceOf(object));
  return { host, ...(port === undefined ? {} : { port: { number: port } }) };
}

function mirrorOf(manifest: Manifest, mirror: FieldReader): Readonly<Record<string, unknown>> {
  const fraction = mirror.at('fraction');
  const share = fraction.exists
    ? (100 * (fraction.at('numerator').number ?? 0)) / (fraction.at('denominator').number ?? 100)
    : mirror.at('percent').number;
  return {
    destination: destinationOf(manifest, mirror.at('backendRef')),
    ...(share === undefined ? {} : { percentage: { value: share } }),
  };
}

const headerFilters = {
  RequestHeaderModifier: ['requestHeaderModifier', 'request'],
  ResponseHeaderModifier: ['responseHeaderModifier', 'response'],
} as const;

function headersOf(filters: readonly FieldReader[]): Readonly<Record<string, unknown>> {
  const headers = filters.flatMap((filter) => {
    const [field, direction] = headerFilters[filter.at('type').text as keyof typeof headerFilters] ?? [];
    if (field === undefined || direction === undefined) return [];
    const pairs = (name: string) =>
      Object.fromEntries(filter.at(field, name).items.map((item) => [item.at('name').text, item.at('value').text]));
    return [[direction, { set: pairs('set'), add: pairs('add'), remove: filter.at(field, 'remove').texts }]];
  });
  return headers.length > 0 ? { headers: Object.fromEntries(headers) } : {};
}

function policyOf(rule: FieldReader): Readonly<Record<string, unknown>> {
  const timeout = rule.at('timeouts', 'request').text;
  const attempts = rule.at('retry', 'attempts').number;
  const codes = rule.at('retry', 'codes').items.map((code) => code.number);
  const name = rule.at('name').text;
  return {
    ...(name === '' ? {} : { name }),
    ...(timeout === '' ? {} : { timeout }),
    ...(attempts === undefined ? {} : { retries: { attempts, retryOn: codes.length > 0 ? codes.join(',') : undefined } }),
  };
}
