import { RE2JS } from 're2js';
import type { StringMatch } from '../../mesh/routing/virtual-service-spec';

/** A value condition: `exact`, `prefix` or `regex`; neither means that any value will do. */
export interface StringMatcher {
  test(value: string): boolean;
  /** For a reader, for example `is "dev"`. */
  readonly text: string;
}

/** The matcher of a `StringMatch`; undefined when it asks for presence alone: `{}`, or the regex `*`, which is none. */
export function stringMatcher(match: StringMatch): StringMatcher | undefined {
  const { exact, prefix, regex } = match;
  if (exact !== undefined) return { test: (value) => value === exact, text: `is "${exact}"` };
  if (prefix !== undefined) return { test: (value) => value.startsWith(prefix), text: `starts with "${prefix}"` };
  if (regex === undefined || regex === '*') return undefined;
  return { test: regexTest(regex), text: `matches "${regex}"` };
}

/** Full match under RE2, the language of Envoy; a regex RE2 does not know matches nothing, for Envoy refuses its table. */
export function regexTest(regex: string): (value: string) => boolean {
  const compiled = compileRegex(regex);
  return compiled ? (value) => compiled.matches(value) : () => false;
}

const compiledRegexes = new Map<string, RE2JS | undefined>();

/** The compiled regex; undefined if RE2 does not know it. */
export function compileRegex(regex: string): RE2JS | undefined {
  if (!compiledRegexes.has(regex)) compiledRegexes.set(regex, tryCompile(regex));
  return compiledRegexes.get(regex);
}

function tryCompile(regex: string): RE2JS | undefined {
  try {
    return RE2JS.compile(regex);
  } catch {
    return undefined;
  }
}
