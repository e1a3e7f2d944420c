import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';
import { httpMatches } from './shared/http-matches';

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
      message: `no request has the method \`${method.text}\``,
      why: 'methods are compared with their case, and are written in capitals',
      fix: `exact: ${method.text.toUpperCase()}`,
    }),
  ];
}

function unknownScheme(match: FieldReader) {
  const scheme = match.at('scheme', 'exact');
  if (['', 'http', 'https'].includes(scheme.text)) return [];
  return [scheme.finding({ message: `no request has the scheme \`${scheme.text}\``, why: 'it is `http` or `https`, in lower case' })];
}

function pathWithoutSlash(match: FieldReader) {
  return [match.at('uri', 'exact'), match.at('uri', 'prefix')]
    .filter(({ text }) => text !== '' && !text.startsWith('/') && text !== '*')
    .map((path) =>
      path.finding({ message: `no path starts with \`${path.text}\``, why: 'a path starts with a slash', fix: `/${path.text}` }),
    );
}
