import { type Finding, formatPath } from '../check/finding';
import { check, withPlace } from '../check/run';
import type { Reading } from '../manifest/reading';
import type { Mesh } from '../mesh/mesh';

/** Findings of the checks that only one side has. */
export interface FindingChanges {
  readonly added: readonly Finding[];
  readonly gone: readonly Finding[];
}

/** One side, and its mesh where nothing of it is rejected. */
export interface CheckedSide {
  readonly reading: Reading;
  readonly mesh?: Mesh;
}

/** Runs the checks over both sides. A finding is the same if code, object, field and message are. */
export function findingChanges(old: CheckedSide, next: CheckedSide, clusterDomain?: string): FindingChanges {
  const [before, after] = [old, next].map(({ reading, mesh }) => check(reading, { clusterDomain, mesh, places: false })) as [
    Finding[],
    Finding[],
  ];
  return { added: missingIn(before, after).map(withPlace), gone: missingIn(after, before).map(withPlace) };
}

function missingIn(known: readonly Finding[], findings: readonly Finding[]): Finding[] {
  const left = new Map<string, number>();
  for (const finding of known) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

/** List indexes are left out: a rule that moves down is the same rule. */
function keyOf({ code, rule, object, path, message }: Finding): string {
  return JSON.stringify([code, rule, object?.kind, object?.namespace, object?.name, formatPath(path).replace(/\[\d+\]/g, '[]'), message]);
}
