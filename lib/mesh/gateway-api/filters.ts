import type { FieldReader } from '../../manifest/field';
import type { HeadersSpec, HttpRouteSpec } from '../routing/virtual-service-spec';
import type { Backends, RouteReport } from './backends';

type Operations = NonNullable<HeadersSpec['request']>;
type Part = { -readonly [K in keyof HttpRouteSpec]: HttpRouteSpec[K] };

/** What the filters of a rule make of its requests. Source: Istio `convertHTTPRoute`. */
export function filtered(filters: FieldReader, backends: Backends, report: RouteReport): Part {
  const out: Part = {};
  for (const filter of filters.items) {
    const type = filter.at('type').text;
    if (type === 'RequestHeaderModifier') out.headers = { ...out.headers, request: operations(filter.at('requestHeaderModifier'), report) };
    else if (type === 'ResponseHeaderModifier')
      out.headers = { ...out.headers, response: operations(filter.at('responseHeaderModifier'), report) };
    else if (type === 'RequestRedirect') out.redirect = redirect(filter.at('requestRedirect'));
    else if (type === 'URLRewrite') out.rewrite = rewrite(filter.at('urlRewrite'));
    else if (type === 'CORS') out.corsPolicy = cors(filter.at('cors'));
    else if (type === 'RequestMirror') {
      const mirror = mirrored(filter.at('requestMirror'), backends, report);
      if (mirror) out.mirrors = [...(out.mirrors ?? []), mirror];
    } else report.fail('UnsupportedValue', filter.at('type'), `Istio has no filter of type \`${type}\``);
  }
  return out;
}

/** The header operations of one backend. */
export function backendHeaders(filters: FieldReader, report: RouteReport): HeadersSpec | undefined {
  let headers: HeadersSpec | undefined;
  for (const filter of filters.items) {
    const type = filter.at('type').text;
    if (type === 'RequestHeaderModifier') headers = { ...headers, request: operations(filter.at('requestHeaderModifier'), report) };
    else if (type === 'ResponseHeaderModifier') headers = { ...headers, response: operations(filter.at('responseHeaderModifier'), report) };
    else report.fail('UnsupportedValue', filter.at('type'), `Istio has no filter of type \`${type}\` at a backend`);
  }
  return headers;
}

function operations(modifier: FieldReader, report: RouteReport): Operations {
  const byName = (list: FieldReader) => {
    const values = new Map<string, string>();
    for (const header of list.items) {
      const value = header.at('value').text;
      if (/[^\t\x20-\x7e\x80-\uffff]/.test(value))
        report.fail('UnsupportedValue', header.at('value'), 'a control character is in the value');
      const name = header.at('name').text.toLowerCase();
      if (!values.has(name)) values.set(name, value);
    }
    return Object.fromEntries(values);
  };
  return { set: byName(modifier.at('set')), add: byName(modifier.at('add')), remove: modifier.at('remove').texts };
}

function redirect(filter: FieldReader): NonNullable<HttpRouteSpec['redirect']> {
  const scheme = filter.at('scheme').text;
  const port = filter.at('port').number;
  const path = filter.at('path');
  return {
    redirectCode: filter.at('statusCode').number,
    authority: filter.at('hostname').text,
    scheme,
    ...(port === undefined ? { derivePort: scheme ? 'FROM_PROTOCOL_DEFAULT' : 'FROM_REQUEST_PORT' } : { port }),
    ...(path.at('type').text === 'ReplaceFullPath' ? { uri: path.at('replaceFullPath').text } : {}),
    ...(path.at('type').text === 'ReplacePrefixMatch' ? { prefixRewrite: path.at('replacePrefixMatch').text } : {}),
  };
}

function rewrite(filter: FieldReader): HttpRouteSpec['rewrite'] {
  const authority = filter.at('hostname').text;
  const path = filter.at('path');
  const type = path.at('type').text;
  if (type === 'ReplaceFullPath') return { authority, uriRegexRewrite: { match: '/.*', rewrite: path.at('replaceFullPath').text } };
  if (type !== 'ReplacePrefixMatch') return { authority };
  return { authority, uri: path.at('replacePrefixMatch').text.replace(/\/$/, '') || '/' };
}

function mirrored(filter: FieldReader, backends: Backends, report: RouteReport): NonNullable<HttpRouteSpec['mirrors']>[number] | undefined {
  const before = report.problems.length;
  const destination = report.ofMirror(() => backends.destination(filter.at('backendRef'), report));
  if (report.problems.length > before) return undefined;
  const fraction = filter.at('fraction');
  if (fraction.exists)
    return {
      destination,
      percentage: { value: (100 * (fraction.at('numerator').number ?? 0)) / (fraction.at('denominator').number ?? 100) },
    };
  const percent = filter.at('percent').number;
  return percent === undefined ? { destination } : { destination, percentage: { value: percent } };
}

/** An origin with `*` in it stands for any text there; `*` alone for every well-formed origin. */
function cors(filter: FieldReader): NonNullable<HttpRouteSpec['corsPolicy']> {
  const maxAge = filter.at('maxAge').number ?? 0;
  return {
    allowOrigins: filter.at('allowOrigins').texts.map(origin),
    allowMethods: filter.at('allowMethods').texts,
    allowHeaders: filter.at('allowHeaders').texts,
    exposeHeaders: filter.at('exposeHeaders').texts,
    ...(filter.at('allowCredentials').value === true ? { allowCredentials: true } : {}),
    ...(maxAge > 0 ? { maxAge: `${maxAge}s` } : {}),
    unmatchedPreflights: 'IGNORE',
  };
}

function origin(text: string): { readonly exact?: string; readonly prefix?: string; readonly regex?: string } {
  if (text === '*') return { regex: '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$' };
  if (!text.includes('*')) return { exact: text };
  if (text.indexOf('*') === text.length - 1) return { prefix: text.slice(0, -1) };
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return { regex: `^${escaped}$` };
}
