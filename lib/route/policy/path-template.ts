import { literal, type StringTest } from './string-pattern';

const one = '{*}';
const any = '{**}';
/** Envoy 1.40 was asked: `*` is a character like any other, brackets are none. */
const segment = "[a-zA-Z0-9\\-._~%!$&'()*+,;:@=]";

/** Does a path of a policy hold operators, and is so no plain pattern? */
export function isPathTemplate(path: string): boolean {
  return path.includes(one) || path.includes(any);
}

/**
 * `{*}` stands for one segment, `{**}` for any number of characters, slashes included. Source: Istio
 * `PathTemplateMatcher`, Envoy `uri_template_internal.cc`.
 */
export function pathTemplate(path: string): StringTest {
  const regex = new RegExp(`^${templateRegex(path)}$`);
  return (value) => regex.test(value);
}

/** A template as a regular expression of a whole path, for JavaScript and RE2 alike. */
export function templateRegex(path: string): string {
  return path
    .split('/')
    .map((part) => (part === one ? `${segment}+` : part === any ? `(?:${segment}|/)*` : literal(part)))
    .join('/');
}
