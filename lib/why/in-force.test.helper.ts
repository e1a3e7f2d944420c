import type { Manifest } from '../manifest/manifest';
import type { Mesh } from '../mesh/mesh';
import { SidecarScope } from '../mesh/sidecars/sidecar-scope';
import type { Workload } from '../mesh/workloads/workloads';

/** Does some proxy have the object, whether or not it changes an answer? Asked of the proxies, not of what is passed over. */
export function isInForce(mesh: Mesh, manifest: Manifest): boolean {
  const isOf = inForce[manifest.object.kind];
  return (
    isOf !== undefined && mesh.workloads.all.some((pod) => mesh.injection.proxyOf(pod).kind === 'sidecar' && isOf(mesh, pod, manifest))
  );
}

const inForce: Readonly<Record<string, (mesh: Mesh, pod: Workload, manifest: Manifest) => boolean>> = {
  Sidecar: (mesh, { namespace, labels }, manifest) => mesh.sidecars.of(namespace, labels)?.manifest === manifest,
  PeerAuthentication: (mesh, pod, manifest) => mesh.peerAuthentications.modeOf(pod, 8080).by === manifest,
  AuthorizationPolicy: (mesh, pod, manifest) => mesh.policies.of(pod).authorization.some((policy) => policy.manifest === manifest),
  ServiceEntry: (mesh, { namespace, labels }, manifest) => {
    const scope = new SidecarScope(mesh, namespace, mesh.sidecars.of(namespace, labels));
    // Entries of one namespace, host and resolution are merged.
    return mesh.services.all.some((service) => {
      const known = scope.service(service.host);
      return service.manifest === manifest && known?.namespace === service.namespace && known.resolution === service.resolution;
    });
  },
};
