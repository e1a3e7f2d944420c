import { closest } from '../../../text';
import { quote } from '../../values/describe';
import { type NameProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';

/** A field of a built-in kind that may be left out, or be `null`, which is the same. */
export type Maybe<T> = T | null | undefined;

/** One of a few words. Nothing is said where none is given, as the API server then fills in its default. */
export function checkOneOf(value: Maybe<string>, words: readonly string[], at: Field): void {
  if (value) checkWord(value, words, at);
}

/** One of a few words where the empty string counts as a value. Source: the fields that are pointers in Go. */
export function checkOneOfIfGiven(value: Maybe<string>, words: readonly string[], at: Field): void {
  if (value !== undefined && value !== null) checkWord(value, words, at);
}

/** One of a few words that has no default. */
export function checkOneOfAlways(value: Maybe<string>, words: readonly string[], at: Field): void {
  if (value) checkWord(value, words, at);
  else at.error('a value is required', { fix: `use one of ${words.map(quote).join(', ')}` });
}

function checkWord(value: string, words: readonly string[], at: Field): void {
  if (words.includes(value)) return;
  const near = closest(value, words);
  at.error(
    `${quote(value)} is not among the values ${words.map(quote).join(', ')}`,
    near === undefined ? {} : { fix: `did you mean \`${near}\`?` },
  );
}

/** Reports the second of two equal names. */
export function checkUnique(names: readonly Maybe<string>[], what: string, place: (index: number) => Field): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (!name) continue;
    if (seen.has(name)) place(index).error(`another ${what} is named ${quote(name)}`);
    seen.add(name);
  }
}

/** The least and the most that a number may be. */
interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** A number within bounds. Nothing is said where none is given. */
export function checkNumber(value: Maybe<number>, { least, most }: Bounds, at: Field): void {
  if (value === undefined || value === null) return;
  if (least !== undefined && value < least) at.error(`\`${value}\` is less than ${least}`, { fix: `use ${least} or more` });
  if (most !== undefined && value > most) at.error(`\`${value}\` is more than ${most}`, { fix: `use ${most} or less` });
}

/** A string that must be there and follow a rule for names. */
export function checkName(name: Maybe<string>, problemOf: (name: string) => NameProblem, at: Field): void {
  if (name) complain(name, problemOf, at);
  else checkText(name, at);
}

/** A string that must be there. */
export function checkText(value: Maybe<string>, at: Field): void {
  if (!value) at.error('a value is required');
}

/** The key of a label or annotation wherever one is named. */
export function checkQualifiedName(name: Maybe<string>, at: Field): void {
  checkName(name, qualifiedNameProblem, at);
}
