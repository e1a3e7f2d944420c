import type { Level } from '../diagnostic';
import type { FieldPath, Manifest, Position } from '../manifest/manifest';
import type { Repair } from '../manifest/repair';

/** One thing that is wrong, with its place, its reason and its cure. */
export interface Finding {
  readonly code: string;
  readonly level: Level;
  /** Name of the rule. */
  readonly rule: string;
  readonly object?: ObjectName;
  /** Undefined for what is wrong with a file rather than an object. */
  readonly manifest?: Manifest;
  readonly path: FieldPath;
  readonly position?: Position;
  /** The line at `position`, for a code frame. */
  readonly line?: string;
  readonly message: string;
  readonly why?: string;
  readonly fix?: string;
  readonly repair?: Repair;
}

export interface ObjectName {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Worst first. */
export const levels: readonly Level[] = ['error', 'warning', 'info'];

/** Is `level` as bad as `threshold`, or worse? */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return levels.indexOf(level) <= levels.indexOf(threshold);
}

/** A path as people write it: `spec.http[0].match[1].headers["x-user"]`. */
export function formatPath(path: FieldPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
