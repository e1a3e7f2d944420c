import { ConstructError } from '../errors';
import { re2, type StringMatchSpec } from './string-match';

/**
 * A condition on one request header. All conditions of a route must hold.
 *
 * Names are compared without regard to case, values with it. Source: Istio `HTTPMatchRequest.headers` and `withoutHeaders`.
 */
export class Header {
  /** The header has exactly this value. @throws ConstructError `HeaderName` */
  static is(name: string, value: string): Header {
    return new Header(name, { exact: value }, true);
  }

  /** The header is absent or has another value. @throws ConstructError `HeaderName` */
  static isNot(name: string, value: string): Header {
    return new Header(name, { exact: value }, false);
  }

  /** The header's value begins so. @throws ConstructError `HeaderName` */
  static startsWith(name: string, prefix: string): Header {
    return new Header(name, { prefix }, true);
  }

  /** @param regex in RE2 syntax; it must match the whole value. @throws ConstructError `HeaderName`, `RegexForm` */
  static matches(name: string, regex: string): Header {
    return new Header(name, { regex: re2(regex) }, true);
  }

  /** The header is there, with any value. @throws ConstructError `HeaderName` */
  static exists(name: string): Header {
    return new Header(name, {}, true);
  }

  /** The header is not there. @throws ConstructError `HeaderName` */
  static absent(name: string): Header {
    return new Header(name, {}, false);
  }

  private constructor(
    /** The header's name, in lower case. */
    readonly name: string,
    /** Istio's condition; an empty one asks for presence. @internal */
    readonly spec: StringMatchSpec | Record<string, never>,
    /** Whether the condition must hold, or must not. @internal */
    readonly holds: boolean,
  ) {
    headerName(name);
  }
}

/**
 * The name of a header, or Istio's `@request.auth.claims` for a claim of a validated token.
 *
 * @returns the name itself
 * @throws ConstructError `HeaderName` for a name that HTTP does not allow
 */
export function headerName(name: string): string {
  if (!/^(@request\.auth\.claims[.[].+|[a-zA-Z0-9!#$%&'*+.^_`|~-]+)$/.test(name)) {
    throw new ConstructError('HeaderName', `a header name is made of letters, digits and \`-\`, got \`${name}\``);
  }
  return name;
}
