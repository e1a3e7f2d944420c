import { fits } from '../../istio/labels';
import type { HttpRule, Place } from '../../mesh/routing/http-rule';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { HttpMatchSpec } from '../../mesh/routing/virtual-service-spec';
import type { Incoming } from '../request/incoming';
import { type Action, actionOf, type RouteContext } from './action';
import { type Condition, conditionsOf } from './conditions';
import { type PathMatcher, pathMatcher } from './path-matcher';

/** One entry of a route table: a match of a rule, or a rule without matches. */
export interface Route {
  readonly virtualService: VirtualService;
  readonly rule: HttpRule;
  /** Place in `match`; undefined for a rule without matches. */
  readonly matchIndex?: number;
  /** Where the match, or else the rule, is written. */
  readonly place: Place;
  readonly path: PathMatcher;
  readonly conditions: readonly Condition[];
  /** Takes every request, so Istio puts it behind all others of the host. */
  readonly isCatchAll: boolean;
  /** Made when the route is first taken, for most never are. */
  readonly action: Action;
}

/** Does the route take the request? */
export function takes(route: Route, request: Incoming): boolean {
  if (!route.path.test(request.path)) return false;
  for (const condition of route.conditions) if (!condition.test(request)) return false;
  return true;
}

/**
 * The routes of one VirtualService at one gateway (`namespace/name` or `mesh`) and port. Nothing follows a catch-all or a
 * rule without matches. Source: Istio `BuildHTTPRoutesForVirtualService`.
 */
export function routesOf(service: VirtualService, gateway: string, context: RouteContext): readonly Route[] {
  const routes: Route[] = [];
  for (const rule of service.http) {
    const matches = rule.spec.match ?? [];
    if (matches.length === 0) {
      routes.push(compile({ service, rule, match: {} }, context));
      break;
    }
    let done = false;
    for (const [index, match] of matches.entries()) {
      if (!reaches(match, gateway, context)) continue;
      const route = compile({ service, rule, match, index }, context);
      routes.push(route);
      done = route.isCatchAll;
      if (done) break;
    }
    if (done) break;
  }
  return routes;
}

/** Does a match reach this proxy at all? With `gateways` set, source conditions are not looked at. Source: Istio `sourceMatchHTTP`. */
function reaches(match: HttpMatchSpec, gateway: string, { proxy: { client }, port, ignoresSources = false }: RouteContext): boolean {
  const { gateways = [], sourceLabels = {}, sourceNamespace } = match;
  if (ignoresSources && Object.keys(sourceLabels).length > 0) return false;
  if (match.port && match.port !== port) return false;
  if (gateways.length > 0) return gateways.includes(gateway);
  return fits(sourceLabels, client.labels) && (!sourceNamespace || sourceNamespace === client.namespace);
}

interface Origin {
  readonly service: VirtualService;
  readonly rule: HttpRule;
  readonly match: HttpMatchSpec;
  readonly index?: number;
}

function compile({ service, rule, match, index }: Origin, context: RouteContext): Route {
  const path = pathMatcher(match, service.readsPrefixesBySteps);
  const conditions = conditionsOf(match);
  let action: Action | undefined;
  return {
    virtualService: service,
    rule,
    matchIndex: index,
    place: (index === undefined ? undefined : rule.matchPlaces[index]) ?? rule.place,
    path,
    conditions,
    isCatchAll: conditions.length === 0 && (path.kind === 'prefix' ? path.value === '/' : path.kind === 'regex' && path.value === '.*'),
    get action() {
      action ??= actionOf(rule.spec, path, { ...context, isConverted: service.isConverted });
      return action;
    },
  };
}
