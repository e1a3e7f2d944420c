import type { HttpRouteSpecRules, HttpRouteSpecRulesBackendRefs } from '../../../imports/gateway.networking.k8s.io';
import type { ForwardRoute, VirtualServiceRoute } from '../http-route';
import { renderHttpRoute } from '../http-route';
import { dnsLabel } from '../name';
import { type Retries, renderRetries } from '../route-policy';
import { notInGatewayApi } from '../traffic-api';
import { backendRefs } from './backend-refs';
import { freeName } from './free-name';
import { headerFilters, httpFilters } from './http-filters';
import { httpMatches } from './http-matches';

/**
 * A route as rules of an HTTPRoute: one, or one for each of its matches where a prefix is replaced, as the API server asks for.
 *
 * @param namespace that of the HTTPRoute
 * @throws ConstructError `NotInGatewayApi` for what only a VirtualService says, and of any of its values
 */
export function httpRules(route: VirtualServiceRoute, namespace: string | undefined): HttpRouteSpecRules[] {
  checkAction(route);
  const matches = httpMatches(route);
  const filters = httpFilters(route, namespace);
  const rule: HttpRouteSpecRules = {
    name: route.name === undefined ? undefined : dnsLabel(route.name, 'the name of a route in the Gateway API'),
    matches: matches.length > 0 ? matches : undefined,
    filters: filters.length > 0 ? filters : undefined,
    ...(route.to ? { backendRefs: backends(route, namespace), ...reliability(route) } : {}),
  };
  const replacesPrefix = filters.some(({ urlRewrite, requestRedirect }) =>
    [urlRewrite, requestRedirect].some((change) => change?.path?.replacePrefixMatch !== undefined),
  );
  return matches.length > 1 && replacesPrefix ? matches.map((match) => ({ ...rule, matches: [match] })) : [rule];
}

/** Rules of one HTTPRoute, each with a name of its own: routes of a VirtualService may share one. @internal */
export function uniquelyNamed(rules: readonly HttpRouteSpecRules[]): HttpRouteSpecRules[] {
  const taken = new Set<string>();
  return rules.map((rule) => (rule.name === undefined ? rule : { ...rule, name: freeName(rule.name, taken) }));
}

function checkAction(route: VirtualServiceRoute): void {
  if (route.delegate) throw notInGatewayApi('delegation to routes of another object (`delegate`)', 'an HttpRoute of the other team');
  if (route.directResponse) throw notInGatewayApi('answer by the proxy itself (`directResponse`)');
  if (route.fault) throw notInGatewayApi('fault injection (`fault`)');
  renderHttpRoute(route); // rejects what either API does
}

function backends(route: ForwardRoute, namespace: string | undefined): HttpRouteSpecRulesBackendRefs[] {
  return backendRefs(route.to, namespace).map(({ target, ...reference }) => {
    const filters = headerFilters(target);
    return { ...reference, filters: filters.length > 0 ? filters : undefined } as HttpRouteSpecRulesBackendRefs;
  });
}

/** What istiod tries again by for a rule that says nothing of it. Source: Istio `convertHTTPRoute`. */
const connectionErrors = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function reliability({ timeout, retries }: Pick<ForwardRoute, 'timeout' | 'retries'>): Pick<HttpRouteSpecRules, 'timeouts' | 'retry'> {
  const perTry = retries?.perTryTimeout;
  const timeouts = { request: timeout?.toString(), backendRequest: perTry?.toString() };
  return { timeouts: timeout || perTry ? timeouts : undefined, retry: retries && retry(retries) };
}

function retry(retries: Retries): HttpRouteSpecRules['retry'] {
  renderRetries(retries); // rejects what either API does
  const other = retries.on?.find((condition) => !connectionErrors.includes(condition));
  if (other) throw notInGatewayApi(`retry on \`${other}\``, 'leave `on` out: connection errors are tried again');
  const missing = retries.on && connectionErrors.find((condition) => !retries.on?.some((on) => on === condition));
  if (missing) throw notInGatewayApi(`retry without \`${missing}\``, 'leave `on` out: connection errors are tried again');
  return { attempts: retries.attempts };
}
