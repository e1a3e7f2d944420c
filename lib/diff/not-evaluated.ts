import { namespaceOf } from '../istio/names';
import { groupOf } from '../istio/objects';
import { FieldReader } from '../manifest/field';
import type { Manifest } from '../manifest/manifest';
import { controllerOf } from '../mesh/gateway-api/gateway-classes';
import type { Mesh } from '../mesh/mesh';
import type { ObjectChange } from './object-changes';

/** Objects by which something else than Istio lets connections pass, or not. */
const networkPolicies: ReadonlySet<string> = new Set([
  ...['NetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'GlobalNetworkPolicy'],
  ...['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
]);
const gatewayApi = 'gateway.networking.k8s.io';

/**
 * Why a changed object may change answers although no difference shows: another controller acts on it.
 *
 * @param meshes of both sides
 */
export function notEvaluated({ kind, name, old, new: next }: ObjectChange, meshes: readonly [Mesh, Mesh]): string[] {
  if (networkPolicies.has(kind)) return [`${kind} ${name}: what the network lets pass is not evaluated`];
  const sides = [old, next].flatMap((manifest, index) => (manifest ? foreignClass(manifest, meshes[index as 0 | 1]) : []));
  const [className] = sides;
  return className === undefined ? [] : [`${kind} ${name}: class \`${className}\` is another controller's, and is not evaluated`];
}

/** The class of an Ingress, Gateway or route that another controller serves. */
function foreignClass(manifest: Manifest, mesh: Mesh): string[] {
  const { object } = manifest;
  const group = groupOf(object);
  const spec = new FieldReader(object).at('spec');
  if (group === 'networking.k8s.io' && object.kind === 'Ingress') {
    if (mesh.ingresses.serviceOf(manifest).served) return [];
    return [spec.at('ingressClassName').text || String(object.metadata.annotations?.['kubernetes.io/ingress.class'] ?? 'none')];
  }
  if (group !== gatewayApi) return [];
  if (object.kind === 'Gateway') return ofOthers(spec.at('gatewayClassName').text, mesh);
  const parents = spec.at('parentRefs').items.map((parent) => ({
    name: parent.at('name').text,
    namespace: parent.at('namespace').text || namespaceOf(object),
  }));
  return parents.flatMap((parent) => {
    const gateway = mesh.objects.find(gatewayApi, 'Gateway', parent);
    return gateway ? ofOthers(new FieldReader(gateway.object).at('spec', 'gatewayClassName').text, mesh) : [];
  });
}

function ofOthers(className: string, { objects }: Mesh): string[] {
  return controllerOf(objects, className) === 'other' ? [className] : [];
}
