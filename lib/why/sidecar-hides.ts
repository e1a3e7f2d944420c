import type { Manifest } from '../manifest/manifest';
import type { Mesh } from '../mesh/mesh';
import { SidecarScope } from '../mesh/sidecars/sidecar-scope';
import { writtenWorkloads } from '../requests/answers';

/** Hosts and VirtualServices that the callers of a Sidecar do not know because of it, each with how many callers. */
export function hiddenBy(manifest: Manifest, mesh: Mesh, other: Mesh): ReadonlyMap<string, number> {
  const hidden = new Map<string, number>();
  if (manifest.object.kind !== 'Sidecar') return hidden;
  const written = new Set(mesh.manifests);
  for (const workload of writtenWorkloads(mesh)) {
    const { namespace, labels } = workload;
    const own = mesh.sidecars.of(namespace, labels);
    if (own?.manifest !== manifest || mesh.injection.proxyOf(workload).kind !== 'sidecar') continue;
    const seen = namesIn(new SidecarScope(mesh, namespace, own), written);
    for (const name of namesIn(new SidecarScope(other, namespace, other.sidecars.of(namespace, labels)), written))
      if (!seen.has(name)) hidden.set(name, (hidden.get(name) ?? 0) + 1);
  }
  return hidden;
}

/** What a scope lets its clients know of the manifests: hosts with their ports, and rules. */
function namesIn({ listeners }: SidecarScope, written: ReadonlySet<Manifest>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { services, virtualServices } of listeners) {
    for (const { host, ports, manifest } of services.values())
      for (const { number } of written.has(manifest) ? ports : []) names.add(`${host}:${number}`);
    for (const service of virtualServices) names.add(service.manifest.origin ? service.titleOf() : `VirtualService ${service.name}`);
  }
  return names;
}
