import type { Finding } from '../check/finding';
import type { Level } from '../diagnostic';

/** What a run of the checker gives to a renderer. */
export interface Report {
  readonly findings: readonly Finding[];
  /** How many objects were looked at. */
  readonly objects: number;
}

/** How many findings there are of each level. */
export function countByLevel(findings: readonly Finding[]): Record<Level, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { level } of findings) counts[level]++;
  return counts;
}
