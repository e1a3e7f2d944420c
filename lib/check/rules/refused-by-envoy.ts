import type { FieldPath, KubernetesObject } from '../../manifest/manifest';
import type { DestinationRule } from '../../mesh/destination-rules';
import type { Mesh } from '../../mesh/mesh';
import type { VirtualService } from '../../mesh/virtual-service';
import { actionRefusals } from '../../route/action-refusals';
import { subsetRefusals } from '../../route/cluster-refusals';
import { listenerRefusals } from '../../route/listener-refusals';
import { matchRefusals } from '../../route/match-refusals';
import type { Refusal } from '../../route/refusal';
import { FieldReader } from '../field-reader';
import { gatewayRouters } from '../gateway-routers';
import { kinds } from '../kinds';
import { memo } from '../memo';
import { rule } from '../rule';
import { isRefused } from '../violations';

export const refusedByEnvoy = rule({
  code: 'MESH101',
  name: 'refused-by-envoy',
  level: 'error',
  kinds: [kinds.VirtualService, kinds.DestinationRule, kinds.Gateway],
  check: ({ object, root }, { mesh }) =>
    (refusals(mesh).get(object) ?? [])
      // What the cluster refuses never comes to Envoy.
      .filter(({ path }) => !isRefused(object, path))
      .map(({ path, reason }) =>
        root.at(...path).finding({
          what: `Envoy refuses this: ${reason}`,
          why: 'Istio takes it and hands it on; Envoy then refuses every route of that update, and keeps answering from its old configuration',
        }),
      ),
});

interface Found {
  readonly path: FieldPath;
  readonly reason: string;
}

/** Everything that Envoy refuses, by the object it comes from. */
const refusals = memo((mesh: Mesh) => {
  const byObject = new Map<KubernetesObject, Found[]>();
  const all = [
    ...mesh.virtualServices.all.flatMap(virtualServiceRefusals),
    ...mesh.destinationRules.all.flatMap((one) => [...subsetRefusals(one), ...hashRefusals(one)]),
    ...gatewayRouters(mesh).flatMap(({ openPorts }) => openPorts.flatMap(listenerRefusals)),
  ];
  for (const { place, reason } of all) {
    const known = byObject.get(place.manifest.object) ?? [];
    byObject.set(place.manifest.object, known);
    if (!known.some((other) => other.reason === reason && other.path.join() === place.path.join()))
      known.push({ path: place.path, reason });
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
