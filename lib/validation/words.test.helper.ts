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
