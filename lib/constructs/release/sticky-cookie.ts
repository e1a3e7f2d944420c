import { ConstructError } from '../../errors';
import type { Duration } from '../duration';
import { Header } from '../header';
import type { HeaderOperations } from '../header-operations';
import { onlyKnown } from '../only-known';

/** The cookie in which a user keeps a version. */
export interface StickyCookieOptions {
  /** How long a user keeps what the cookie says. @default - as long as the browser is open */
  readonly maxAge?: Duration;
  /** Paths it is sent for. @default '/' */
  readonly path?: string;
}

/**
 * A cookie by which a browser says which version it was given. Weights alone draw anew for each request; a response that
 * sets this cookie, and a route that matches it, make one user's requests agree. Source: Istio `HTTPRouteDestination.headers`.
 */
export class StickyCookie {
  /** @param name letters, digits, `_` and `-`. @throws ConstructError `CookieForm` */
  static named(name: string, options: StickyCookieOptions = {}): StickyCookie {
    return new StickyCookie(name, options);
  }

  private constructor(
    /** The cookie's name. */
    readonly name: string,
    /** @internal */
    readonly options: StickyCookieOptions,
  ) {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) {
      throw new ConstructError('CookieForm', `the name of a cookie is made of letters, digits, \`_\` and \`-\`, got \`${name}\``);
    }
    const { path = '/', maxAge } = onlyKnown('StickyCookieOptions', options);
    if (!/^\/[^;,%\s]*$/.test(path)) throw new ConstructError('CookieForm', `the path of a cookie starts with \`/\`, got \`${path}\``);
    if (maxAge && maxAge.toMillis() % 1000 !== 0) {
      throw new ConstructError('CookieForm', `a cookie lasts whole seconds, got \`${maxAge}\``);
    }
  }

  /** A condition that the cookie has one of these values, wherever it stands among others. @internal */
  is(...values: readonly string[]): Header {
    const alternatives = values.map((value) => value.replaceAll('.', '\\.'));
    const value = alternatives.length === 1 ? alternatives[0] : `(${alternatives.join('|')})`;
    return Header.matches('cookie', `(.*; *)?${this.name}=${value}( *;.*)?`);
  }

  /** What adds the cookie to a response, beside those that the service sets. @internal */
  set(value: string): HeaderOperations {
    const { path = '/', maxAge } = this.options;
    const lasting = maxAge ? [`Max-Age=${maxAge.toMillis() / 1000}`] : [];
    return { add: { 'set-cookie': [`${this.name}=${value}`, `Path=${path}`, ...lasting, 'HttpOnly', 'SameSite=Lax'].join('; ') } };
  }
}
