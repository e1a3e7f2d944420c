import type { HttpMatchSpec } from '../../mesh/routing/virtual-service-spec';
import { regexTest } from './string-matcher';

/** The path condition of a route. It sees the normalized path without the query. */
export interface PathMatcher {
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly value: string;
  test(path: string): boolean;
  /** For a reader, for example `path starts with "/user"`. */
  readonly text: string;
}

/**
 * No `uri`, or an empty one, is the prefix `/`. Source: Istio `TranslateRouteMatch`.
 *
 * @param bySteps does a prefix end where a step of the path ends, so that `/a` does not begin `/ab`?
 */
export function pathMatcher({ uri, ignoreUriCase = false }: HttpMatchSpec, bySteps = false): PathMatcher {
  const fold = ignoreUriCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  const note = ignoreUriCase ? ', ignoring case' : '';
  if (uri?.exact !== undefined) {
    const wanted = fold(uri.exact);
    return { kind: 'exact', value: uri.exact, test: (path) => fold(path) === wanted, text: `path is "${uri.exact}"${note}` };
  }
  if (uri?.regex !== undefined) {
    return { kind: 'regex', value: uri.regex, test: regexTest(uri.regex), text: `path matches "${uri.regex}"` };
  }
  const prefix = uri?.prefix ?? '/';
  const wanted = fold(prefix);
  if (bySteps && prefix !== '/') {
    const whole = prefix.replace(/\/$/, '');
    const test = (path: string) => path === whole || path.startsWith(`${whole}/`);
    return { kind: 'prefix', value: whole, test, text: `path is "${whole}" or below it` };
  }
  return { kind: 'prefix', value: prefix, test: (path) => fold(path).startsWith(wanted), text: `path starts with "${prefix}"${note}` };
}
