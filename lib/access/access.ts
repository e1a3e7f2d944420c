import type { Mesh } from '../mesh/mesh';
import { isOwnProxy } from '../mesh/workloads/injection';
import { podOf } from '../mesh/workloads/pods';
import type { Workload } from '../mesh/workloads/workloads';
import type { PartialRequest } from '../route/policy/attributes';
import type { Caller } from '../route/stages/caller';
import { Server } from '../route/stages/server';
import type { Access, Asking, CalledPort } from './call';
import { accessThrough } from './through-waypoint';
import { accessToPods } from './to-pods';

/** The caller that has no proxy and no identity: any pod of the cluster that is not in the mesh. */
export const plainCaller = 'plain text';

/** Every port of every Kubernetes Service that has pods among the manifests. */
export function calledPorts(mesh: Mesh): readonly CalledPort[] {
  const servers = new Map<Workload, Server>();
  const serverOf = (workload: Workload) => {
    const server = servers.get(workload) ?? new Server(mesh, workload, {});
    servers.set(workload, server);
    return server;
  };
  return mesh.services.all
    .filter(({ registry, manifest }) => registry === 'kubernetes' && mesh.manifests.includes(manifest))
    .flatMap((service) =>
      service.ports
        .filter(({ protocol }) => protocol !== 'udp')
        .flatMap((port) =>
          mesh.endpoints
            .of(service, port)
            .flatMap(({ workload, port: targetPort }) => (workload ? [{ service, port, server: serverOf(workload), targetPort }] : [])),
        ),
    );
}

/** @param workload who calls; undefined: whoever sends plain text. @param request what is known of the request; absent: anything */
export function accessOf(mesh: Mesh, workload: Workload | undefined, called: CalledPort, request?: PartialRequest): Access {
  const name = workload ? `${workload.namespace}/${workload.name}` : plainCaller;
  return accessBy(mesh, { caller: callerOf(mesh, workload), name, request }, called);
}

/** May this caller call the port? Where a waypoint is on the way, it decides first, and then opens a connection of its own. */
export function accessBy(mesh: Mesh, asking: Asking, called: CalledPort): Access {
  const { service, port } = called;
  const { proxy } = asking.caller;
  const waypoint = mesh.waypoints.usedBy(proxy, service);
  const [undecided] = mesh.waypoints.undecidedBefore(proxy, service, mesh.endpoints.of(service, port));
  if (undecided !== undefined) return { ...accessToPods(mesh, asking, called), ...undecidedAccess(undecided) };
  return waypoint?.waypoint ? accessThrough(mesh, asking, { called, binding: waypoint }) : accessToPods(mesh, asking, called);
}

/** A workload, as its proxy opens connections. @param workload undefined: a pod without a proxy */
export function callerOf(mesh: Mesh, workload: Workload | undefined): Caller {
  if (!workload) return { client: { namespace: '', labels: {} }, proxy: 'none' };
  const { kind } = mesh.injection.proxyOf(workload);
  const proxy = kind === 'sidecar' && isOwnProxy(podOf(workload)) ? 'gateway' : kind;
  return { client: workload, proxy, identity: mesh.identities.of(workload) };
}

function undecidedAccess(undecided: string): Pick<Access, 'permission' | 'reason' | 'conditions' | 'policy' | 'rule'> {
  return { permission: 'conditional', reason: `undecided: ${undecided}`, conditions: [], policy: undefined, rule: undefined };
}
