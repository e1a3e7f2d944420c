import type { FieldPath } from './manifest';

/** The one safe way to put a finding right: a small change of the text. */
export type Repair =
  /** Another text in the place of a value. */
  | { readonly kind: 'value'; readonly path: FieldPath; readonly value: string }
  /** A field that is missing in a mapping. */
  | { readonly kind: 'field'; readonly path: FieldPath; readonly name: string; readonly value: string }
  /** A list item whose `uri.prefix` becomes two items: `exact` without the slash, and `prefix` with it. */
  | { readonly kind: 'split'; readonly path: FieldPath };
