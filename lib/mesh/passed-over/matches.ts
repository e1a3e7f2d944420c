import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { type Reason, reasonAt } from './cause';

/** Conditions of HTTP rules that no request fits, or fewer than they look like. */
export function matches({ object }: Manifest): Reason[] {
  const all = new FieldReader(object).at('spec', 'http').items.flatMap((http) => http.at('match').items);
  return all.flatMap((match) => [...queries(match), ...delimiters(match), ...anchored(match.at('uri', 'regex')), ...cookies(match)]);
}

/** A literal `?`, or `name=`; behind `/`, as in `/id=5`, that is part of a path. */
const looksForQuery = /\\\?|\[\?\]|(?<!\/\(?|[\w.-])[\w-]+=[^)]/;

/** A `uri` match sees the path alone. */
function queries(match: FieldReader): Reason[] {
  const plain = [match.at('uri', 'exact'), match.at('uri', 'prefix')].filter(({ text }) => /[?#]/.test(text));
  const regex = [match.at('uri', 'regex')].filter(({ text }) => looksForQuery.test(text) && !text.includes(';'));
  return [...plain, ...regex].map((field) =>
    reasonAt(field, {
      cause: 'never in a path',
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
function delimiters(match: FieldReader): Reason[] {
  const regex = match.at('uri', 'regex');
  const [, inner, flags = ''] = /^\/(.*)\/([gimsuy]+)$/s.exec(regex.text) ?? [];
  if (inner === undefined) return [];
  return [
    reasonAt(regex, {
      cause: 'never in a path',
      message: `\`${regex.text}\` holds the delimiters and flags of JavaScript, which are part of the path here`,
      why: `it fits paths alone that end with \`/${flags}\``,
      fix: `regex: '${bare(inner, flags)}'`,
    }),
  ];
}

/** The same as Envoy reads it, which compares the whole path where JavaScript looks for a part of it. */
function bare(inner: string, flags: string): string {
  const text = inner.replaceAll('\\/', '/');
  const part = text.includes('|') ? `(${text})` : text;
  const start = part.startsWith('^') ? part.slice(1) : `.*${part}`;
  const whole = /(?<!\\)\$$/.test(start) ? start.slice(0, -1) : `${start}.*`;
  return flags.includes('i') ? `(?i)${whole}` : whole;
}

/** `^/orders` looks like a prefix; `^/files/.+\.pdf` says itself what else may be there. */
function anchored(regex: FieldReader): Reason[] {
  if (!/^\^[^$]*[\w/-]$/.test(regex.text) || /\.[*+]/.test(regex.text)) return [];
  return [
    reasonAt(regex, {
      cause: 'whole text',
      message: `\`${regex.text}\` matches that path alone, not what begins with it`,
      why: 'a regular expression must match the whole path: `^` and `$` are always there',
      fix: `regex: '${regex.text.replace(/^\^/, '').replace(/\/$/, '')}(/.*)?'`,
    }),
  ];
}

/** A Cookie header holds every cookie of the client. */
function cookies(match: FieldReader): Reason[] {
  return match.at('headers').entries.flatMap(([name, header]) => {
    const regex = header.at('regex');
    if (name.toLowerCase() !== 'cookie' || !/^[\w-]+=[\w.-]+$/.test(regex.text)) return [];
    return reasonAt(regex, {
      cause: 'whole text',
      message: `\`${regex.text}\` matches only where it is the one cookie that is sent`,
      why: 'a regular expression must match the whole header, which holds all cookies',
      fix: `regex: '^(.*?;\\s*)?(${regex.text})(;.*)?$'`,
    });
  });
}
