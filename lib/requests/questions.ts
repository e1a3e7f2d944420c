import type { Mesh } from '../mesh/mesh';
import { type Caller, insideCallers, outsideCallers } from './callers';
import { type Entry, innerEntries, knownHosts, moreSpecific, outerEntries, unknownEntries } from './entries';

/** Who asks where. */
export interface Question {
  readonly entry: Entry;
  readonly caller: Caller;
  readonly otherHosts: readonly string[];
}

/** Which questions are asked. */
export interface Wanted {
  /** Those of clients outside the mesh, at whatever host. */
  readonly includesOutside: boolean;
  includesHost(pattern: string): boolean;
  /** Those of callers in a namespace, at whatever host. */
  includesCaller(namespace: string | undefined): boolean;
}

/** Each entry of any of the meshes once, with everybody who may ask there. */
export function* questions(meshes: readonly Mesh[], scope: Wanted): Generator<Question> {
  const outer = once(meshes.flatMap(outerEntries));
  const hosts = [...new Set(outer.map(({ pattern }) => pattern))];
  for (const entry of outer) {
    if (!scope.includesOutside && !scope.includesHost(entry.pattern)) continue;
    for (const caller of outsideCallers(meshes, domainOf(entry))) yield { entry, caller, otherHosts: moreSpecific(entry.pattern, hosts) };
  }
  const callers = insideCallers(meshes);
  const areChosen = callers.some(({ namespace }) => scope.includesCaller(namespace));
  const inner = once(meshes.flatMap((mesh) => [...innerEntries(mesh, areChosen ? undefined : (host) => scope.includesHost(host))]));
  const known = areChosen ? [...new Set(knownHosts(meshes))] : [];
  const unknown = areChosen ? unknownEntries(known) : [];
  for (const caller of callers) {
    const isChosen = scope.includesCaller(caller.namespace);
    for (const entry of inner) if (isChosen || scope.includesHost(entry.pattern)) yield { entry, caller, otherHosts: [] };
    for (const entry of isChosen ? unknown : []) yield { entry, caller, otherHosts: known };
  }
}

function once(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [`${entry.scheme} ${entry.host} ${entry.port}`, entry])).values()];
}

function domainOf({ host }: Entry): string {
  return (host ?? '').replace(/:\d+$/, '');
}
