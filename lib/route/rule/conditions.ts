import type { HttpMatchSpec, StringMatch } from '../../mesh/routing/virtual-service-spec';
import { claimPath, matchesClaim } from '../request/claims';
import type { Incoming } from '../request/incoming';
import { stringMatcher } from './string-matcher';

/** One condition of a match beside the path; all of them must hold. */
export interface Condition {
  test(request: Incoming): boolean;
  /** For a reader, for example `header mode is "dev"`. */
  readonly text: string;
  /** Why it does not hold, for example `the request has no header "mode"`. */
  whyNot(request: Incoming): string;
}

/** The conditions of one match entry. Source: Istio `TranslateRouteMatch`, Envoy `HeaderUtility`. */
export function conditionsOf(match: HttpMatchSpec): readonly Condition[] {
  const { headers = {}, withoutHeaders = {}, queryParams = {}, method, authority, scheme } = match;
  return [
    ...Object.entries(headers).map(([name, value]) => headerCondition(name, value)),
    ...Object.entries(withoutHeaders).map(([name, value]) => withoutCondition(name, value)),
    ...(method ? [headerCondition(':method', method)] : []),
    ...(authority ? [headerCondition(':authority', authority)] : []),
    ...(scheme ? [headerCondition(':scheme', scheme)] : []),
    ...Object.entries(queryParams).map(([name, value]) => queryCondition(name, value)),
  ];
}

function headerCondition(name: string, match: StringMatch): Condition {
  const claim = claimPath(name);
  if (claim) return claimCondition(claim, match);
  const matcher = stringMatcher(match);
  const values = headerReader(name);
  const label = headerLabel(name);
  return {
    test: (request) => values(request).some((value) => !matcher || matcher.test(value)),
    text: `${label} ${matcher?.text ?? 'is present'}`,
    whyNot: (request) => explainValues(label, values(request)),
  };
}

/** Holds when no value of the header matches; a missing header counts as an empty one. */
function withoutCondition(name: string, match: StringMatch): Condition {
  const claim = claimPath(name);
  if (claim) return inverted(claimCondition(claim, match));
  const matcher = stringMatcher(match);
  const values = headerReader(name);
  const label = headerLabel(name);
  return {
    test: (request) => {
      const sent = values(request);
      if (!matcher) return sent.length === 0;
      return sent.length === 0 ? !matcher.test('') : !sent.some((value) => matcher.test(value));
    },
    text: matcher ? `not: ${label} ${matcher.text}` : `no ${label}`,
    whyNot: (request) => explainValues(label, values(request)),
  };
}

function claimCondition(path: readonly string[], match: StringMatch): Condition {
  const label = `claim ${path.join('.')}`;
  return {
    test: (request) => matchesClaim(request.claims, path, match),
    text: `${label} ${stringMatcher(match)?.text ?? 'is present'}`,
    whyNot: (request) => (request.claims ? `the token's ${label} does not fit` : 'the request has no validated token'),
  };
}

function inverted(condition: Condition): Condition {
  return { test: (request) => !condition.test(request), text: `not: ${condition.text}`, whyNot: () => `it holds that ${condition.text}` };
}

/** The first value of a query parameter, as written: nothing is decoded. */
function queryCondition(name: string, match: StringMatch): Condition {
  const matcher = stringMatcher(match);
  return {
    test: (request) => {
      const value = firstQueryValue(request.target, name);
      return value !== undefined && (!matcher || matcher.test(value));
    },
    text: `query ${name} ${matcher?.text ?? 'is present'}`,
    whyNot: (request) => {
      const value = firstQueryValue(request.target, name);
      return value === undefined ? `the query has no \`${name}\`` : `query \`${name}\` is \`${value}\``;
    },
  };
}

function firstQueryValue(target: string, name: string): string | undefined {
  const mark = target.indexOf('?');
  if (mark < 0) return undefined;
  for (const part of target.slice(mark + 1).split('&')) {
    const equal = part.indexOf('=');
    if ((equal < 0 ? part : part.slice(0, equal)) === name) return equal < 0 ? '' : part.slice(equal + 1);
  }
  return undefined;
}

const pseudoHeaders: Readonly<Record<string, (request: Incoming) => readonly string[]>> = {
  ':method': ({ method }) => [method],
  ':authority': ({ authority }) => [authority],
  host: ({ authority }) => [authority],
  ':scheme': ({ scheme }) => [scheme],
  ':path': ({ target }) => [target],
};

function headerReader(name: string): (request: Incoming) => readonly string[] {
  const lower = name.toLowerCase();
  return pseudoHeaders[lower] ?? ((request) => request.headers.get(lower) ?? []);
}

function headerLabel(name: string): string {
  return name.startsWith(':') ? name.slice(1) : `header ${name}`;
}

function explainValues(label: string, values: readonly string[]): string {
  return values.length === 0 ? `the request has no ${label}` : `${label} is ${values.map((value) => `\`${value}\``).join(', ')}`;
}
