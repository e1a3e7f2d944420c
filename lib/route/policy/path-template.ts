import { literal, type StringTest } from './string-pattern';

const one = '{*}';
const any = '{**}';
const segment = "[a-zA-Z0-9\\-._~%!$&'()+,;:@=]";

/** Does a path of a policy hold operators, and is so no plain pattern? */
export function isPathTemplate(path: string): boolean {
  return path.includes(one) || path.includes(any);
}

/**
 * `{*}` stands for one segment, `{**}` for any number of characters, slashes included. Source: Istio
 * `PathTemplateMatcher`, Envoy `uri_template_internal.cc`.
 */
export function pathTemplate(path: string): StringTest {
  const pattern = path
    .split('/')
    .map((part) => (part === one ? `${segment}+` : part === any ? `(?:${segment}|/)*` : literal(part)))
    .join('/');
  const regex = new RegExp(`^${pattern}$`);
  return (value) => regex.test(value);
}
