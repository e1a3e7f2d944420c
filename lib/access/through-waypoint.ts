import { memo } from '../memo';
import type { Mesh } from '../mesh/mesh';
import type { Waypoint } from '../mesh/workloads/waypoint';
import type { WaypointBinding } from '../mesh/workloads/waypoints';
import type { PolicyFilters } from '../route/policy/policy-filters';
import type { Caller } from '../route/stages/caller';
import { waypointFilters } from '../route/waypoint/waypoint-filters';
import type { Access, Asking, CalledPort } from './call';
import { type Decided, decided } from './decided';
import { accessToPods, isRead } from './to-pods';

interface Way {
  readonly called: CalledPort;
  readonly binding: WaypointBinding;
}

/**
 * May a caller call a port whose Service asks for a waypoint? The policies that name the Service or the waypoint decide there; those of
 * the pods see the waypoint, not the caller. Source: Istio `listener_waypoint.go`.
 */
export function accessThrough(mesh: Mesh, asking: Asking, { called, binding }: Way): Access {
  const { waypoint, assumed } = binding;
  if (!waypoint) return accessToPods(mesh, asking, called);
  const behind = accessToPods(mesh, { ...asking, caller: callerAt(mesh, waypoint) }, called);
  const before = decidedAt(mesh, asking, { called, waypoint });
  const joined = join(before, behind, waypoint);
  return { ...behind, ...joined, transport: 'mutual', assumed: [...(assumed ? [assumed] : []), ...behind.assumed] };
}

function callerAt(mesh: Mesh, { namespace, labels, serviceAccount }: Waypoint): Caller {
  return { client: { namespace, labels }, proxy: 'waypoint', identity: mesh.identities.of({ namespace, labels, serviceAccount }) };
}

interface At {
  readonly called: CalledPort;
  readonly waypoint: Waypoint;
}

/** Undefined where no policy holds for the Service at the waypoint. */
function decidedAt(mesh: Mesh, { caller: { identity }, request = {} }: Asking, { called, waypoint }: At): Decided | undefined {
  const { port } = called;
  const filters = filtersAt(mesh, called, waypoint);
  if (filters.isEmpty) return undefined;
  return decided(filters, {
    peer: identity === undefined ? undefined : { uris: [identity] },
    sourceIp: undefined,
    remoteIp: undefined,
    destinationIp: undefined,
    destinationPort: port.number,
    serverName: '',
    http: isRead(port) ? request : undefined,
  });
}

const made = memo((_mesh: Mesh) => new Map<string, PolicyFilters>());

/** Every caller of a Service meets the same filters: they are made once. */
function filtersAt(mesh: Mesh, { service, port }: CalledPort, waypoint: Waypoint): PolicyFilters {
  const tcp = !isRead(port);
  const key = `${waypoint.name} ${service.namespace}/${service.host} ${tcp}`;
  const known = made(mesh).get(key) ?? waypointFilters(mesh, { waypoint, service }, { tcp });
  made(mesh).set(key, known);
  return known;
}

/** Both must let a request pass. */
function join(before: Decided | undefined, behind: Access, { name }: Waypoint): Decided {
  if (!before) return behind;
  const there = { ...before, reason: `at waypoint ${name}: ${before.reason}` };
  if (before.permission === 'denied' || behind.permission === 'allowed') return { ...there, policy: before.policy, rule: before.rule };
  if (behind.permission === 'denied' || before.permission === 'allowed') return behind;
  return {
    ...there,
    requiresToken: before.requiresToken || behind.requiresToken,
    reason: `${there.reason}; then ${behind.reason}`,
    conditions: [...before.conditions, ...behind.conditions],
  };
}
