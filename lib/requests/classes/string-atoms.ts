import type { HttpMatchSpec, StringMatch } from '../../mesh/routing/virtual-service-spec';
import { isPathTemplate, pathTemplate, templateRegex } from '../../route/policy/path-template';
import { literal, stringPattern } from '../../route/policy/string-pattern';
import { pathMatcher } from '../../route/rule/path-matcher';
import { compileRegex, stringMatcher } from '../../route/rule/string-matcher';
import type { Atom, AttributeName, Value } from './attribute';
import { anyString, endingWith, exactly, type Language, matching, startingWith } from './automaton';

/** A condition on the path. @param bySteps does a prefix end where a step of the path ends? */
export function pathAtom(match: HttpMatchSpec, bySteps = false): Atom {
  const { test, kind, value } = pathMatcher(match, bySteps);
  const note = match.ignoreUriCase && kind !== 'regex' ? ' in any case' : '';
  const text = { exact: value, prefix: bySteps ? `${value} and below` : `${value}*`, regex: `~${value}` }[kind] + note;
  return { attribute: 'path', text, test: onText(test), language: pathLanguage(match, { kind, value, bySteps }) };
}

interface PathLanguage {
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly value: string;
  readonly bySteps: boolean;
}

function pathLanguage({ ignoreUriCase = false }: HttpMatchSpec, { kind, value, bySteps }: PathLanguage): Language | undefined {
  if (kind === 'regex') return ofRegex(value);
  const rest = kind === 'exact' ? '' : bySteps && value !== '/' ? '(?:/.*)?' : '.*';
  if (ignoreUriCase) return matching(`(?is)${literal(value)}${rest}`);
  if (kind === 'exact') return exactly(value);
  return rest === '.*' ? startingWith(value) : matching(`(?s)${literal(value)}${rest}`);
}

/** A condition of a `StringMatch` on one attribute; what is not sent fits none. */
export function matchAtom(attribute: AttributeName, match: StringMatch): Atom {
  const matcher = stringMatcher(match);
  const { exact, prefix, regex } = match;
  const language =
    matcher === undefined
      ? anyString()
      : exact !== undefined
        ? exactly(exact)
        : prefix !== undefined
          ? startingWith(prefix)
          : ofRegex(regex ?? '');
  return { attribute, text: matcher?.text ?? 'is present', test: onText((value) => matcher?.test(value) ?? true), language };
}

/** The same for a header that is not sent, which counts as an empty one. Source: Envoy `treat_missing_header_as_empty`. */
export function matchOrAbsentAtom(attribute: AttributeName, match: StringMatch): Atom {
  const atom = matchAtom(attribute, match);
  if (!stringMatcher(match) || !atom.test('')) return atom;
  return { ...atom, text: `${atom.text} or is absent`, test: (value) => value === undefined || atom.test(value) };
}

/** How the values of a policy are written and compared. */
export interface PolicyPattern {
  readonly ignoreCase?: boolean;
  /** Does `*` take an empty value too? @default false */
  readonly star?: 'present' | 'not empty';
}

/** A value of a policy: `value`, `prefix*`, `*suffix` or `*`. */
export function policyAtom(
  attribute: AttributeName,
  pattern: string,
  { ignoreCase = false, star = 'not empty' }: PolicyPattern = {},
): Atom {
  const test = stringPattern(pattern, { ignoreCase, star });
  const text = `is ${ignoreCase ? pattern.toLowerCase() : pattern}`;
  return { attribute, text, test: onText(test), language: policyLanguage(pattern, { ignoreCase, star }) };
}

function policyLanguage(pattern: string, { ignoreCase, star }: PolicyPattern): Language {
  if (pattern === '*') return anyString({ empty: star === 'present' });
  if (ignoreCase) {
    const [before, after] = pattern.startsWith('*') ? ['.*', pattern.slice(1)] : ['', pattern.replace(/\*$/, '')];
    return matching(`(?is)${before}${literal(after)}${before === '' && pattern.endsWith('*') ? '.*' : ''}`);
  }
  if (pattern.startsWith('*')) return endingWith(pattern.slice(1));
  return pattern.endsWith('*') ? startingWith(pattern.slice(0, -1)) : exactly(pattern);
}

/** A path of a policy, which may be a template such as `/users/{*}`. */
export function policyPathAtom(pattern: string): Atom {
  if (!isPathTemplate(pattern)) return { ...policyAtom('path', pattern), text: pattern };
  return { attribute: 'path', text: pattern, test: onText(pathTemplate(pattern)), language: ofRegex(templateRegex(pattern)) };
}

/** Undefined for what RE2 does not know: it matches nothing, and `test` says so. */
function ofRegex(regex: string): Language | undefined {
  return compileRegex(regex) ? matching(regex) : undefined;
}

function onText(test: (text: string) => boolean): (value: Value) => boolean {
  return (value) => typeof value === 'string' && test(value);
}
