import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';
import { httpMatches } from './shared/http-matches';

export const partialRegex = rule({
  code: 'MESH032',
  name: 'partial-regex',
  level: 'info',
  kinds: [kinds.VirtualService],
  check: ({ spec }) => httpMatches(spec).flatMap((match) => [...anchored(match.at('uri', 'regex')), ...cookies(match)]),
});

/** `^/orders` looks like a prefix. */
function anchored(regex: FieldReader) {
  if (!/^\^[^$]*[\w/-]$/.test(regex.text)) return [];
  return [
    regex.finding({
      message: `\`${regex.text}\` matches that path alone, not what begins with it`,
      why: 'a regular expression must match the whole path: `^` and `$` are always there',
      fix: `regex: '${regex.text.replace(/^\^/, '').replace(/\/$/, '')}(/.*)?'`,
    }),
  ];
}

/** A Cookie header holds every cookie of the client. */
function cookies(match: FieldReader) {
  return match.at('headers').entries.flatMap(([name, header]) => {
    const regex = header.at('regex');
    if (name.toLowerCase() !== 'cookie' || !/^[\w-]+=[\w.-]+$/.test(regex.text)) return [];
    return regex.finding({
      message: `\`${regex.text}\` matches only where it is the one cookie that is sent`,
      why: 'a regular expression must match the whole header, which holds all cookies',
      fix: `regex: '^(.*?;\\s*)?(${regex.text})(;.*)?$'`,
    });
  });
}
