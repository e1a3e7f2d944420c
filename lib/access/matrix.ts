import type { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import { accessOf, calledPorts, plainCaller } from './access';
import type { Access, CalledPort } from './call';

/** Which part of the matrix is asked for. */
export interface AccessQuestion {
  /** `namespace/workload`, or `plain text`. @default - every caller */
  readonly from?: string;
  /** `namespace/service`, or `namespace/service:port`. @default - every port */
  readonly to?: string;
}

/** Who may call whom, as `AuthorizationPolicy`, `RequestAuthentication` and `PeerAuthentication` say; routes and visibility are left aside. */
export function accessMatrix(mesh: Mesh, { from, to }: AccessQuestion = {}): readonly Access[] {
  const callers: readonly (Workload | undefined)[] = [...mesh.workloads.all, undefined];
  const chosen = callers.filter((caller) => from === undefined || callerName(caller) === from);
  return calledPorts(mesh)
    .filter((port) => to === undefined || namesOf(port).includes(to))
    .flatMap((port) => chosen.filter((caller) => caller !== port.server.workload).map((caller) => accessOf(mesh, caller, port)));
}

/** What `from` may name. */
export function callerNames(mesh: Mesh): readonly string[] {
  return [...mesh.workloads.all, undefined].map(callerName);
}

/** What `to` may name. */
export function calledNames(mesh: Mesh): readonly string[] {
  return [...new Set(calledPorts(mesh).flatMap(namesOf))];
}

/** The names of a called port: with and without its number. */
export function namesOf({ service, port }: CalledPort): readonly string[] {
  const name = `${service.namespace}/${service.name}`;
  return [name, `${name}:${port.number}`];
}

function callerName(caller: Workload | undefined): string {
  return caller ? `${caller.namespace}/${caller.name}` : plainCaller;
}
