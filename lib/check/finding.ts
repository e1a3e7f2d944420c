import type { Level } from '../diagnostic';
import type { FieldPath, Manifest, Position } from '../manifest/manifest';
import type { Repair } from '../manifest/repair';

/** One thing that is wrong, with its place, its reason and its cure. */
export interface Finding {
  /** The code of the rule, such as `MESH001` or `IST0101`: `mesh explain` tells more. */
  readonly code: string;
  /** How bad it is. */
  readonly level: Level;
  /** Name of the rule. */
  readonly rule: string;
  /** The object it is about. Absent where a file could not be read. */
  readonly object?: ObjectName;
  /** Undefined for what is wrong with a file rather than an object. */
  readonly manifest?: Manifest;
  /** The field it is about; empty for the object as a whole. */
  readonly path: FieldPath;
  /** File, line and column of that field, where the manifest was read from text. */
  readonly position?: Position;
  /** The line at `position`, for a code frame. */
  readonly line?: string;
  /** What is wrong, in one sentence with the user's own value. */
  readonly message: string;
  /** What follows from it. */
  readonly why?: string;
  /** How to mend it. */
  readonly fix?: string;
  /** The change that mends it, where a program can make it. */
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
