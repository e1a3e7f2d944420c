import {
  HttpRouteSpecRulesMatchesHeadersType as HeaderType,
  type HttpRouteSpecRulesMatches,
  HttpRouteSpecRulesMatchesMethod as Method,
  HttpRouteSpecRulesMatchesQueryParamsType as QueryType,
} from '../../../imports/gateway.networking.k8s.io';
import type { Header } from '../header';
import type { HttpMethod, RouteMatch } from '../route-match';
import { renderMatches } from '../route-match';
import type { StringMatchSpec } from '../string-match';
import { notInGatewayApi } from '../traffic-api';
import { pathMatch } from './path-match';

/**
 * Entries of `matches` that together say the same, any of which suffices; none take every request.
 *
 * @throws ConstructError `NotInGatewayApi`, `HeaderTwice`, `QueryTwice`
 */
export function httpMatches(match: RouteMatch): HttpRouteSpecRulesMatches[] {
  checkConditions(match);
  renderMatches(match); // rejects what either API does
  const path = pathMatch(match.path);
  const headers = match.headers?.map(headerMatch);
  const queryParams = match.query?.map(({ name, spec }) => ({ name, ...valueMatch(spec, QueryType) }));
  const common = { path, headers: filled(headers), queryParams: filled(queryParams) };
  const methods = match.methods?.length ? match.methods.map(methodOf) : [undefined];
  const all = methods.map((method): HttpRouteSpecRulesMatches => ({ ...common, method }));
  return all.filter((one) => Object.values(one).some((value) => value !== undefined));
}

/** What a route of the Gateway API is chosen by is its parents, not its matches; or it is not there at all. */
function checkConditions({ authority, scheme, sourceLabels, headers = [] }: RouteMatch): void {
  if (authority !== undefined) throw notInGatewayApi('condition on the authority of one route', 'a VirtualService for that host');
  if (scheme !== undefined) throw notInGatewayApi('condition on the scheme');
  if (sourceLabels !== undefined) throw notInGatewayApi('condition on the labels of the caller (`sourceLabels`)');
  const absent = headers.find(({ holds }) => !holds);
  if (absent) throw notInGatewayApi(`condition that a header has no value (\`${absent.name}\`)`, 'a route before it for the header');
  const claim = headers.find(({ name }) => name.startsWith('@'));
  if (claim) throw notInGatewayApi(`condition on a claim of a token (\`${claim.name}\`)`);
}

function headerMatch({ name, spec }: Header) {
  // An empty condition asks for presence.
  return { name, ...valueMatch(Object.keys(spec).length === 0 ? { regex: '.*' } : (spec as StringMatchSpec), HeaderType) };
}

/** `Exact` or `RegularExpression`; a prefix is said by an expression. */
function valueMatch<T>(spec: StringMatchSpec, { EXACT, REGULAR_EXPRESSION }: { readonly EXACT: T; readonly REGULAR_EXPRESSION: T }) {
  if ('exact' in spec) return { type: EXACT, value: spec.exact };
  return { type: REGULAR_EXPRESSION, value: 'regex' in spec ? spec.regex : `${escaped(spec.prefix)}.*` };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function methodOf(method: HttpMethod): Method {
  return Method[method];
}

function filled<T>(list: T[] | undefined): T[] | undefined {
  return list?.length ? list : undefined;
}
