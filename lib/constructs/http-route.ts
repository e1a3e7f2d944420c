import { VirtualServiceSpecHttpRedirectDerivePort as DerivePort, type VirtualServiceSpecHttp } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import type { IRouteDelegate } from './delegate';
import { type Destination, renderTarget } from './destination';
import type { Duration } from './duration';
import { type HeaderChanges, renderHeaders } from './header-operations';
import { hostName } from './host';
import { Path } from './path';
import { portNumber } from './port';
import { type RenderedMatch, type RouteMatch, renderMatches } from './route-match';
import { type Cors, type Fault, type Mirror, type Retries, renderCors, renderFault, renderMirror, renderRetries } from './route-policy';

/** What every route may have. */
interface RouteCommon extends RouteMatch, HeaderChanges {
  /** Shown in access logs and metrics. @default - none */
  readonly name?: string;
  /** Which other origins a browser may let in. @default - none */
  readonly cors?: Cors;
}

/** A route that forwards. */
export interface ForwardRoute extends RouteCommon {
  /** Where the matched requests go. */
  readonly to: Destination;
  /** What takes the place of the matched part of the path, or of the authority, too. @default - the request goes on as it came */
  readonly rewrite?: string | { readonly path?: string; readonly authority?: string };
  /** For the whole request with its retries. @default - none */
  readonly timeout?: Duration;
  /**
   * How often a failed request is sent again, and after which failures.
   *
   * @default - the mesh's: 2 attempts on connection failures and 503
   */
  readonly retries?: Retries;
  /** Failures made on purpose. @default - none */
  readonly fault?: Fault;
  /** Where copies go; their answers are dropped. @default - nowhere */
  readonly mirror?: readonly Mirror[];
}

/** A route that sends the caller elsewhere. */
export interface RedirectRoute extends RouteCommon {
  /** Where the client is sent. */
  readonly redirect: Redirect;
}

/** A route that the proxy answers itself. */
export interface DirectResponseRoute extends RouteCommon {
  /** The status and body that the proxy answers with, without asking a service. */
  readonly directResponse: { readonly status: number; readonly body?: string };
}

/** A route that hands requests over to a team's own routes. What it says of timeout, retries and faults holds where they say nothing. */
export interface DelegatingRoute extends RouteCommon {
  /** Whose routes answer the matched requests. */
  readonly delegate: IRouteDelegate;
  /** The prefix of the delegate. */
  readonly path?: never;
  /** For the whole request with its retries. @default - none */
  readonly timeout?: Duration;
  /**
   * How often a failed request is sent again, and after which failures.
   *
   * @default - the mesh's: 2 attempts on connection failures and 503
   */
  readonly retries?: Retries;
  /** Failures made on purpose. @default - none */
  readonly fault?: Fault;
}

/** A route that says itself what becomes of a request. */
export type AnswerRoute =
  | Exclusive<ForwardRoute, RedirectRoute & DirectResponseRoute & DelegatingRoute>
  | Exclusive<RedirectRoute, ForwardRoute & DirectResponseRoute & DelegatingRoute>
  | Exclusive<DirectResponseRoute, ForwardRoute & RedirectRoute & DelegatingRoute>;

/** One rule of a virtual service: which requests, and what becomes of them. Source: Istio `HTTPRoute`. */
export type VirtualServiceRoute = AnswerRoute | Exclusive<DelegatingRoute, ForwardRoute & RedirectRoute & DirectResponseRoute>;

/** `One`, and none of the fields that only the others have. */
type Exclusive<One, Others> = One & { readonly [field in Exclude<keyof Others, keyof One>]?: never };

/** Source: Istio `HTTPRedirect`. */
export interface Redirect {
  /** The whole new path. @default - as asked */
  readonly path?: string;
  /** What takes the place of the matched prefix, whole segments for `Path.under`. @default - as asked */
  readonly prefix?: string;
  /** The host, with its port if it is not the usual one, in the new address. @default - as asked */
  readonly authority?: string;
  /** The scheme in the new address. @default - as asked */
  readonly scheme?: 'http' | 'https';
  /** A port, or the default of the scheme. @default - Envoy's: none is written */
  readonly port?: number | 'from-scheme';
  /** The status. @default 301 */
  readonly code?: 301 | 302 | 303 | 307 | 308;
}

/**
 * The Istio routes that together say the same as one route here: one, or one for each rewrite that its path needs.
 *
 * @throws ConstructError `RouteAction`, and of any of its values
 */
export function renderHttpRoute(route: VirtualServiceRoute): VirtualServiceSpecHttp[] {
  checkAction(route);
  const target = pathTarget(route);
  const groups = new Map<string, PathChange & { readonly matches: RenderedMatch[] }>();
  const matching = route.delegate ? { ...route, path: Path.under(route.delegate.prefix) } : route;
  for (const match of renderMatches(matching)) {
    const change = target === undefined ? {} : { target: match.rewriteTo(target), isPrefix: isPrefix(match) };
    const key = route.redirect ? JSON.stringify(change) : (change.target ?? '');
    const group = groups.get(key) ?? { ...change, matches: [] };
    group.matches.push(match);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ matches, ...change }) => renderOne(route, change, matches));
}

