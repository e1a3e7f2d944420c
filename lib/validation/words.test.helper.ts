import type { Diagnostic } from '../diagnostic';

/** What is reported, word for word: a line for each diagnostic, its reason and its fix below. */
export function wordsOf(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.flatMap(({ code, level, path, message, why, fix }) => [
    `${level} ${code} ${path.join('.')}: ${message}`,
    ...(why === undefined ? [] : [`  why: ${why}`]),
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
  ]);
  return lines.join('\n');
}

/** Holds the words of a case, where something is reported, in `__snapshots__`. */
export function keepWords<T extends readonly Diagnostic[]>(diagnostics: T): T {
  if (diagnostics.length > 0) expect(wordsOf(diagnostics)).toMatchSnapshot();
  return diagnostics;
}

/** Rows of one field each: an object with a value there, the values of which nothing is said, and those of which something is. */
export type Values = readonly (readonly [
  name: string,
  objectOf: (value: never) => unknown,
  accepted: readonly unknown[],
  rejected: readonly unknown[],
])[];

/** A test for each row; what is said of the rejected values is held word for word. */
export function holdValues(table: Values, violationsOf: (object: unknown) => readonly Diagnostic[]): void {
  test.each([...table])('%s', (_name, objectOf, accepted, rejected) => {
    const words = (value: unknown) => wordsOf(violationsOf(objectOf(value as never)));
    for (const value of accepted) expect([value, words(value)]).toEqual([value, '']);
    const all = rejected.map((value) => [textOf(value), words(value)] as const);
    expect(all.filter(([, text]) => text === '')).toEqual([]);
    if (all.length > 0) expect(all.flat().join('\n')).toMatchSnapshot();
  });
}

/** The value in one line; JSON has no numbers of 64 bits. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part)).slice(0, 100);
}
