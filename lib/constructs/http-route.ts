import {
  VirtualServiceSpecHttpRedirectDerivePort as DerivePort,
  type VirtualServiceSpecHttp,
  type VirtualServiceSpecHttpHeaders,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import type { Destination } from './destination';
import type { Duration } from './duration';
import { hostName } from './host';
import { portNumber } from './port';
import { type RenderedMatch, type RouteMatch, renderMatches } from './route-match';
import { type Cors, type Fault, type Mirror, type Retries, renderCors, renderFault, renderMirror, renderRetries } from './route-policy';

/** What every route may have. */
interface RouteCommon extends RouteMatch {
  /** Shown in access logs and metrics. @default - none */
  readonly name?: string;
  /** Changes to headers on the way in and out. @default - none */
  readonly requestHeaders?: HeaderOperations;
  /** @default - none */
  readonly responseHeaders?: HeaderOperations;
  /** Which other origins a browser may let in. @default - none */
  readonly cors?: Cors;
}

/** A route that forwards. */
export interface ForwardRoute extends RouteCommon {
  readonly to: Destination;
  /** What takes the place of the matched part of the path, or of the authority, too. @default - the request goes on as it came */
  readonly rewrite?: string | { readonly path?: string; readonly authority?: string };
  /** For the whole request with its retries. @default - none */
  readonly timeout?: Duration;
  /** @default - the mesh's: 2 attempts on connection failures and 503 */
  readonly retries?: Retries;
  /** Failures made on purpose. @default - none */
  readonly fault?: Fault;
  /** Where copies go, whose answers nobody sees. @default - nowhere */
  readonly mirror?: readonly Mirror[];
}

/** A route that sends the caller elsewhere. */
export interface RedirectRoute extends RouteCommon {
  readonly redirect: Redirect;
}

/** A route that the proxy answers itself. */
export interface DirectResponseRoute extends RouteCommon {
  readonly directResponse: { readonly status: number; readonly body?: string };
}

/** One rule of a virtual service: which requests, and what becomes of them. Source: Istio `HTTPRoute`. */
export type HttpRoute =
  | Exclusive<ForwardRoute, RedirectRoute & DirectResponseRoute>
  | Exclusive<RedirectRoute, ForwardRoute & DirectResponseRoute>
  | Exclusive<DirectResponseRoute, ForwardRoute & RedirectRoute>;

/** `One`, and none of the fields that only the others have. */
type Exclusive<One, Others> = One & { readonly [field in Exclude<keyof Others, keyof One>]?: never };

/** Source: Istio `HTTPRedirect`. */
export interface Redirect {
  /** The whole new path. @default - as asked */
  readonly path?: string;
  /** What takes the place of the matched prefix, whole segments for `Path.under`. @default - as asked */
  readonly prefix?: string;
  /** @default - as asked */
  readonly authority?: string;
  /** @default - as asked */
  readonly scheme?: 'http' | 'https';
  /** A port, or the default of the scheme. @default - Envoy's: none is written */
  readonly port?: number | 'from-scheme';
  /** @default 301 */
  readonly code?: 301 | 302 | 303 | 307 | 308;
}

/** Source: Istio `Headers.HeaderOperations`. */
export interface HeaderOperations {
  /** Put in place of what is there. @default - none */
  readonly set?: Readonly<Record<string, string>>;
  /** Put beside what is there. @default - none */
  readonly add?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly remove?: readonly string[];
}

/**
 * The Istio routes that together say the same as one route here: one, or one for each rewrite that its path needs.
 *
 * @throws ConstructError of any of its values
 */
export function renderHttpRoute(route: HttpRoute): VirtualServiceSpecHttp[] {
  const groups = new Map<string, RenderedMatch[]>();
  for (const match of renderMatches(route)) {
    const key = pathTarget(route) === undefined ? '' : match.rewriteTo(pathTarget(route) ?? '');
    groups.set(key, [...(groups.get(key) ?? []), match]);
  }
  return [...groups].map(([target, matches]) => renderOne(route, target, matches));
}

function renderOne(route: HttpRoute, target: string, matches: readonly RenderedMatch[]): VirtualServiceSpecHttp {
  const conditions = matches.flatMap(({ match }) => match ?? []);
  return {
    name: route.name,
    match: conditions.length > 0 ? conditions : undefined,
    headers: renderHeaders(route),
    corsPolicy: route.cors && renderCors(route.cors),
    ...renderAction(route, target),
  };
}

function renderAction(route: HttpRoute, target: string): VirtualServiceSpecHttp {
  if (route.redirect) return { redirect: renderRedirect(route.redirect, target) };
  if (route.directResponse) return { directResponse: renderDirectResponse(route.directResponse) };
  return {
    rewrite: renderRewrite(route, target),
    route: route.to.toTargets().map(({ host, port, subset, weight }) => ({
      destination: { host, subset, port: port === undefined ? undefined : { number: port } },
      weight,
    })),
    timeout: route.timeout?.toString(),
    retries: route.retries && renderRetries(route.retries),
    fault: route.fault && renderFault(route.fault),
    mirrors: route.mirror?.map(renderMirror),
  };
}

/** What the user wants in place of the matched path. */
function pathTarget(route: HttpRoute): string | undefined {
  const target = route.redirect ? route.redirect.prefix : typeof route.rewrite === 'string' ? route.rewrite : route.rewrite?.path;
  if (target !== undefined && !target.startsWith('/')) {
    throw new ConstructError('RewriteForm', `a rewritten path starts with \`/\`, got \`${target}\``, { fix: `rewrite: '/${target}'` });
  }
  return target;
}

function renderRewrite(route: ForwardRoute, target: string): VirtualServiceSpecHttp['rewrite'] {
  if (route.rewrite === undefined) return undefined;
  const authority = typeof route.rewrite === 'string' ? undefined : route.rewrite.authority;
  return { uri: target === '' ? undefined : target, authority: authority === undefined ? undefined : hostName(authority) };
}

function renderRedirect({ path, prefix, authority, scheme, port, code }: Redirect, target: string): VirtualServiceSpecHttp['redirect'] {
  if (path !== undefined && prefix !== undefined) {
    throw new ConstructError('RedirectPath', 'a redirect has both `path` and `prefix`', {
      why: 'one replaces the whole path, the other its matched part',
    });
  }
  return {
    uri: path,
    prefixRewrite: prefix === undefined ? undefined : target,
    authority,
    scheme,
    port: typeof port === 'number' ? portNumber(port) : undefined,
    derivePort: port === 'from-scheme' ? DerivePort.FROM_UNDERSCORE_PROTOCOL_UNDERSCORE_DEFAULT : undefined,
    redirectCode: code,
  };
}

function renderDirectResponse({ status, body }: DirectResponseRoute['directResponse']): VirtualServiceSpecHttp['directResponse'] {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new ConstructError('StatusRange', `a direct response has a status from 200 to 599, got \`${status}\``);
  }
  return { status, body: body === undefined ? undefined : { string: body } };
}

function renderHeaders({ requestHeaders, responseHeaders }: RouteCommon): VirtualServiceSpecHttpHeaders | undefined {
  if (!requestHeaders && !responseHeaders) return undefined;
  return { request: requestHeaders && operations(requestHeaders), response: responseHeaders && operations(responseHeaders) };
}

function operations({ set, add, remove }: HeaderOperations): {
  set?: Record<string, string>;
  add?: Record<string, string>;
  remove?: string[];
} {
  return { set: set && { ...set }, add: add && { ...add }, remove: remove && [...remove] };
}
