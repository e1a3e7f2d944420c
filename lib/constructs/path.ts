import { ConstructError } from '../errors';
import { re2, type StringMatchSpec } from './string-match';

/**
 * Which request paths a route takes, and what a rewrite replaces.
 *
 * Matching is on the path without the query, case-sensitive. Source: Istio `HTTPMatchRequest.uri`.
 */
export abstract class Path<Text extends string = string> {
  /** The path as written, for the compiler: a delegate admits paths under its prefix only. Never there at run time. @internal */
  declare readonly text?: Text;

  /**
   * The path itself and everything below it, by whole segments: `under('/user')` takes `/user`, `/user/` and
   * `/user/about`, never `/userfoo`. Istio's own prefix compares characters and would take all four.
   *
   * A rewrite replaces the segments: with `rewrite: '/v1'`, `/user/about` becomes `/v1/about`.
   *
   * @param prefix starts with `/`, does not end with one
   * @throws ConstructError `PathForm` for any other form
   */
  static under<const Text extends string>(prefix: Text): Path<Text> {
    return new Under(prefix);
  }

  /** This path alone. A rewrite replaces it whole. @throws ConstructError `PathForm` if it does not start with `/` */
  static exactly<const Text extends string>(path: Text): Path<Text> {
    return new Exactly(path);
  }

  /**
   * Istio's raw prefix, character by character: `/user` also takes `/userfoo`. A rewrite replaces just these characters.
   *
   * @throws ConstructError `PathForm` if it does not start with `/`
   */
  static startsWith<const Text extends string>(prefix: Text): Path<Text> {
    return new StartsWith(prefix);
  }

  /**
   * Paths that match a regular expression as a whole. A rewrite replaces the whole path.
   *
   * @param regex in RE2 syntax
   * @throws ConstructError `RegexForm`
   */
  static matches(regex: string): Path {
    return new Matches(regex);
  }

  /** The Istio match conditions that together say the same; any of them suffices. @internal */
  abstract toMatches(): UriMatch[];

  /** Whether every request path matches. @internal */
  takesAll(): boolean {
    return false;
  }
}

/** One `uri` of an Istio `HTTPMatchRequest`, with the rewrite that keeps the rest of the path intact. @internal */
export interface UriMatch {
  readonly uri: StringMatchSpec;
  /** What Envoy must put in place of the matched part so that `target` replaces whole segments. */
  rewriteTo(target: string): string;
}

class Under<Text extends string> extends Path<Text> {
  constructor(private readonly prefix: string) {
    super();
    if (!/^\/.*[^/]$/.test(prefix)) {
      const inner = prefix.replace(/^\/+|\/+$/g, '');
      throw new ConstructError('PathForm', `a path prefix starts with \`/\` and does not end with it, got \`${prefix}\``, {
        fix: inner === '' ? 'leave `path` out: the route then takes every path' : `Path.under('/${inner}')`,
      });
    }
  }

  toMatches(): UriMatch[] {
    return [
      { uri: { exact: this.prefix }, rewriteTo: (target) => target },
      { uri: { prefix: `${this.prefix}/` }, rewriteTo: (target) => (target.endsWith('/') ? target : `${target}/`) },
    ];
  }
}

class Exactly<Text extends string> extends Path<Text> {
  constructor(private readonly path: string) {
    super();
    requireSlash(path, 'exactly');
  }

  toMatches(): UriMatch[] {
    return [{ uri: { exact: this.path }, rewriteTo: (target) => target }];
  }
}

class StartsWith<Text extends string> extends Path<Text> {
  constructor(private readonly prefix: string) {
    super();
    requireSlash(prefix, 'startsWith');
  }

  toMatches(): UriMatch[] {
    return [{ uri: { prefix: this.prefix }, rewriteTo: (target) => target }];
  }

  override takesAll(): boolean {
    return this.prefix === '/';
  }
}

class Matches extends Path {
  constructor(private readonly regex: string) {
    super();
    re2(regex);
  }

  toMatches(): UriMatch[] {
    return [{ uri: { regex: this.regex }, rewriteTo: (target) => target }];
  }

  override takesAll(): boolean {
    return this.regex === '.*' || this.regex === '/.*';
  }
}

function requireSlash(path: string, factory: 'exactly' | 'startsWith'): void {
  if (path.startsWith('/')) return;
  throw new ConstructError('PathForm', `a path starts with \`/\`, got \`${path}\``, { fix: `Path.${factory}('/${path}')` });
}
