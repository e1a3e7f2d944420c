import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';
import { httpMatches } from './shared/http-matches';

export const matchWithoutQuery = rule({
  code: 'MESH031',
  name: 'match-without-query',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) => httpMatches(spec).flatMap((match) => [...queries(match), ...delimiters(match)]),
});

/** A `uri` match sees the path alone. */
function queries(match: FieldReader) {
  const plain = [match.at('uri', 'exact'), match.at('uri', 'prefix')].filter(({ text }) => /[?#]/.test(text));
  const regex = [match.at('uri', 'regex')].filter(({ text }) => /\\\?|\[\?\]|[&?]?\b\w+=[^)]/.test(text) && !text.includes(';'));
  return [...plain, ...regex].map((field) =>
    field.finding({
      message: `\`uri\` never holds a query, so \`${field.text}\` matches no request that has one`,
      why: 'Envoy compares the path without what follows `?`; the query is matched by `queryParams`',
      fix: queryFix(field.text),
    }),
  );
}

function queryFix(text: string): string | undefined {
  const [, name, value] = /([A-Za-z_][\w-]*)=([\w.-]+)/.exec(text) ?? [];
  return name === undefined ? undefined : `queryParams: { ${name}: { exact: "${value}" } }`;
}

/** A regular expression is written bare, without the slashes and flags of JavaScript. */
function delimiters(match: FieldReader) {
  const regex = match.at('uri', 'regex');
  const [, inner] = /^\/(.*)\/[gimsuy]+$/s.exec(regex.text) ?? [];
  if (inner === undefined) return [];
  return [
    regex.finding({
      message: `\`${regex.text}\` holds the delimiters and flags of JavaScript, which are part of the path here`,
      why: 'no path ends with `/gi`, so nothing matches',
      fix: `regex: '${inner.replaceAll('\\/', '/')}'`,
    }),
  ];
}
