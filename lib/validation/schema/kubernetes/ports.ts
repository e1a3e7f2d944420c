import { closest } from '../../../text';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';

/** A field of a built-in kind that may be left out, or be `null`, which is the same. */
export type Maybe<T> = T | null | undefined;

export function checkPortNumber(port: number, at: Field): void {
  if (port < 1 || port > 65535) at.error(`\`${port}\` is not a port`, { why: 'ports go from 1 to 65535' });
}

/** What is wrong with the name of a port of a container; undefined when nothing is. Source: `IsValidPortName`. */
export function portNameProblem(name: string): string | undefined {
  if (name.length > 15) return `${quote(name)} is longer than 15 characters`;
  const isRight = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
  return isRight ? undefined : `${quote(name)} must be lower case letters, digits and single inner \`-\`, with at least one letter`;
}

/** A port by number, or by the name that a container gives it. */
export function checkPortReference(port: Maybe<number | string>, at: Field): void {
  if (typeof port === 'number') checkPortNumber(port, at);
  const problem = typeof port === 'string' ? portNameProblem(port) : undefined;
  if (problem !== undefined) at.error(problem);
}

/** One of a few words. Nothing is said where none is given. */
export function checkOneOf(value: Maybe<string>, words: readonly string[], at: Field): void {
  if (!value || words.includes(value)) return;
  const near = closest(value, words);
  at.error(
    `${quote(value)} is not among the values ${words.map(quote).join(', ')}`,
    near === undefined ? {} : { fix: `did you mean \`${near}\`?` },
  );
}

/** Complains about the second of two equal names. */
export function checkUnique(names: readonly Maybe<string>[], what: string, place: (index: number) => Field): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (!name) continue;
    if (seen.has(name)) place(index).error(`another ${what} is named ${quote(name)}`);
    seen.add(name);
  }
}

export const transportProtocols = ['TCP', 'UDP', 'SCTP'];
