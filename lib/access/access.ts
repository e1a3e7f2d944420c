import type { Mesh } from '../mesh/mesh';
import type { Service, ServicePort } from '../mesh/services/service';
import { isOwnProxy } from '../mesh/workloads/injection';
import { podOf } from '../mesh/workloads/pods';
import type { Workload } from '../mesh/workloads/workloads';
import type { PartialRequest } from '../route/policy/attributes';
import type { Caller } from '../route/stages/caller';
import { Server, type Transport } from '../route/stages/server';
import { accessThrough } from './through-waypoint';
import { accessToPods } from './to-pods';

/** `conditional`: some requests are allowed and some are not, or what is not known decides. */
export type Permission = 'allowed' | 'conditional' | 'denied';

/** The caller that has no proxy and no identity: any pod of the cluster that is not in the mesh. */
export const plainCaller = 'plain text';

/** May one caller call one port of one workload? */
export interface Access {
  /** `namespace/workload`, or `plain text`. */
  readonly from: string;
  /** `namespace/service`. */
  readonly to: string;
  /** Of the Service. */
  readonly port: number;
  /** The called pods, for example `Deployment shop/web`. */
  readonly workload: string;
  /** What the two proxies speak. */
  readonly transport: Transport;
  /** Whether the call is allowed. */
  readonly permission: Permission;
  /** Denied without a validated token, and not always with one. */
  readonly requiresToken: boolean;
  /** In one line, what decides it. */
  readonly reason: string;
  /** The policy that decides, with the place of its rule; absent where none does. */
  readonly policy?: string;
  /** The index of the rule that decides in its policy. */
  readonly rule?: number;
  /** What the requests that are allowed must be, or must not be. */
  readonly conditions: readonly string[];
  /** Assumed because manifests do not say it. */
  readonly assumed: readonly string[];
}

/** One port of a Service and the pods behind it. */
export interface CalledPort {
  readonly service: Service;
  readonly port: ServicePort;
  readonly server: Server;
  /** Of the pods. */
  readonly targetPort: number;
}

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

/** Who asks for access. */
export interface Asking {
  readonly caller: Caller;
  /** `namespace/workload`, or `plain text`. */
  readonly name: string;
  /** What is known of the request. @default - anything is sent */
  readonly request?: PartialRequest;
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
