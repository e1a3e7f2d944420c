import { type Finding, formatPath } from '../check/finding';
import { check } from '../check/run';
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
  const [before, after] = [old, next].map(({ reading, mesh }) => check(reading, { clusterDomain, mesh })) as [Finding[], Finding[]];
  const [was, is] = [before.map(keyed), after.map(keyed)];
  return { added: missingIn(was, is), gone: missingIn(is, was) };
}

interface Keyed {
  readonly key: string;
  readonly finding: Finding;
}

function missingIn(known: readonly Keyed[], all: readonly Keyed[]): Finding[] {
  const left = new Map<string, number>();
  for (const { key } of known) left.set(key, (left.get(key) ?? 0) + 1);
  return all.flatMap(({ key, finding }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0 ? finding : [];
  });
}

/** List indexes are left out: a rule that moves down is the same rule. */
function keyed(finding: Finding): Keyed {
  const { code, rule, object, path, message } = finding;
  const place = formatPath(path.filter((step) => typeof step === 'string'));
  return { key: [code, rule, object?.kind, object?.namespace, object?.name, place, message].join('\n'), finding };
}
