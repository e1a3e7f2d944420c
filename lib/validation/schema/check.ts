import type { Field } from '../violation';
import type { CelRule, Schema } from './schemas';

/** Looks at a value and complains at its field. */
export type Check = (value: unknown, at: Field, run: Run) => void;

/** One walk over one object. */
export interface Run {
  /** CEL rules met on the way: asked only when the types are right. */
  readonly rules: PendingRules[];
  /** Whether a field or an item that is `null` or `undefined` was met. */
  holdsNothing?: boolean;
}

/** A value whose schema has CEL rules. */
export interface PendingRules {
  readonly rules: readonly CelRule[];
  readonly schema: Schema;
  readonly value: unknown;
  readonly at: Field;
}

/**
 * How strictly a schema is read. `custom`: as the API server reads a CustomResourceDefinition's, where `null` counts as
 * absent only for a field that is not nullable. `native`: as it decodes a built-in kind, where `null` always counts as absent.
 */
export type Dialect = 'custom' | 'native';

/** Whether the API server takes a field for not given. */
export function isAbsent(value: unknown, property: Schema | undefined, dialect: Dialect): boolean {
  return value === undefined || (value === null && (dialect === 'native' || (property !== undefined && !property.nullable)));
}
