/** A condition on one string. */
export type StringTest = (value: string) => boolean;

export interface PatternOptions {
  /** Put before the wanted value, as `spiffe://` before principals. @default '' */
  readonly prefix?: string;
  /** @default false */
  readonly ignoreCase?: boolean;
  /** Does `*` take the empty string too, as a header that is present does? @default false */
  readonly star?: 'present' | 'not empty';
}

/**
 * `value`, `prefix*`, `*suffix`, or `*`. With a wanted prefix, `*suffix` needs the prefix too.
 * Source: Istio `StringMatcherWithPrefix`, `HeaderMatcher`, `HostMatcher` of `pilot/pkg/security/authz/matcher`.
 */
export function stringPattern(pattern: string, { prefix = '', ignoreCase = false, star = 'not empty' }: PatternOptions = {}): StringTest {
  const fold = ignoreCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  if (pattern === '*') return star === 'present' ? () => true : (value) => value !== '';
  if (pattern.startsWith('*')) {
    const suffix = fold(pattern.slice(1));
    if (prefix === '') return (value) => fold(value).endsWith(suffix);
    return (value) => value.length >= prefix.length + suffix.length && value.startsWith(prefix) && value.endsWith(suffix);
  }
  if (pattern.endsWith('*')) {
    const start = fold(prefix + pattern.slice(0, -1));
    return (value) => fold(value).startsWith(start);
  }
  const exact = fold(prefix + pattern);
  return (value) => fold(value) === exact;
}

/** The characters of a text as a regular expression takes them literally. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
