import { actionRefusals } from './action-refusals';
import { clusterRefusals } from './cluster-refusals';
import type { EnvoyProxy } from './envoy-proxy';
import type { Listener } from './listener';
import { listenerRefusals } from './listener-refusals';
import { matchRefusals } from './match-refusals';
import { type Refusal, refusal } from './refusal';
import type { Route } from './route';

/** Everything Envoy refuses of what istiod makes for one gateway pod. */
export function gatewayRefusals(proxy: EnvoyProxy, listeners: readonly Listener[]): readonly Refusal[] {
  const routes = new Set(
    listeners.flatMap(({ chains }) => chains.flatMap(({ table }) => table?.virtualHosts.flatMap((host) => host.routes) ?? [])),
  );
  return [...clusterRefusals(proxy), ...listeners.flatMap(listenerRefusals), ...[...routes].flatMap(routeRefusals)];
}

/** What Envoy refuses in one route. */
export function routeRefusals(route: Route): readonly Refusal[] {
  const { rule, matchIndex, place, action } = route;
  const match = matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex];
  return [
    ...(match ? matchRefusals(match, place) : []),
    ...actionRefusals(rule.spec, rule.place),
    ...(action.kind === 'forward' ? action.hash : []).flatMap(({ on, name }) =>
      on !== 'sourceIp' && name === ''
        ? [refusal(rule.place, ['route'], `the consistent hash of its destination has a ${on} without a name`)]
        : [],
    ),
  ];
}
