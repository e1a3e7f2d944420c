import { isMapping } from '../../manifest/mapping';
import type { Claims } from './attributes';
import type { Matcher } from './matcher';
import { type StringTest, stringPattern } from './string-pattern';

/** Holds when the validated token has the claim, as a string or among the strings of a list. Source: Istio `MetadataListValueMatcher`. */
export function claim(path: readonly string[], patterns: readonly string[]): Matcher {
  const tests = patterns.map((pattern) => stringPattern(pattern));
  const fits = (value: unknown) => typeof value === 'string' && tests.some((test) => test(value));
  return ({ claims }) => {
    if (claims === 'any') return undefined;
    const value = claimAt(claims, path);
    return Array.isArray(value) ? value.some(fits) : fits(value);
  };
}

/** The value of a claim; `path` goes into objects. */
export function claimAt(claims: Claims | undefined, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const step of path) {
    if (!isMapping(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** `request.auth.principal`: issuer and subject joined by a slash. Source: Istio `requestPrincipalGenerator`. */
export function requestPrincipal(patterns: readonly string[]): Matcher {
  const tests = patterns.map(issuerAndSubject);
  const takesAny = patterns.includes('*');
  return ({ claims }) => {
    if (claims === 'any') return takesAny ? true : undefined;
    const { iss, sub } = claims ?? {};
    return typeof iss === 'string' && typeof sub === 'string' && tests.some((test) => test.issuer(iss) && test.subject(sub));
  };
}

interface PrincipalTest {
  readonly issuer: StringTest;
  readonly subject: StringTest;
}

const anything = stringPattern('*');

/** The last slash parts issuer and subject, since an issuer is often a URL. */
function issuerAndSubject(pattern: string): PrincipalTest {
  const slash = pattern.lastIndexOf('/');
  const issuer = slash < 0 ? pattern : pattern.slice(0, slash);
  const subject = slash < 0 ? '' : pattern.slice(slash + 1);
  if (pattern === '*') return { issuer: anything, subject: anything };
  if (pattern.startsWith('*')) {
    if (slash < 0) return { issuer: anything, subject: endsWith(pattern.slice(1)) };
    return { issuer: issuer === '*' ? anything : endsWith(issuer.replace(/^\*/, '')), subject: exactly(subject) };
  }
  if (pattern.endsWith('*')) {
    if (slash < 0) return { issuer: startsWith(pattern.slice(0, -1)), subject: anything };
    return { issuer: exactly(issuer), subject: subject === '*' ? anything : startsWith(subject.slice(0, -1)) };
  }
  return { issuer: exactly(issuer), subject: exactly(subject) };
}

function exactly(wanted: string): StringTest {
  return (value) => value === wanted;
}

function startsWith(wanted: string): StringTest {
  return (value) => value.startsWith(wanted);
}

function endsWith(wanted: string): StringTest {
  return (value) => value.endsWith(wanted);
}

/** The names in `[a][b]`; a text whose brackets do not pair is one name. Source: Istio `extractNameInNestedBrackets`. */
export function namesInBrackets(text: string): readonly string[] | undefined {
  if (/^(\[[^[\]]*\])+$/.test(text)) return text.slice(1, -1).split('][');
  return text.startsWith('[') && text.endsWith(']') ? [text.slice(1, -1)] : undefined;
}
