import type { HttpRule } from '../../mesh/routing/http-rule';
import type { Listener } from '../gateway/listener';
import type { EnvoyProxy } from '../request/envoy-proxy';
import type { Route } from '../rule/route';
import { actionRefusals } from './action-refusals';
import { clusterRefusals } from './cluster-refusals';
import { addressRefusals, crashRefusals, listenerRefusals } from './listener-refusals';
import { matchRefusals } from './match-refusals';
import { type Refusal, refusal } from './refusal';

/** Everything Envoy refuses of what istiod makes for one gateway pod. */
export function gatewayRefusals(proxy: EnvoyProxy, listeners: readonly Listener[]): readonly Refusal[] {
  const tables = listeners.flatMap(({ chains }) => chains.flatMap(({ table }) => table ?? []));
  const routes = new Set(tables.flatMap((table) => table.virtualHosts.flatMap((host) => host.routes)));
  const rules = new Set([...routes].map((route) => route.rule));
  return [
    ...crashRefusals(proxy.mesh.gateways.selecting(proxy.client)),
    ...clusterRefusals(proxy),
    ...listeners.flatMap(listenerRefusals),
    ...(proxy.mesh.complete ? listeners.flatMap(addressRefusals) : []),
    ...[...routes].flatMap(routeMatchRefusals),
    ...[...rules].flatMap((rule) => [...actionRefusals(rule.spec, rule.place), ...hashRefusals(proxy, rule)]),
  ];
}

function routeMatchRefusals({ rule, matchIndex, place }: Route): readonly Refusal[] {
  const match = matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex];
  return match ? matchRefusals(match, place) : [];
}

function hashRefusals(proxy: EnvoyProxy, { spec, place }: HttpRule): Refusal[] {
  const policies =
    spec.redirect || spec.directResponse ? [] : (spec.route ?? []).flatMap(({ destination = {} }) => proxy.hashPolicy(destination) ?? []);
  return policies
    .filter(({ on, name }) => on !== 'sourceIp' && name === '')
    .map(({ on }) => refusal(place, ['route'], `the consistent hash of its destination has a ${on} without a name`));
}
