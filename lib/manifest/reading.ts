import type { ForeignKind } from './foreign';
import type { Manifest, Position } from './manifest';

/** Something in the input that cannot be read as it stands; everything else in the input is read all the same. */
export interface ReadProblem {
  /** Stable name: `yaml-syntax`, `duplicate-key`, `not-an-object` … */
  readonly name: string;
  /** The one fact, with the user's own value in backticks. */
  readonly message: string;
  /** What follows from it. */
  readonly why?: string;
  /** Text to paste, or what to do. */
  readonly fix?: string;
  /** @default - the input as a whole, as when a file cannot be opened */
  readonly position?: Position;
  /** File as the user named it. */
  readonly file: string;
  /** The text of the line at `position`, for a code frame. */
  readonly line?: string;
}

/** A file or folder that was found and not read, and why. */
export interface PassedOver {
  readonly name: string;
  readonly kind: PassedOverKind;
  /** In words, where the kind alone does not say it. */
  readonly reason?: string;
}

/** `alternative`: a folder that declares again what a folder above it declares. `unlisted`: beside a kustomization that does not name it. `unread`: no regular file. */
export type PassedOverKind = ForeignKind | 'alternative' | 'unlisted' | 'unread';

/** What was read, and what could not be. */
export interface Reading {
  /** The objects that were read, in order. */
  readonly manifests: Manifest[];
  /** What could not be read. */
  readonly problems: ReadProblem[];
  /** What was found and is no manifest. @default - nothing */
  readonly passedOver?: readonly PassedOver[];
  /** Charts, templates and kustomizations that were not rendered and make objects that no file holds. @default - none */
  readonly unrendered?: readonly string[];
}
