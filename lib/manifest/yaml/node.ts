import type { ScalarStyle } from './token';

export type NodeKind = 'scalar' | 'alias' | 'sequence' | 'mapping';

/** One value of a document as it is written. */
export interface Node {
  readonly kind: NodeKind;
  /** Where it begins in the text; -1 for a value that is left out, as in `key:`. */
  readonly start: number;
  /** The tag in full, `tag:yaml.org,2002:str` for `!!str`; empty without one. */
  readonly tag: string;
  /** The text of a scalar, or the name of an alias. */
  readonly value: string;
  readonly style: ScalarStyle;
  /** Does the text of this scalar decide its type? So it is without quotes and tags. */
  readonly isPlain: boolean;
  /** Items, or keys and values in turn. */
  readonly children: Node[];
  /** What an alias stands for. */
  readonly target?: Node;
}
