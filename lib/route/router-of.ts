import type { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import { PlainRouter } from './plain/plain-router';
import type { Router } from './router';
import { SidecarRouter } from './sidecar/sidecar-router';
import type { RouterOptions } from './stages/caller';

/** The router of what a workload's program sends: its sidecar, or the bare network where it has none. */
export function routerOf(mesh: Mesh, workload: Workload, options?: RouterOptions): Router {
  const proxy = mesh.injection.proxyOf(workload);
  return proxy.kind === 'sidecar' ? new SidecarRouter(mesh, workload, options) : new PlainRouter(mesh, workload, proxy, options);
}
