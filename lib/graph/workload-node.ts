import { accessOf } from '../access/access';
import type { Service, ServicePort } from '../mesh/services/service';
import type { Workload } from '../mesh/workloads/workloads';
import type { Drawing } from './drawing';
import { serverOf } from './guards';
import { workloadId } from './ids';

/** Draws pods that share one template, with their proxy. @returns the id */
export function drawWorkload(drawing: Drawing, workload: Workload): string {
  const id = workloadId(workload);
  if (drawing.has(id)) return id;
  const { mesh } = drawing;
  const { kind, name, namespace, labels, replicas, machine, manifest } = workload;
  const server = serverOf(mesh, workload);
  const isGateway = server.isGateway && mesh.gateways.selecting(workload).length > 0;
  const app = labels.app ?? labels['app.kubernetes.io/name'];
  const version = labels.version ?? labels['app.kubernetes.io/version'];
  const isAssumed = !mesh.manifests.includes(manifest);
  return drawing.node({
    id,
    kind: isGateway ? 'gateway' : 'workload',
    name: isAssumed ? name.replace(/-assumed$/, '') : name,
    namespace,
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
    details: [
      machine
        ? `machine ${machine.address ?? ''}`.trim()
        : isAssumed
          ? 'of the installation'
          : `${kind}, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
    ],
    manifests: isAssumed ? [] : [manifest],
    marks: [...(isGateway ? [] : proxyMarks(server)), ...(isAssumed ? ['assumed'] : [])],
    undecided: mesh.extensions.of(workload, isGateway ? 'GATEWAY' : 'SIDECAR_INBOUND').map(({ text }) => text),
  });
}

function proxyMarks({ proxy }: ReturnType<typeof serverOf>): string[] {
  if (proxy.kind === 'none') return ['no proxy'];
  return [...(proxy.kind === 'ztunnel' ? ['ambient'] : []), ...(proxy.assumed ? ['sidecar assumed'] : [])];
}

/** May anybody in the cluster call the pods, without a certificate of the mesh? */
export function acceptsPlainText(drawing: Drawing, workload: Workload, ports: readonly [Service, ServicePort, number][]): boolean {
  const server = serverOf(drawing.mesh, workload);
  return ports.some(
    ([service, port, targetPort]) => accessOf(drawing.mesh, undefined, { service, port, server, targetPort }).permission !== 'denied',
  );
}
