import { memo } from '../../memo';
import type { HttpRule } from '../../mesh/routing/http-rule';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { Listener } from '../gateway/listener';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { type HashPolicy, hashPoliciesOf } from '../rule/hash';
import type { Route } from '../rule/route';
import { actionRefusals } from './action-refusals';
import { clusterRefusals } from './cluster-refusals';
import { addressRefusals, crashRefusals, listenerRefusals } from './listener-refusals';
import { matchRefusals } from './match-refusals';
import { clustersAreAccepted, routesAreAccepted } from './nothing-to-refuse';
import { type Refusal, refusal } from './refusal';

/** Everything Envoy refuses of what istiod makes for one gateway pod. */
export function gatewayRefusals(proxy: EnvoyProxy, listeners: readonly Listener[]): readonly Refusal[] {
  return [
    ...crashRefusals(proxy.mesh.gateways.selecting(proxy.client)),
    ...clusterRefusals(proxy),
    ...listeners.flatMap(listenerRefusals),
    ...(proxy.mesh.complete ? listeners.flatMap(addressRefusals) : []),
    ...routeRefusals(proxy, listeners),
  ];
}

function routeRefusals(proxy: EnvoyProxy, listeners: readonly Listener[]): readonly Refusal[] {
  const chains = listeners.flatMap((listener) => listener.chains);
  if (!chains.some(({ candidates = [] }) => [...candidates].some((service) => isRefused(proxy, service)))) return [];
  const routes = new Set(chains.flatMap(({ table }) => table?.virtualHosts.flatMap((host) => host.routes) ?? []));
  const rules = new Set([...routes].map((route) => route.rule));
  return [...[...routes].flatMap(routeMatchRefusals), ...[...rules].flatMap((rule) => ruleRefusals(proxy, rule))];
}

/** Is something refused of the rules of a VirtualService, whichever of them reach the proxy? */
function isRefused(proxy: EnvoyProxy, service: VirtualService): boolean {
  if (routesAreAccepted(service.manifest.object.spec) && !hasNamelessHash(proxy)) return false;
  if (!service.isStored) return false;
  return service.http.some((rule) => {
    const ofMatches = (rule.spec.match ?? []).flatMap((match) => matchRefusals(match, rule.place));
    return ofMatches.length > 0 || ruleRefusals(proxy, rule).length > 0;
  });
}

/** Is there a DestinationRule by which routes may have a hash policy without a name? */
const hasNamelessHash = memo(({ mesh: { destinationRules } }: EnvoyProxy) =>
  destinationRules.candidates.some((manifest) => {
    const rule = clustersAreAccepted(manifest.object.spec) ? undefined : destinationRules.ruleOf(manifest);
    return rule !== undefined && hashPoliciesOf(rule).some(isNameless);
  }),
);

function ruleRefusals(proxy: EnvoyProxy, rule: HttpRule): readonly Refusal[] {
  return [...actionRefusals(rule.spec, rule.place), ...hashRefusals(proxy, rule)];
}

function routeMatchRefusals({ rule, matchIndex, place }: Route): readonly Refusal[] {
  const match = matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex];
  return match ? matchRefusals(match, place) : [];
}

function hashRefusals(proxy: EnvoyProxy, { spec, place }: HttpRule): Refusal[] {
  const policies =
    spec.redirect || spec.directResponse ? [] : (spec.route ?? []).flatMap(({ destination = {} }) => proxy.hashPolicy(destination) ?? []);
  return policies
    .filter(isNameless)
    .map(({ on }) => refusal(place, ['route'], `the consistent hash of its destination has a ${on} without a name`));
}

function isNameless({ on, name }: HashPolicy): boolean {
  return on !== 'sourceIp' && name === '';
}
