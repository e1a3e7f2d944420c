import { levels } from '../check/finding';
import type { Level } from '../diagnostic';
import type { GraphFinding } from './graph';

/** The worst level of findings; of none, the mildest. */
export function levelOf(findings: readonly GraphFinding[]): Level {
  return levels.find((level) => findings.some((finding) => finding.level === level)) ?? 'info';
}
