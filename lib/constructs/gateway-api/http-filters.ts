import {
  HttpRouteSpecRulesFiltersCorsAllowMethods as CorsMethod,
  HttpRouteSpecRulesFiltersType as FilterType,
  type HttpRouteSpecRulesFilters,
  type HttpRouteSpecRulesFiltersRequestRedirect,
  type HttpRouteSpecRulesFiltersRequestRedirectStatusCode,
  HttpRouteSpecRulesMatchesPathType as PathType,
  HttpRouteSpecRulesFiltersRequestRedirectPathType as RedirectPath,
  HttpRouteSpecRulesFiltersUrlRewritePathType as RewritePath,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
} from '../../../imports/gateway.networking.k8s.io';
import { type HeaderChanges, type HeaderOperations, renderHeaders } from '../header-operations';
import { hostName } from '../host';
import type { ForwardRoute, Redirect, VirtualServiceRoute } from '../http-route';
import { portNumber } from '../port';
import { type Cors, type Mirror, renderCors, renderMirror } from '../route-policy';
import { notInGatewayApi } from '../traffic-api';
import { backendRef } from './backend-refs';
import { type PathMatch, pathMatch } from './path-match';

/** `filters` of a rule. @param namespace that of the route @throws ConstructError `NotInGatewayApi`, and of any of its values */
export function httpFilters(route: VirtualServiceRoute, namespace: string | undefined): HttpRouteSpecRulesFilters[] {
  const path = pathMatch(route.path);
  return [
    ...headerFilters(route),
    ...(route.rewrite === undefined ? [] : [urlRewrite(route.rewrite, path)]),
    ...(route.redirect ? [{ type: FilterType.REQUEST_REDIRECT, requestRedirect: requestRedirect(route.redirect, path) }] : []),
    ...(route.mirror ?? []).map((mirror) => ({ type: FilterType.REQUEST_MIRROR, requestMirror: requestMirror(mirror, namespace) })),
    ...(route.cors ? [{ type: FilterType.CORS, cors: cors(route.cors) }] : []),
  ];
}

/** Changes to headers, of a rule or of one backend. @throws ConstructError `HeaderName`, `HeaderValue` */
export function headerFilters(changes: HeaderChanges): HttpRouteSpecRulesFilters[] {
  renderHeaders(changes); // rejects what either API does
  const { requestHeaders, responseHeaders } = changes;
  return [
    ...(requestHeaders ? [{ type: FilterType.REQUEST_HEADER_MODIFIER, requestHeaderModifier: modifier(requestHeaders) }] : []),
    ...(responseHeaders ? [{ type: FilterType.RESPONSE_HEADER_MODIFIER, responseHeaderModifier: modifier(responseHeaders) }] : []),
  ];
}

function modifier({ set, add, remove }: HeaderOperations) {
  const list = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([name, value]) => ({ name, value }));
  return { set: set && list(set), add: add && list(add), remove: remove && [...remove] };
}

function urlRewrite(rewrite: NonNullable<ForwardRoute['rewrite']>, match: PathMatch | undefined): HttpRouteSpecRulesFilters {
  const { path, authority } = typeof rewrite === 'string' ? { path: rewrite, authority: undefined } : rewrite;
  const isPrefix = match === undefined || match.type === PathType.PATH_PREFIX;
  const changed =
    path === undefined
      ? undefined
      : isPrefix
        ? { type: RewritePath.REPLACE_PREFIX_MATCH, replacePrefixMatch: path }
        : { type: RewritePath.REPLACE_FULL_PATH, replaceFullPath: path };
  return {
    type: FilterType.URL_REWRITE,
    urlRewrite: { hostname: authority === undefined ? undefined : hostName(authority), path: changed },
  };
}

const schemes = { http: Scheme.HTTP, https: Scheme.HTTPS };

function requestRedirect(redirect: Redirect, match: PathMatch | undefined): HttpRouteSpecRulesFiltersRequestRedirect {
  const { path, prefix, authority, scheme, port, code = 301 } = redirect;
  const [, hostname = authority, ownPort] = /^(.*):(\d+)$/.exec(authority ?? '') ?? [];
  const isPrefix = match === undefined || match.type === PathType.PATH_PREFIX;
  const whole = path ?? (isPrefix ? undefined : prefix);
  if (port === 'from-scheme' && scheme === undefined)
    throw notInGatewayApi("port 'from-scheme' of a redirect that keeps the scheme", "scheme: 'https'");
  const number = typeof port === 'number' ? portNumber(port) : ownPort === undefined ? undefined : Number(ownPort);
  return {
    scheme: scheme && schemes[scheme],
    hostname: hostname && hostName(hostname),
    port: number,
    path:
      whole !== undefined
        ? { type: RedirectPath.REPLACE_FULL_PATH, replaceFullPath: whole }
        : prefix && { type: RedirectPath.REPLACE_PREFIX_MATCH, replacePrefixMatch: prefix },
    statusCode: code as HttpRouteSpecRulesFiltersRequestRedirectStatusCode,
  } as HttpRouteSpecRulesFiltersRequestRedirect;
}

/** @throws ConstructError `MirrorOfSplit`, `NotInGatewayApi` */
export function requestMirror(mirror: Mirror, namespace: string | undefined) {
  renderMirror(mirror); // rejects what either API does
  const [target] = mirror.to.toTargets();
  const percentage = mirror.percentage?.value;
  const isWhole = percentage === undefined || Number.isInteger(percentage);
  return {
    backendRef: backendRef(target as NonNullable<typeof target>, namespace),
    percent: isWhole ? percentage : undefined,
    fraction: isWhole ? undefined : { numerator: Math.round(percentage * 10_000), denominator: 1_000_000 }, // Envoy's own steps
  };
}

function cors(policy: Cors): HttpRouteSpecRulesFilters['cors'] {
  renderCors(policy); // rejects what either API does
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials } = policy;
  const origins = allowOrigins.map(({ spec }) => {
    if ('exact' in spec) return spec.exact;
    throw notInGatewayApi('origin that is matched by a prefix or an expression (`cors.allowOrigins`)', 'name each origin');
  });
  return {
    allowOrigins: origins,
    allowMethods: allowMethods?.map((method) => CorsMethod[method as keyof typeof CorsMethod]),
    allowHeaders: allowHeaders && [...allowHeaders],
    exposeHeaders: exposeHeaders && [...exposeHeaders],
    maxAge: maxAge && maxAge.toMillis() / 1000,
    allowCredentials,
  };
}
