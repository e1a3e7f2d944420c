import type { HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import type { Incoming } from '../request/incoming';
import type { PathMatcher } from './path-matcher';

/** An answer that sends the client elsewhere. */
export interface Redirect {
  readonly status: number;
  readonly scheme: string;
  readonly authority: string;
  /** 0: none is written. */
  readonly port: number;
  /** '' keeps the path. */
  readonly path: string;
  /** What takes the place of the prefix that the rule matches. @default - the path says it */
  readonly prefix?: { readonly length: number; readonly by: string };
}

/** The codes Envoy can send; any other makes it refuse the route table. */
export const redirectCodes: readonly number[] = [301, 302, 303, 307, 308];

/** Reads `redirect` of a rule. @param port the Gateway's number @param isTls does the server have a `tls` block? Source: Istio `ApplyRedirect`. */
export function redirectOf(
  spec: NonNullable<HttpRouteSpec['redirect']>,
  { port, isTls }: { port: number; isTls: boolean },
  matcher: PathMatcher,
): Redirect {
  const scheme = spec.scheme ?? '';
  const wanted = spec.port ?? (spec.derivePort === 'FROM_REQUEST_PORT' ? port : 0);
  const shown = scheme || (isTls ? 'https' : 'http');
  const implied = (wanted === 80 && shown === 'http') || (wanted === 443 && shown === 'https');
  return {
    status: spec.redirectCode || 301,
    scheme,
    authority: spec.authority ?? '',
    port: implied ? 0 : wanted,
    path: spec.uri ?? '',
    ...(spec.prefixRewrite ? { prefix: { length: matcher.kind === 'prefix' ? matcher.value.length : 0, by: spec.prefixRewrite } } : {}),
  };
}

/** The Location header of a redirect. Source: Envoy `newUri`. */
export function location(redirect: Omit<Redirect, 'status'>, request: Incoming): string {
  const scheme = redirect.scheme || request.scheme;
  const host = redirect.authority || requestHost(request, scheme, redirect.port);
  const port = redirect.port ? `:${redirect.port}` : '';
  const { prefix } = redirect;
  const path = prefix ? prefix.by + request.target.slice(prefix.length) : redirectedPath(redirect.path, request.target);
  return `${scheme}://${host}${port}${path.startsWith('/') ? path : `/${path}`}`;
}

/** The same place, by https. */
export function httpsLocation({ authority, target }: Incoming): string {
  return `https://${authority}${target}`;
}

/** The Host header, without its port if another is written or if it was the default of a scheme that is left. */
function requestHost({ authority, scheme }: Incoming, newScheme: string, newPort: number): string {
  const colon = authority.startsWith('[') ? authority.lastIndexOf(']:') + 1 || -1 : authority.lastIndexOf(':');
  if (colon < 0) return authority;
  const port = authority.slice(colon);
  const wasDefault = newScheme !== scheme && port === (scheme === 'https' ? ':443' : ':80');
  return newPort !== 0 || wasDefault ? authority.slice(0, colon) : authority;
}

function redirectedPath(path: string, target: string): string {
  if (path === '') return target;
  const mark = target.indexOf('?');
  return path.includes('?') || mark < 0 ? path : path + target.slice(mark);
}
