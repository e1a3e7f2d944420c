import { accessBy } from '../access/access';
import { memo } from '../memo';
import type { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import type { Cluster } from '../route/cluster';
import type { Caller } from '../route/stages/caller';
import { Server } from '../route/stages/server';
import { transportTo } from '../route/stages/transport';
import type { Drawing } from './drawing';
import type { GraphEdge } from './graph';

/** What decides between two proxies: mutual TLS and the policies of the called pods. */
export type Guard = Pick<GraphEdge, 'transport' | 'access' | 'policies'>;

const serversOf = memo((_mesh: Mesh) => new Map<Workload, Server>());

/** The pods of a workload as servers, made once. */
export function serverOf(mesh: Mesh, workload: Workload): Server {
  const servers = serversOf(mesh);
  let server = servers.get(workload);
  if (!server) {
    server = new Server(mesh, workload, {});
    servers.set(workload, server);
  }
  return server;
}

/** What a caller meets at the pods of one workload behind a cluster. @param port of the pods */
export function guardOf(drawing: Drawing, caller: Caller, { cluster, workload, port }: Met): Guard {
  const { mesh } = drawing;
  const server = serverOf(mesh, workload);
  const transport = transportTo(mesh, caller, { cluster, server, port });
  const servicePort = cluster.service?.ports.find(({ number }) => number === cluster.port);
  if (!cluster.service || !servicePort || server.isGateway) return { transport, policies: [] };
  const called = { service: cluster.service, port: servicePort, server, targetPort: port };
  const { permission, requiresToken, reason, conditions } = accessBy(mesh, { caller, name: '' }, called);
  const waypoint = mesh.waypoints.usedBy(caller.proxy, cluster.service)?.waypoint;
  const enforced = [mesh.policies.of(workload), ...(waypoint ? [mesh.policies.at(waypoint, cluster.service)] : [])];
  const modeBy = server.modeOf(port).by;
  const manifests = new Set(
    enforced.flatMap(({ authorization, jwtRules }) => [...authorization, ...jwtRules].map(({ manifest }) => manifest)),
  );
  if (modeBy) manifests.add(modeBy);
  const policies = [...manifests].map((manifest) => drawing.object(manifest));
  return policies.length === 0 && permission === 'allowed'
    ? { transport, policies }
    : { transport, policies, access: { permission, requiresToken, reason, conditions } };
}

interface Met {
  readonly cluster: Cluster;
  readonly workload: Workload;
  readonly port: number;
}

/** One guard for all pods of a destination. */
export function common(guards: readonly Guard[]): Guard {
  const [first, ...others] = guards;
  if (!first) return { policies: [] };
  const transport = others.every((other) => other.transport === first.transport) ? first.transport : 'mixed';
  const accesses = guards.flatMap(({ access }) => access ?? []);
  const same = accesses.length === guards.length && accesses.every(({ permission }) => permission === accesses[0]?.permission);
  const access = accesses[0] && (same ? accesses[0] : { ...accesses[0], permission: 'conditional' as const });
  return { transport, policies: [...new Set(guards.flatMap(({ policies }) => policies))], ...(access ? { access } : {}) };
}