/** TypeScript refuses it too, but names one field of one of the actions. */
function checkAction(route: VirtualServiceRoute): void {
  const actions = (['to', 'delegate', 'redirect', 'directResponse'] as const).filter((action) => route[action] !== undefined);
  if (actions.length === 1) return;
  const named = actions.map((action) => `\`${action}\``).join(' and ');
  throw new ConstructError(
    'RouteAction',
    actions.length === 0 ? 'a route says nothing of what becomes of requests' : `a route has ${named}`,
    {
      why: 'a request is forwarded, redirected or answered: Istio rejects a route with two actions, or with none',
      fix: actions.length === 0 ? 'to: service' : `a route of its own for each of ${named}, with conditions that distinguish them`,
    },
  );
}

/** What takes the place of the matched part of a path. */
interface PathChange {
  /** @default - nothing does */
  readonly target?: string;
  /** Whether the matched part is the beginning, or all of the path. */
  readonly isPrefix?: boolean;
}

function isPrefix({ match }: RenderedMatch): boolean {
  return match?.uri === undefined || match.uri.prefix !== undefined;
}

function renderOne(route: VirtualServiceRoute, change: PathChange, matches: readonly RenderedMatch[]): VirtualServiceSpecHttp {
  const conditions = matches.flatMap(({ match }) => match ?? []);
  return {
    name: route.name,
    match: conditions.length > 0 ? conditions : undefined,
    headers: renderHeaders(route),
    corsPolicy: route.cors && renderCors(route.cors),
    ...renderAction(route, change),
  };
}

function renderAction(route: VirtualServiceRoute, change: PathChange): VirtualServiceSpecHttp {
  if (route.redirect) return { redirect: renderRedirect(route.redirect, change) };
  if (route.delegate) return { delegate: delegateOf(route.delegate), ...renderReliability(route) };
  if (route.directResponse) return { directResponse: renderDirectResponse(route.directResponse) };
  return {
    rewrite: renderRewrite(route, change),
    route: route.to.toTargets().map((target) => ({
      destination: renderTarget(target),
      weight: target.weight,
      headers: renderHeaders(target),
    })),
    ...renderReliability(route),
    mirrors: route.mirror?.map(renderMirror),
  };
}

function renderReliability({ timeout, retries, fault }: Pick<ForwardRoute, 'timeout' | 'retries' | 'fault'>) {
  return { timeout: timeout?.toString(), retries: retries && renderRetries(retries), fault: fault && renderFault(fault) };
}

function delegateOf({ objectName, namespace }: IRouteDelegate): VirtualServiceSpecHttp['delegate'] {
  return { name: objectName, namespace };
}

/** What the user wants in place of the matched path. */
function pathTarget(route: VirtualServiceRoute): string | undefined {
  const target = route.redirect ? route.redirect.prefix : typeof route.rewrite === 'string' ? route.rewrite : route.rewrite?.path;
  if (target !== undefined && !target.startsWith('/')) {
    throw new ConstructError('RewriteForm', `a rewritten path starts with \`/\`, got \`${target}\``, { fix: `rewrite: '/${target}'` });
  }
  return target;
}

function renderRewrite(route: ForwardRoute, { target }: PathChange): VirtualServiceSpecHttp['rewrite'] {
  if (route.rewrite === undefined) return undefined;
  const authority = typeof route.rewrite === 'string' ? undefined : route.rewrite.authority;
  if (target === undefined && authority === undefined) {
    throw new ConstructError('EmptyRewrite', 'a rewrite has neither path nor authority', { fix: 'leave `rewrite` out' });
  }
  return { uri: target, authority: authority === undefined ? undefined : hostName(authority) };
}

function renderRedirect({ path, prefix, authority, scheme, port, code }: Redirect, change: PathChange): VirtualServiceSpecHttp['redirect'] {
  if (path !== undefined && prefix !== undefined) {
    throw new ConstructError('RedirectPath', 'a redirect has both `path` and `prefix`', {
      why: 'one replaces the whole path, the other its matched part',
    });
  }
  if ([path, prefix, authority, scheme, port].every((part) => part === undefined)) {
    throw new ConstructError('EmptyRedirect', 'a redirect leads nowhere else', { fix: "redirect: { scheme: 'https' }" });
  }
  return {
    // Istio takes a prefix to replace only where a prefix is matched.
    uri: path ?? (change.isPrefix ? undefined : change.target),
    prefixRewrite: change.isPrefix ? change.target : undefined,
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
