import { RE2JS } from 're2js';
import { ConstructError } from '../errors';

/** Istio's `StringMatch` in YAML. */
export type StringMatchSpec = { readonly exact: string } | { readonly prefix: string } | { readonly regex: string };

/**
 * A condition on a text: an authority, a scheme, the origin of a CORS request. Case-sensitive. Source: Istio `StringMatch`.
 *
 * All factories throw ConstructError `EmptyMatch` for an empty text.
 */
export class StringMatch {
  /** Matches this text and no other. Source: Istio `StringMatch.exact`. */
  static exactly(value: string): StringMatch {
    return new StringMatch({ exact: value });
  }

  /** Matches every text that begins so. Source: Istio `StringMatch.prefix`. */
  static startsWith(prefix: string): StringMatch {
    return new StringMatch({ prefix });
  }

  /** @param regex in RE2 syntax; it must match the whole text. @throws ConstructError `RegexForm` */
  static matches(regex: string): StringMatch {
    return new StringMatch({ regex: re2(regex) });
  }

  private constructor(
    /** @internal */
    readonly spec: StringMatchSpec,
  ) {
    if (Object.values(spec).includes(''))
      throw new ConstructError('EmptyMatch', 'the text to match is empty', { fix: 'leave the condition out' });
  }
}

/**
 * A regular expression that Envoy can compile.
 *
 * @returns the expression itself
 * @throws ConstructError `RegexForm` where RE2 refuses it: no look-around, no back references
 */
export function re2(regex: string): string {
  if (regex === '') throw new ConstructError('RegexForm', 'the regular expression is empty', { fix: '.*' });
  try {
    RE2JS.compile(regex);
  } catch (error) {
    throw new ConstructError('RegexForm', `not a regular expression that Envoy takes: \`${regex}\``, {
      why: `RE2 says: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
  return regex;
}
