import { normalPath } from './normal-path';
import { type Request, withoutPort } from './request';

/** A request as Envoy's router sees it. */
export interface Incoming {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** The raw Host header. */
  readonly authority: string;
  /** The host that chooses the virtual host: lower case, without port. */
  readonly domain: string;
  /** Normalized path and query. */
  readonly target: string;
  /** Normalized path. */
  readonly path: string;
  /** By name in lower case, one entry for each time it was sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Envoy answers 400 before any route is looked at. */
export interface Malformed {
  readonly malformed: string;
}

/** Reads a request as Envoy's HTTP/1.1 codec does. */
export function receive(request: Request): Incoming | Malformed {
  const { method, scheme, claims } = request;
  const { host, path: written } = absoluteForm(request);
  if (!methods.has(method)) return { malformed: `\`${method}\` is not a method Envoy knows` };
  if (/[^\x21-\x7e]/.test(written)) return { malformed: 'the path holds a character that must be encoded' };
  if (!written.startsWith('/') && !(written === '*' && method === 'OPTIONS')) return { malformed: 'the path does not start with `/`' };
  if (host === null) return { malformed: 'there is no Host header' };
  if (/[^\w.~!$&'()*+,;=:@[\]%-]/.test(host)) return { malformed: `\`${host}\` is not a host name` };
  const target = written === '*' ? written : normalPath(written);
  if (target === undefined) return { malformed: 'the path cannot be normalized' };
  const mark = target.indexOf('?');
  return {
    method,
    scheme,
    authority: host,
    domain: withoutPort(host).toLowerCase(),
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    headers: headerMap(request.headers, scheme),
    claims,
  };
}

/** `GET http://a.com/x` names the host in the request line. */
function absoluteForm({ host, path }: Request): { host: string | null; path: string } {
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/is.exec(path);
  if (!absolute) return { host, path };
  const [, authority = '', target = ''] = absolute;
  return { host: authority, path: target.startsWith('/') ? target : `/${target}` };
}

function headerMap(headers: Request['headers'], scheme: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const name in headers) {
    const given = headers[name] ?? [];
    const values = (typeof given === 'string' ? [given] : given).map((value) => value.replace(/^[ \t]+|[ \t]+$/g, ''));
    const lower = name.toLowerCase();
    map.set(lower, [...(map.get(lower) ?? []), ...values]);
  }
  return map.set('x-forwarded-proto', [scheme]); // an edge proxy overwrites what the client sent
}

/** Source: the methods of Envoy's HTTP/1 parser. */
const methods: ReadonlySet<string> = new Set(
  (
    'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE M-SEARCH NOTIFY OPTIONS PATCH POST ' +
    'PROPFIND PROPPATCH PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
  ).split(' '),
);
