import type { PathNormalization } from '../../mesh/installation/mesh-config';
import { assumedToken } from '../policy/jwt';
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
  /** Payload of the token that this proxy validated. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** A token that is sent wherever a proxy looks for one. */
  readonly token?: string;
  /** The client's address, as the proxy writes it into `X-Forwarded-For` for the next one. */
  readonly forwardedFor?: string;
}

/** Envoy answers 400 before any route is looked at. */
export interface Malformed {
  readonly malformed: string;
  /** @default 400 */
  readonly status?: number;
}

/** How a proxy reads requests. */
export interface Reading {
  /** @default 'BASE' */
  readonly normalization?: PathNormalization;
  /** Does it believe the `X-Forwarded-Proto` that a request brings? @default false */
  readonly trustsForwardedProto?: boolean;
}

const asUsual: Reading = {};

/** Reads a request as Envoy's HTTP/1.1 codec does. */
export function receive(request: Request, reading: Reading = asUsual): Incoming | Malformed {
  const { normalization } = reading;
  const { method } = request;
  if (method === 'CONNECT') return { malformed: 'no route accepts CONNECT', status: 404 };
  const isRelative = request.path.startsWith('/');
  if (!isRelative && request.scheme === 'http' && /^https:\/\//i.test(request.path))
    return { malformed: 'the request line names an `https` URL on a plain text connection', status: 403 };
  const { host, path: written } = isRelative ? request : absoluteForm(request);
  if (!methods.has(method)) return { malformed: `\`${method}\` is not a method Envoy knows` };
  if (unprintable.test(written)) return { malformed: 'the path holds a character that must be encoded' };
  if (!written.startsWith('/') && !(written === '*' && method === 'OPTIONS')) return { malformed: 'the path does not start with `/`' };
  if (host === null) return { malformed: 'there is no Host header' };
  if (notInHost.test(host)) return { malformed: `\`${host}\` is not a host name` };
  const target = written === '*' ? written : normalPath(written, normalization);
  return target === undefined
    ? { malformed: 'the path cannot be normalized' }
    : new Received(request, { authority: host, target, trusts: reading.trustsForwardedProto === true });
}

const unprintable = /[^\x21-\x7e]/;
const notInHost = /[^\w.~!$&'()*+,;=:@[\]%-]/;

class Received implements Incoming {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly domain: string;
  readonly path: string;
  readonly authority: string;
  readonly target: string;
  private sent: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    private readonly request: Request,
    { authority, target, trusts }: { readonly authority: string; readonly target: string; readonly trusts: boolean },
  ) {
    this.authority = authority;
    this.target = target;
    const mark = target.indexOf('?');
    this.method = request.method;
    this.scheme = (trusts && forwardedScheme(request)) || request.scheme;
    this.domain = withoutPort(authority).toLowerCase();
    this.path = mark < 0 ? target : target.slice(0, mark);
  }

  get token(): string | undefined {
    const { token, claims } = this.request;
    return token ?? (claims && assumedToken(claims));
  }

  get forwardedFor(): string | undefined {
    return this.request.sourceIp;
  }

  /** Put together when a condition first asks for one. */
  get headers(): ReadonlyMap<string, readonly string[]> {
    this.sent ??= headerMap(this.request.headers, this.scheme);
    return this.sent;
  }
}

/** How the client called, as the proxy in front says; undefined if it says no scheme. Source: Envoy `getScheme`. */
function forwardedScheme({ headers = {} }: Request): 'http' | 'https' | undefined {
  for (const name in headers) {
    const value = headers[name];
    if (name.toLowerCase() === 'x-forwarded-proto') return value === 'http' || value === 'https' ? value : undefined;
  }
  return undefined;
}

/** `GET http://a.com/x` names the host in the request line. */
function absoluteForm({ host, path }: Request): { host: string | null; path: string } {
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/is.exec(path);
  if (!absolute) return { host, path };
  const [, authority = '', target = ''] = absolute;
  return { host: authority, path: target.startsWith('/') ? target : `/${target}` };
}

function headerMap(headers: Request['headers'], scheme: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const name in headers) {
    const given = headers[name] ?? [];
    const values = typeof given === 'string' ? [trimmed(given)] : given.map(trimmed);
    const lower = name.toLowerCase();
    const before = map.get(lower);
    map.set(lower, before ? [...before, ...values] : values);
  }
  return map.set('x-forwarded-proto', [scheme]); // an edge proxy overwrites what the client sent
}

function trimmed(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** Source: the methods of Envoy's HTTP/1 parser. */
const methods: ReadonlySet<string> = new Set(
  (
    'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE M-SEARCH NOTIFY OPTIONS PATCH POST ' +
    'PROPFIND PROPPATCH PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
  ).split(' '),
);
