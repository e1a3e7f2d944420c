import {
  HttpRouteSpecRulesMatchesHeadersType as HeaderType,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesMatches,
  HttpRouteSpecRulesMatchesPathType as PathType,
  HttpRouteSpecRulesMatchesQueryParamsType as QueryType,
} from '../../../imports/gateway.networking.k8s.io';
import { ConstructError } from '../../errors';

/**
 * Istio tries routes as they are written, the Gateway API the most specific first: where both orders differ for some request, the
 * routes would not say the same.
 *
 * @param rules as written, each with how to speak of its route
 * @throws ConstructError `RouteOrder`
 */
export function checkPrecedence(rules: readonly { readonly rule: HttpRouteSpecRules; readonly place: string }[]): void {
  for (const [index, { rule, place: later }] of rules.entries()) {
    for (const { rule: other, place: earlier } of rules.slice(0, index)) {
      if (later === earlier || !overtakes(rule, other)) continue;
      throw new ConstructError('RouteOrder', `${later} would be tried before ${earlier}`, {
        at: later,
        why: 'the Gateway API takes the most specific route: exact path, longest path, method, most headers, most query parameters',
        fix: `give ${earlier} the path of ${later}, put them in that order, or declare it with \`trafficApi: 'istio'\``,
      });
    }
  }
}

/** Is there a request that both take, and for which the later rule goes first? */
function overtakes(later: HttpRouteSpecRules, earlier: HttpRouteSpecRules): boolean {
  const [own, others] = [later, earlier].map(({ matches }) => matches ?? [{}]);
  return (own ?? []).some((match) => (others ?? []).some((other) => isBefore(match, other) && meet(match, other)));
}

function isBefore(one: HttpRouteSpecRulesMatches, other: HttpRouteSpecRulesMatches): boolean {
  const [a, b] = [rank(one), rank(other)];
  const index = a.findIndex((value, place) => value !== b[place]);
  return index >= 0 && (a[index] ?? 0) > (b[index] ?? 0);
}

/** Source: Istio `sortHTTPRoutes`. */
function rank({ path, method, headers = [], queryParams = [] }: HttpRouteSpecRulesMatches): number[] {
  const { type, value } = path ?? { type: PathType.PATH_PREFIX, value: '/' };
  const kind = type === PathType.EXACT ? 3 : type === PathType.PATH_PREFIX ? 2 : 1;
  return [kind, value?.length ?? 0, method === undefined ? 0 : 1, headers.length, queryParams.length];
}

function meet(one: HttpRouteSpecRulesMatches, other: HttpRouteSpecRulesMatches): boolean {
  if (one.method !== undefined && other.method !== undefined && one.method !== other.method) return false;
  const headers = contradict(exactly(one.headers, HeaderType.EXACT, true), exactly(other.headers, HeaderType.EXACT, true));
  if (headers || contradict(exactly(one.queryParams, QueryType.EXACT), exactly(other.queryParams, QueryType.EXACT))) return false;
  return pathsMeet(one.path, other.path);
}

type Condition<T> = { readonly name: string; readonly type?: T; readonly value: string };

function exactly<T>(conditions: readonly Condition<T>[] = [], exact: T, ignoresCase = false): ReadonlyMap<string, string> {
  const fixed = conditions.filter(({ type = exact }) => type === exact);
  return new Map(fixed.map(({ name, value }) => [ignoresCase ? name.toLowerCase() : name, value]));
}

function contradict(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return [...one].some(([name, value]) => other.has(name) && other.get(name) !== value);
}

function pathsMeet(one: HttpRouteSpecRulesMatches['path'], other: HttpRouteSpecRulesMatches['path']): boolean {
  if (!one || !other || one.type === PathType.REGULAR_EXPRESSION || other.type === PathType.REGULAR_EXPRESSION) return true;
  if (one.type === PathType.EXACT && other.type === PathType.EXACT) return one.value === other.value;
  if (one.type === PathType.EXACT) return isBelow(one.value ?? '/', other.value ?? '/');
  if (other.type === PathType.EXACT) return isBelow(other.value ?? '/', one.value ?? '/');
  return isBelow(one.value ?? '/', other.value ?? '/') || isBelow(other.value ?? '/', one.value ?? '/');
}

/** By whole segments. */
function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}
