import type { RE2JS } from 're2js';
import type { HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import type { PathMatcher } from './path-matcher';
import { compileRegex } from './string-matcher';

/** The path and query as the backend gets them. */
export type Rewrite = (target: string) => string;

/** The path rewrite of a rule; undefined leaves the path alone. Source: Istio `applyHTTPRouteDestination`, Envoy `currentUrlPathAfterRewriteWithMatchedPath`. */
export function rewriteOf(spec: HttpRouteSpec['rewrite'], matcher: PathMatcher, isConverted = false): Rewrite | undefined {
  const { uri, uriRegexRewrite } = spec ?? {};
  if (uriRegexRewrite) return regexRewrite(uriRegexRewrite.match ?? '', uriRegexRewrite.rewrite ?? '');
  if (isConverted && uri === '/' && matcher.kind === 'prefix') return (target) => withoutPrefix(target, matcher.value);
  return uri ? (target) => replaceMatched(target, matcher, uri) : undefined;
}

/** Plain text replacement: the matched prefix, or the whole path of an exact or regex match. Slashes are not looked after. */
function replaceMatched(target: string, matcher: PathMatcher, uri: string): string {
  const mark = target.indexOf('?');
  const end = mark < 0 ? target.length : mark;
  return uri + target.slice(matcher.kind === 'prefix' ? matcher.value.length : end);
}

/** The matched prefix is taken away with the slash behind it; of `/`, which is none of whole steps, that slash alone. Source: Istio `applyHTTPRouteDestination`. */
function withoutPrefix(target: string, prefix: string): string {
  const taken = prefix === '/' ? '' : prefix;
  return `/${target.slice(taken.length).replace(/^\//, '')}`;
}

/** Every match in the path is replaced; `\1` stands for a group. An empty result counts as a rewrite that failed. */
function regexRewrite(match: string, substitution: string): Rewrite | undefined {
  const regex = compileRegex(match);
  if (!regex) return undefined;
  return (target) => {
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? '' : target.slice(mark);
    return replaceAll(path, regex, substitution) + query || target;
  };
}

/** As RE2 `GlobalReplace`: no empty match right behind another match; nothing at all if the substitution names a group that is not there. */
function replaceAll(path: string, regex: RE2JS, substitution: string): string {
  const matcher = regex.matcher(path);
  const groups = [...substitution.matchAll(/\\(\d)/g)].map(([, group]) => Number(group));
  if (Math.max(0, ...groups) > matcher.groupCount()) return path;
  let out = '';
  let lastEnd = -1;
  for (let at = 0; at <= path.length; ) {
    if (!matcher.find(at)) return out + path.slice(at);
    const start = matcher.start();
    const end = matcher.end();
    out += path.slice(at, start);
    if (start === lastEnd && start === end) {
      out += path.slice(start, start + 1);
      at = start + 1;
    } else {
      out += expand(substitution, (group) => matcher.group(group) ?? '');
      at = lastEnd = end;
    }
  }
  return out;
}

/** Stops at a backslash that stands before neither a digit nor a backslash. */
function expand(substitution: string, group: (index: number) => string): string {
  const valid = /^(?:[^\\]|\\[\d\\])*/.exec(substitution)?.[0] ?? '';
  return valid.replace(/\\(.)/g, (_, char: string) => (char === '\\' ? char : group(Number(char))));
}
