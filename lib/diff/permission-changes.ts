import { plainCaller } from '../access/access';
import type { Access } from '../access/call';
import { accessMatrix } from '../access/matrix';
import type { Mesh } from '../mesh/mesh';
import type { Effect, FactChange } from './change';
import type { ObjectChange } from './object-changes';

/** Kinds that permissions do not depend on. */
const withoutPermissions: ReadonlySet<string> = new Set([
  'VirtualService',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Secret',
]);

/** Larger matrices than this are not compared: callers times ports. */
const mostCells = 2_000_000;

/** Who may call whom on one side and not on the other, and whether a token is needed. How connections are made, the requests say. */
export function permissionChanges(old: Mesh, next: Mesh, changes: readonly ObjectChange[]): { changes: FactChange[]; undecided: string[] } {
  if (changes.every(({ kind }) => withoutPermissions.has(kind))) return { changes: [], undecided: [] };
  const cells = Math.max(...[old, next].map((mesh) => mesh.workloads.all.length * mesh.services.all.length));
  if (cells > mostCells)
    return { changes: [], undecided: [`who may call whom: ${cells} pairs of a caller and a service are too many to compare`] };
  const before = new Map(accessMatrix(old).map((access) => [keyOf(access), access]));
  const found = new Map<string, { readonly fact: FactChange; readonly callers: string[] }>();
  for (const access of accessMatrix(next)) {
    const known = before.get(keyOf(access));
    if (!known) continue;
    const [was, is] = [permissionText(known), permissionText(access)];
    const key = `${access.to}:${access.port} ${was} ${is}`;
    const group = found.get(key);
    if (was === is) continue;
    if (group) group.callers.push(access.from);
    else
      found.set(key, {
        fact: { section: 'access', ...effectOf(known, access), what: `${access.to}:${access.port}`, old: was, new: is },
        callers: [access.from],
      });
  }
  return {
    changes: [...found.values()].map(({ fact, callers }) => ({ ...fact, what: `${callersText(callers)} to ${fact.what}` })),
    undecided: [],
  };
}

function keyOf({ from, to, port, workload }: Access): string {
  return `${from} ${to}:${port} ${workload}`;
}

function permissionText({ permission, requiresToken, conditions }: Access): string {
  const when = permission === 'conditional' && conditions.length > 0 ? ` (${conditions.join('; ')})` : '';
  return `${permission}${requiresToken ? ', with a token only' : ''}${when}`;
}

/** Whether other conditions open or close anything, the requests say. */
function effectOf(old: Access, next: Access): { effect?: Effect } {
  if (old.permission === 'conditional' && next.permission === 'conditional' && old.requiresToken === next.requiresToken) return {};
  if (next.from === plainCaller && old.permission === 'denied' && next.permission !== 'denied') return { effect: 'loses-mtls' };
  if (old.permission === 'denied' && next.permission !== 'denied') return { effect: 'opens-access' };
  if (old.permission !== 'denied' && next.permission === 'denied') return { effect: 'closes-access' };
  if (old.requiresToken && !next.requiresToken) return { effect: 'loses-token' };
  return { effect: next.permission === 'allowed' ? 'opens-access' : 'closes-access' };
}

/** At most this many callers are named. */
const most = 4;

function callersText(callers: readonly string[]): string {
  // The gateway that is assumed has the name of its Service.
  const names = [...new Set(callers.map((name) => name.replace(/^(istio-system\/.*)-assumed$/, '$1')))];
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
}
