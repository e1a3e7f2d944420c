import { compileRegex } from '../route/rule/string-matcher';
import { Inexpressible, matching, shortest } from './classes/automaton';

/** The shortest and most readable string that a regular expression matches as a whole; an empty one where none is known. */
export function sampleOf(regex: string): string {
  if (!compileRegex(regex)) return '';
  try {
    return shortest(matching(regex))[0] ?? '';
  } catch (error) {
    if (error instanceof Inexpressible) return '';
    throw error;
  }
}
