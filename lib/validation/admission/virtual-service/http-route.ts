import type { HTTPRoute } from '../../../../imports/protobuf/networking';
import type { Field } from '../../violation';
import { checkDuration } from '../durations';
import { checkCors, checkDirectResponse, checkFault, checkMirrorPercentage, checkMirrors, checkRedirect, checkRewrite } from './actions';
import { checkDestination, checkHttpDestinations } from './destinations';
import { checkAuthority, checkHeaders } from './headers';
import { checkHttpMatch } from './matches';
import { checkRetries } from './retries';

/** Where a route stands. */
export interface RouteContext {
  /** In a VirtualService without hosts, to which another one delegates. */
  readonly isDelegate: boolean;
  /** Made from the Gateway API. */
  readonly anyBackend: boolean;
}

export function checkHttpRoute(route: HTTPRoute, { isDelegate, anyBackend }: RouteContext, at: Field): void {
  if (route.delegate !== undefined && !isDelegate) checkDelegatingRoute(route, at);
  else checkAction(route, isDelegate, at);
  for (const [index, match] of (route.match ?? []).entries()) checkHttpMatch(match, at.at('match', index).errorsOnly());
  checkHeaders(route.headers, at.at('headers'));
  checkCors(route.corsPolicy, at.at('corsPolicy'));
  checkFault(route.fault, at.at('fault'));
  checkMirroring(route, at);
  checkRedirect(route.redirect, route.match ?? [], at.at('redirect'));
  checkDirectResponse(route.directResponse, at.at('directResponse'));
  checkRetries(route.retries, at.at('retries'));
  checkRewrite(route.rewrite, at.at('rewrite'));
  checkAuthority(route.rewrite, route.headers, at);
  checkHttpDestinations(route.route ?? [], anyBackend, at.at('route'));
  checkDuration(route.timeout, at.at('timeout'));
}

/** A route that leaves the rest to another VirtualService. */
function checkDelegatingRoute({ redirect, route }: HTTPRoute, at: Field): void {
  if (redirect !== undefined) at.at('redirect').error('a route with `delegate` cannot have `redirect`');
  if (route !== undefined) at.at('route').error('a route with `delegate` cannot have `route`');
}

/** One route does one thing: send on, redirect, or answer by itself. */
function checkAction(route: HTTPRoute, isDelegate: boolean, at: Field): void {
  if (isDelegate && route.delegate !== undefined) at.at('delegate').error('a VirtualService without hosts cannot delegate further');
  const { redirect, directResponse } = route;
  if (redirect !== undefined) checkAlone('redirect', ['route', 'fault', 'rewrite', 'directResponse'], route, at);
  else if (directResponse !== undefined) checkAlone('directResponse', ['route', 'fault', 'rewrite'], route, at);
  else if (route.route === undefined)
    at.error('the route has none of `route`, `redirect` and `directResponse`', { why: 'it says nothing about where requests go' });
  if (route.mirror !== undefined && route.mirrors !== undefined) at.at('mirrors').error('`mirror` and `mirrors` cannot both be given');
}

function checkAlone(action: keyof HTTPRoute, excluded: readonly (keyof HTTPRoute)[], route: HTTPRoute, at: Field): void {
  for (const field of excluded) if (route[field] !== undefined) at.at(field).error(`a route with \`${action}\` cannot have \`${field}\``);
}

function checkMirroring({ mirror, mirrors, mirrorPercent, mirrorPercentage }: HTTPRoute, at: Field): void {
  if (mirrorPercent !== undefined) {
    if (mirrorPercent > 100) at.at('mirrorPercent').error(`\`${mirrorPercent}\` is more than 100 percent`);
    at.at('mirrorPercent').warning('`mirrorPercent` is deprecated', { fix: `write \`mirrorPercentage: { value: ${mirrorPercent} }\`` });
  }
  checkMirrorPercentage(mirrorPercentage, at.at('mirrorPercentage', 'value'));
  checkDestination(mirror, at.at('mirror'));
  checkMirrors(mirrors ?? [], at.at('mirrors'));
}
