import type { Mesh } from '../mesh/mesh';
import type { Effect, FactChange, RequestChange } from './change';
import { Exceptions } from './exceptions';
import { compareObjects } from './object-changes';
import { permissionChanges } from './permission-changes';
import { compareRequests } from './request-changes';
import { Scope } from './scope';

/** What callers are answered otherwise by one mesh than by another. */
export interface AnswerChanges {
  readonly changes: readonly (RequestChange | FactChange)[];
  /** What could not be divided or evaluated, and may differ. */
  readonly undecided: readonly string[];
}

/**
 * Compares what callers get from two meshes: answers and permissions, but not capacity, findings and fields.
 *
 * @param except effects, hosts and paths that may differ
 * @throws RangeError for an exception that is neither
 */
export function answerChanges(before: Mesh, after: Mesh, except: readonly string[] = []): AnswerChanges {
  const exceptions = new Exceptions(except);
  const { changes: objects } = compareObjects(before.manifests, after.manifests);
  const scope = new Scope([before, after], objects);
  if (scope.isEmpty) return { changes: [], undecided: [] };
  const compared = compareRequests(before, after, { scope, except: (entry) => exceptions.of(entry) });
  const permissions = permissionChanges(before, after, objects);
  const isAllowed = (effect: Effect | undefined) => effect !== undefined && exceptions.allows(effect);
  return {
    changes: [...compared.changes, ...permissions.changes].filter(({ effect }) => !isAllowed(effect)),
    undecided: [...compared.undecided, ...permissions.undecided],
  };
}
