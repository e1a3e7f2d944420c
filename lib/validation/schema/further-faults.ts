import type { Diagnostic } from '../../diagnostic';
import type { FieldPath } from '../../manifest/manifest';
import { isMapping } from '../../manifest/mapping';

/**
 * The same object as its author most likely means it: a number where a text belongs becomes that text, and the other way round. So the rules
 * beyond the schema can be asked about the rest of it.
 *
 * @returns undefined when something else is wrong, which no rule can be asked around
 */
export function likelyMeant(object: object, wrong: readonly Diagnostic[]): object | undefined {
  let meant: unknown = object;
  for (const { path, message } of wrong) {
    if (message.startsWith('unknown field')) continue;
    const value = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], object);
    const converted = convertedTo(/where a (string|whole number|number) belongs$/.exec(message)?.[1], value);
    if (converted === undefined) return undefined;
    meant = replaced(meant, path, converted);
  }
  return isMapping(meant) ? meant : undefined;
}

function convertedTo(type: string | undefined, value: unknown): unknown {
  if (type === 'string') return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  if (type === undefined || typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return type === 'number' || Number.isInteger(number) ? number : undefined;
}

function replaced(value: unknown, [step, ...rest]: FieldPath, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item));
  return isMapping(value) ? { ...value, [step]: replaced(value[step], rest, by) } : value;
}

/** What the API server says once the fields that it cannot read are corrected: one fault does not hide another. */
export function furtherFaults(found: readonly Diagnostic[], wrong: readonly FieldPath[]): Diagnostic[] {
  return found
    .filter(({ path }) => !wrong.some((field) => isAtOrBelow(path, field)))
    .map((diagnostic) => ({ ...diagnostic, message: `also: ${diagnostic.message}` }));
}

/** Is a field the one at a path, or in it? */
export function isAtOrBelow(path: FieldPath, above: FieldPath): boolean {
  return above.every((step, index) => step === path[index]);
}
