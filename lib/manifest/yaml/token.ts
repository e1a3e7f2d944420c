export type TokenType =
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-mapping'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** How a scalar is written: plain, in quotes, or as a literal or folded block. */
export type ScalarStyle = '' | "'" | '"' | '|' | '>';

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  /** The text of a scalar, the name of an anchor, the handle of a tag, the version of a directive. */
  readonly value: string;
  readonly style: ScalarStyle;
  /** What follows the handle of a tag; the prefix of a `%TAG` directive. */
  readonly suffix: string;
  /** Set while this token may turn out to be the key of a mapping: a `:` behind it decides. */
  key: SimpleKey | undefined;
}

/** A place where a key without `?` may begin. */
export interface SimpleKey {
  possible: boolean;
  /** In a block mapping, whatever stands at the column of its keys has to be one. */
  readonly required: boolean;
  /** Number of its token, counted from the start of the text. */
  readonly number: number;
  readonly start: number;
  readonly lineStart: number;
}
