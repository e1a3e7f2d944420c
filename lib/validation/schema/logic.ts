import type { Diagnostic } from '../../diagnostic';
import { isMapping } from '../../manifest/mapping';
import { Field } from '../violation';
import type { Check } from './check';
import type { Schema } from './schemas';

/** Whether a value may be either: its schema says so by a mark, and repeats it as a choice. */
export function isIntOrString(schema: Schema): boolean {
  return schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string';
}

/** `allOf`, `anyOf`, `oneOf` and `not`: in a structural schema they only restrict values, and never bring fields of their own. */
export function logic(schema: Schema, compileWhole: (part: Schema) => Check): Check[] {
  const compile = (part: Schema) => compileWhole(opened(part));
  const { allOf, anyOf, oneOf, not } = schema;
  if (isIntOrString(schema)) return [];
  return [
    ...(allOf ?? []).map(compile),
    ...(anyOf ? [counted(anyOf, compile, (count) => count > 0)] : []),
    ...(oneOf ? [counted(oneOf, compile, (count) => count === 1)] : []),
    ...(not ? [forbidden(compile(not))] : []),
  ];
}

/** A part names only the fields that it restricts: which others exist, the schema around it says. */
function opened(part: Schema): Schema {
  if (!part.properties) return part;
  const properties = Object.fromEntries(Object.entries(part.properties).map(([name, field]) => [name, opened(field)]));
  return { ...part, properties, 'x-kubernetes-preserve-unknown-fields': true };
}

function counted(parts: readonly Schema[], compile: (part: Schema) => Check, isRight: (count: number) => boolean): Check {
  const checks = parts.map(compile);
  const names = [...new Set(parts.flatMap(requiredNames))];
  const choices = names.map((name) => `\`${name}\``).join(', ');
  return (value, at) => {
    const given = withoutNulls(value);
    const count = checks.filter((check) => accepts(check, given)).length;
    if (isRight(count)) return;
    if (choices === '') at.error('the value fits none of the forms allowed here');
    else if (names.some((name) => isMapping(given) && name in given)) at.error(`only one of ${choices} may be given`);
    else at.error(`one of ${choices} is needed`);
  };
}

/** A field that is `null` is not given: the API server drops it before it asks. */
function withoutNulls(value: unknown): unknown {
  if (!isMapping(value) || !Object.values(value).includes(null)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

/** The fields that the branches of a choice are about. */
function requiredNames(part: Schema): string[] {
  return [...(part.required ?? []), ...(part.anyOf ?? []).flatMap(requiredNames), ...(part.not ? requiredNames(part.not) : [])];
}

function forbidden(check: Check): Check {
  return (value, at) => {
    if (accepts(check, withoutNulls(value))) at.error('the value has a form that is not allowed here');
  };
}

function accepts(check: Check, value: unknown): boolean {
  const violations: Diagnostic[] = [];
  check(value, Field.root(violations), { rules: [] });
  return violations.length === 0;
}
