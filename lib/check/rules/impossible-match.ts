import type { FieldReader } from '../field-reader';
import { httpMatches } from '../http-matches';
import { kinds } from '../kinds';
import { rule } from '../rule';

export const impossibleMatch = rule({
  code: 'MESH013',
  name: 'impossible-match',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    httpMatches(spec).flatMap((match) => [...lowerCaseMethod(match), ...unknownScheme(match), ...pathWithoutSlash(match)]),
});

function lowerCaseMethod(match: FieldReader) {
  const method = match.at('method', 'exact');
  if (method.text === method.text.toUpperCase()) return [];
  return [
    method.finding({
      what: `no request has the method \`${method.text}\``,
      why: 'methods are compared with their case, and are written in capitals',
      fix: `exact: ${method.text.toUpperCase()}`,
    }),
  ];
}

function unknownScheme(match: FieldReader) {
  const scheme = match.at('scheme', 'exact');
  if (['', 'http', 'https'].includes(scheme.text)) return [];
  return [scheme.finding({ what: `no request has the scheme \`${scheme.text}\``, why: 'it is `http` or `https`, in lower case' })];
}

function pathWithoutSlash(match: FieldReader) {
  return [match.at('uri', 'exact'), match.at('uri', 'prefix')]
    .filter(({ text }) => text !== '' && !text.startsWith('/') && text !== '*')
    .map((path) => path.finding({ what: `no path starts with \`${path.text}\``, why: 'a path starts with a slash', fix: `/${path.text}` }));
}
