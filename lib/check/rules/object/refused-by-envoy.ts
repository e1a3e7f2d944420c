import { kinds } from '../../../istio/kinds';
import type { KubernetesObject } from '../../../istio/objects';
import { FieldReader } from '../../../manifest/field';
import type { FieldPath } from '../../../manifest/manifest';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import type { DestinationRule } from '../../../mesh/routing/destination-rules';
import type { VirtualService } from '../../../mesh/routing/virtual-service';
import { gatewayRouters } from '../../../route/gateway/gateway-routers';
import { actionRefusals } from '../../../route/refusals/action-refusals';
import { subsetRefusals } from '../../../route/refusals/cluster-refusals';
import { listenerRefusals } from '../../../route/refusals/listener-refusals';
import { matchRefusals } from '../../../route/refusals/match-refusals';
import { clustersAreAccepted, routesAreAccepted } from '../../../route/refusals/nothing-to-refuse';
import type { Refusal } from '../../../route/refusals/refusal';
import { isRefused } from '../../../validation/violations';
import { rule } from '../../rule';

export const refusedByEnvoy = rule({
  code: 'MESH101',
  name: 'refused-by-envoy',
  level: 'error',
  kinds: [kinds.VirtualService, kinds.DestinationRule, kinds.Gateway],
  check: ({ object, root }, { mesh }) =>
    [...(refusals(mesh).get(object)?.values() ?? [])]
      // What the cluster refuses never comes to Envoy.
      .filter(({ path }) => !isRefused(object, path))
      .map(({ path, reason }) =>
        root.at(...path).finding({
          message: `Envoy rejects this: ${reason}`,
          why: 'Istio takes it and hands it on; Envoy then rejects every route of that update, and keeps answering from its old configuration',
        }),
      ),
});

interface Found {
  readonly path: FieldPath;
  readonly reason: string;
}

/** Everything that Envoy refuses, by the object it comes from. */
const refusals = memo((mesh: Mesh) => {
  const byObject = new Map<KubernetesObject, Map<string, Found>>();
  const all = [
    ...mesh.virtualServices.all.flatMap((one) => (routesAreAccepted(one.manifest.object.spec) ? [] : virtualServiceRefusals(one))),
    ...mesh.destinationRules.all.flatMap((one) =>
      clustersAreAccepted(one.manifest.object.spec) ? [] : [...subsetRefusals(one), ...hashRefusals(one)],
    ),
    ...gatewayRouters(mesh).flatMap(({ openPorts }) => openPorts.flatMap(listenerRefusals)),
  ];
  for (const { place, reason } of all) {
    const known = byObject.get(place.manifest.object) ?? new Map<string, Found>();
    byObject.set(place.manifest.object, known);
    const key = `${place.path.join()} ${reason}`;
    if (!known.has(key)) known.set(key, { path: place.path, reason });
  }
  return byObject;
});

function virtualServiceRefusals({ http }: VirtualService): Refusal[] {
  return http.flatMap(({ spec, place, matchPlaces }) => [
    // A rule that delegates has no action of its own.
    ...(spec.delegate ? [] : actionRefusals(spec, place)),
    ...(spec.match ?? []).flatMap((match, index) => matchRefusals(match, matchPlaces[index] ?? place)),
  ]);
}

function hashRefusals({ manifest }: DestinationRule): Refusal[] {
  const spec = new FieldReader(manifest.object).at('spec');
  const policies = [spec, ...spec.at('subsets').items].map((holder) => holder.at('trafficPolicy'));
  return policies
    .flatMap((policy) => [policy, ...policy.at('portLevelSettings').items])
    .map((policy) => policy.at('loadBalancer', 'consistentHash'))
    .flatMap((hash) => [hash.at('httpHeaderName'), hash.at('httpCookie', 'name'), hash.at('httpQueryParameterName')])
    .filter((name) => name.value === '')
    .map((name) => ({ place: { manifest, path: name.path }, reason: 'a consistent hash needs a name' }));
}
