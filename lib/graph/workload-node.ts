import { accessOf } from '../access/access';
import type { Manifest } from '../manifest/manifest';
import { gatewayName } from '../mesh/gateway-api/deployments';
import { gatewayApi } from '../mesh/gateway-api/objects';
import type { Mesh } from '../mesh/mesh';
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
  const isWritten = mesh.manifests.includes(manifest);
  const deployedFor = isWritten ? undefined : gatewayOf(mesh, workload);
  const isAssumed = !isWritten && !deployedFor;
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
          : deployedFor
            ? 'made by istiod'
            : `${kind}, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
    ],
    manifests: isAssumed ? [] : [deployedFor ?? manifest],
    marks: [...(isGateway ? [] : proxyMarks(server)), ...(isAssumed ? ['assumed'] : [])],
    undecided: mesh.extensions.of(workload, isGateway ? 'GATEWAY' : 'SIDECAR_INBOUND').map(({ text }) => text),
  });
}

/** The Gateway that istiod makes these pods for. */
function gatewayOf(mesh: Mesh, { namespace, labels }: Workload): Manifest | undefined {
  const name = labels[gatewayName];
  return name === undefined ? undefined : mesh.find(gatewayApi, 'Gateway', { namespace, name });
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
