import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS | string>();
/** A cache, not a store: past this many patterns it starts anew. */
const mostPatterns = 4096;

/** The pattern, or what is wrong with it, by the rules of RE2 as Go and Envoy know them. */
export function compileRegex(pattern: string): RE2JS | string {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (compiled.size >= mostPatterns) compiled.clear();
  const result = compileAnew(pattern);
  compiled.set(pattern, result);
  return result;
}

function compileAnew(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with a pattern; undefined when it compiles. */
export function regexProblem(pattern: string): string | undefined {
  const result = compileRegex(pattern);
  return typeof result === 'string' ? result : undefined;
}
