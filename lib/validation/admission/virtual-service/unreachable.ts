import type { HTTPMatchRequest, HTTPRoute, StringMatch } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';

interface Rule {
  readonly name?: string;
  readonly match?: readonly object[];
}

/** Are there several matches to compare? Many VirtualServices have one. */
function hasSeveral(rules: readonly Rule[]): boolean {
  return rules.reduce((sum, { match = [] }) => sum + match.length, 0) > 1;
}

/** Finds rules and matches that earlier ones leave nothing to, by istiod's own comparison. */
export function checkReachable(rules: readonly Rule[], at: Field): void {
  const compares = hasSeveral(rules);
  const seen = new Map<string, number>();
  let catchAll: number | undefined;
  for (const [index, rule] of rules.entries()) {
    const place = at.at(index);
    if (rule.match === undefined) {
      if (catchAll !== undefined)
        place.unreachable(`rule ${nameOf(rules, index)} is never used: only the last rule can be without a match`);
      catchAll = index;
    } else if (catchAll !== undefined) {
      for (const _ of rule.match)
        place.unreachable(`rule ${nameOf(rules, index)} is never used: rule ${nameOf(rules, catchAll)} before it matches everything`);
    } else if ((compares ? countRepeated(rules, index, seen, place) : 0) === rule.match.length) {
      place.unreachable(`rule ${nameOf(rules, index)} is never used: earlier rules have all of its matches`);
    }
  }
}

/** How many of a rule's matches stand in it or before it already. */
function countRepeated(rules: readonly Rule[], index: number, seen: Map<string, number>, at: Field): number {
  let repeated = 0;
  for (const [number, match] of (rules[index]?.match ?? []).entries()) {
    const identity = identityOf(match);
    const before = seen.get(identity);
    if (before === undefined) {
      seen.set(identity, index);
    } else {
      at.at('match', number).ineffective(
        `match ${number} of rule ${nameOf(rules, index)} is never used: rule ${nameOf(rules, before)} has the same`,
      );
      repeated++;
    }
  }
  return repeated;
}

function nameOf(rules: readonly Rule[], index: number): string {
  const name = rules[index]?.name;
  return name ? quote(name) : `#${index}`;
}

/** A match as text, without its name: equal texts match the same requests. */
function identityOf(match: object): string {
  return JSON.stringify(canonical(match, true));
}

function canonical(value: unknown, isMatch: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => canonical(item, false));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !isMatch || key !== 'name');
  return Object.fromEntries(
    entries
      .filter(([key, field]) => !(isMatch && isMap(key) && Object.keys(field).length === 0))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, field]) => [key, canonical(field, false)]),
  );
}

/** Maps of a match: an empty one is as good as none. */
function isMap(field: string): boolean {
  return ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'].includes(field);
}

/** A match of a path prefix, with all that may tell it from another. */
interface PrefixMatch {
  readonly prefix: string;
  readonly match: HTTPMatchRequest;
  readonly rule: number;
  readonly number: number;
}

/** Finds path prefixes that an earlier, shorter prefix under the same conditions has taken already. */
export function checkOverlaps(routes: readonly HTTPRoute[], at: Field): void {
  const candidates = hasSeveral(routes) ? prefixMatches(routes) : [];
  if (candidates.length < 2) return;
  const earlier = new Map<string, Map<string, PrefixMatch[]>>();
  const lengths = new Set<number>();
  for (const candidate of candidates) {
    const { prefix, match, rule, number } = candidate;
    const conditions = conditionsOf(match);
    const alike = earlier.get(conditions) ?? new Map<string, PrefixMatch[]>();
    earlier.set(conditions, alike);
    for (const other of shorterPrefixes(prefix, alike, lengths)) {
      if (!covers(other.match, match)) continue;
      at.at(rule, 'match', number).ineffective(
        `the prefix ${quote(prefix)} of rule ${nameOf(routes, rule)} is never used: ${quote(other.prefix)} of rule ${nameOf(routes, other.rule)} comes first`,
      );
    }
    const same = alike.get(prefix);
    if (same === undefined) alike.set(prefix, [candidate]);
    else same.push(candidate);
    lengths.add(prefix.length);
  }
}

/** The earlier matches whose prefix begins a longer one. They are looked up by length: there may be thousands. */
function shorterPrefixes(prefix: string, earlier: ReadonlyMap<string, readonly PrefixMatch[]>, lengths: Iterable<number>): PrefixMatch[] {
  const found: PrefixMatch[] = [];
  for (const length of lengths) if (length < prefix.length) found.push(...(earlier.get(prefix.slice(0, length)) ?? []));
  return found;
}

/** The prefix matches that istiod compares: those before a rule without match, each once. */
function prefixMatches(routes: readonly HTTPRoute[]): PrefixMatch[] {
  const seen = new Set<string>();
  const found: PrefixMatch[] = [];
  const catchAll = routes.findIndex(({ match }) => match === undefined);
  for (const [rule, route] of routes.slice(0, catchAll < 0 ? undefined : catchAll).entries()) {
    for (const [number, match] of (route.match ?? []).entries()) {
      const identity = identityOf(match);
      if (seen.has(identity)) continue;
      seen.add(identity);
      if (match.uri?.prefix) found.push({ prefix: match.uri.prefix, match, rule, number });
    }
  }
  return found;
}

/** What a match looks at beside the path, without the values: no match covers one that looks at other things. */
function conditionsOf({ port, headers = {}, queryParams = {}, withoutHeaders = {} }: HTTPMatchRequest): string {
  return JSON.stringify([port ?? 0, ...[headers, queryParams, withoutHeaders].map((names) => Object.keys(names).sort())]);
}

function covers(one: HTTPMatchRequest, other: HTTPMatchRequest): boolean {
  return (
    (one.port ?? 0) === (other.port ?? 0) &&
    (textOf(one.method) || 'exact:GET').startsWith(textOf(other.method) || 'exact:GET') &&
    textOf(one.authority).startsWith(textOf(other.authority)) &&
    coversAll(one.headers, other.headers) &&
    coversAll(one.queryParams, other.queryParams) &&
    coversAll(one.withoutHeaders, other.withoutHeaders)
  );
}

type StringMatches = Readonly<Record<string, StringMatch>>;

function coversAll(one: StringMatches = {}, other: StringMatches = {}): boolean {
  const entries = Object.entries(one);
  return (
    entries.length === Object.keys(other).length &&
    entries.every(([name, match]) => Object.hasOwn(other, name) && textOf(match).startsWith(textOf(other[name])))
  );
}

/** Regular expressions count as nothing: istiod does not compare them. */
function textOf(match: StringMatch | undefined): string {
  if (match?.exact) return `exact:${match.exact}`;
  return match?.prefix ? `prefix:${match.prefix}` : '';
}
