import type { Mesh } from '../mesh/mesh';
import type { CaseRequest, RouteCase } from './cases';
import { GatewayRouter } from './gateway/gateway-router';
import type { Router } from './router';
import { routerOf } from './router-of';
import { SidecarRouter } from './sidecar/sidecar-router';

/** Whoever sends a request of a case: a workload, a client with a sidecar, or the gateway of the case. */
export function routerOfCase(mesh: Mesh, { gateway }: RouteCase, { from, workload }: CaseRequest): Router {
  if (workload) return routerOfWorkload(mesh, workload);
  return from ? new SidecarRouter(mesh, from) : new GatewayRouter(mesh, gateway);
}

function routerOfWorkload(mesh: Mesh, name: string): Router {
  const found = mesh.workloads.all.find((workload) => `${workload.namespace}/${workload.name}` === name);
  if (!found) throw new Error(`no workload ${name}`);
  return routerOf(mesh, found);
}
