import type { HttpMatchSpec, StringMatch } from '../../mesh/routing/virtual-service-spec';
import { claimPath, matchesClaim } from '../../route/request/claims';
import type { Route } from '../../route/rule/route';
import { stringMatcher } from '../../route/rule/string-matcher';
import type { Atom } from './attribute';
import { allOf, anyOf, type Expression, holds, not } from './expression';
import { matchAtom, matchOrAbsentAtom, pathAtom } from './string-atoms';
import { claimsOf } from './tokens';

/** The condition under which a route takes a request, and under which its CORS policy answers. @param scheme of the requests */
export function routeExpression(route: Route, scheme: string): Expression {
  const match = route.matchIndex === undefined ? {} : (route.rule.spec.match?.[route.matchIndex] ?? {});
  return matchExpression(match, { bySteps: route.virtualService.isConverted, scheme });
}

interface MatchContext {
  readonly bySteps: boolean;
  readonly scheme: string;
}

/** Source: Istio `TranslateRouteMatch`, as `conditionsOf` reads it. */
function matchExpression(match: HttpMatchSpec, { bySteps, scheme }: MatchContext): Expression {
  const { headers = {}, withoutHeaders = {}, queryParams = {}, method, authority } = match;
  return allOf([
    holds(pathAtom(match, bySteps)),
    ...(method ? [holds(matchAtom('method', method))] : []),
    ...(authority ? [holds(matchAtom('authority', authority))] : []),
    ...(match.scheme ? [stringMatcher(match.scheme)?.test(scheme) ?? true] : []),
    ...Object.entries(headers).map(([name, value]) => headerExpression(name, value, scheme)),
    ...Object.entries(withoutHeaders).map(([name, value]) => not(headerExpression(name, value, scheme, matchOrAbsentAtom))),
    ...Object.entries(queryParams).map(([name, value]) => holds(matchAtom(`query ${name}`, value))),
  ]);
}

const pseudoHeaders: Readonly<Record<string, string>> = { ':method': 'method', ':authority': 'authority', host: 'authority' };

function headerExpression(name: string, match: StringMatch, scheme: string, atomOf = matchAtom): Expression {
  const claim = claimPath(name);
  if (claim) return holds(claimAtom(claim, match));
  const lower = name.toLowerCase();
  if (lower === ':scheme' || lower === 'x-forwarded-proto') return stringMatcher(match)?.test(scheme) ?? true;
  // The path with its query: without one, what the path is.
  if (lower === ':path') return holds({ ...matchAtom('path', match), text: `path and query ${stringMatcher(match)?.text ?? ''}` });
  return holds(atomOf(pseudoHeaders[lower] ?? `header ${lower}`, match));
}

function claimAtom(path: readonly string[], match: StringMatch): Atom {
  const text = `claim ${path.join('.')} ${stringMatcher(match)?.text ?? 'is present'}`;
  return { attribute: 'token', text, test: (value) => matchesClaim(claimsOf(value), path, match) };
}

/** The condition under which the CORS policy of a route answers a preflight itself. */
export function preflightExpression({ rule: { spec }, action }: Route): Expression {
  if (!spec.corsPolicy || action.kind !== 'forward') return false;
  const { allowOrigins, allowOrigin = [], unmatchedPreflights } = spec.corsPolicy;
  const origins = allowOrigins ?? allowOrigin.map((exact) => ({ exact }));
  const isAny = unmatchedPreflights === 'IGNORE' || origins.some(({ exact }) => exact === '*');
  return allOf([
    holds(matchAtom('method', { exact: 'OPTIONS' })),
    holds(matchAtom('header access-control-request-method', { regex: '.+' })),
    isAny ? holds(matchAtom('header origin', { regex: '.+' })) : anyOf(origins.map((match) => holds(matchAtom('header origin', match)))),
  ]);
}
