import type { KubernetesObject } from '../istio/objects';

/** Steps from the root of an object to one of its fields: names and list indexes. */
export type FieldPath = readonly (string | number)[];

/** A place in a text. Lines and columns count from 1. */
export interface Position {
  /** The file as it was named, absent for text that came from nowhere. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
}

/**
 * Where a manifest came from. Positions are found lazily, since most manifests are never complained about:
 * `position` may parse the text again.
 */
export interface Source {
  /** File as the user named it; `-` for stdin; undefined for objects straight from an app. */
  readonly file?: string;
  /** Path of the construct that made it, for example `retail/site`. */
  readonly construct?: string;
  /** The place of a field, or of the nearest parent that stands in the text; undefined when there is no text. */
  position(path: FieldPath): Position | undefined;
  /** The text of one line, for a code frame. Lines count from 1. */
  line(number: number): string | undefined;
}

/** The seam of the project: one object and where it came from. Whatever declares makes these; whatever judges reads these. */
export interface Manifest {
  /** The object as it was read. */
  readonly object: KubernetesObject;
  /** Where it was read from. */
  readonly source: Source;
  /** Which kustomization may change a field before a cluster gets the object. @default - none: it is applied as it was read */
  readonly changedBy?: (path: FieldPath) => string | undefined;
}

/** The source of an object that was never text, such as one straight from an app or a test. */
export function sourceOfObject(construct?: string): Source {
  return { construct, position: () => undefined, line: () => undefined };
}
