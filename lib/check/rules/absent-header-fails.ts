import { compileRegex } from '../../route/string-matcher';
import type { FieldReader } from '../field-reader';
import { httpMatches } from '../http-matches';
import { kinds } from '../kinds';
import { rule } from '../rule';

export const absentHeaderFails = rule({
  code: 'MESH012',
  name: 'absent-header-fails',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    httpMatches(spec)
      .flatMap((match) => match.at('withoutHeaders').entries)
      .filter(([, value]) => takesEmptyText(value))
      .map(([name, value]) => {
        const field = value.at('regex').exists ? value.at('regex') : value.at('exact');
        return field.finding({
          what: `\`withoutHeaders\` \`${name}\` with \`${field.text}\` fails for requests that have no such header`,
          why: 'an absent header counts as empty text, and the condition fits empty text',
          fix: `${name}: {}`,
        });
      }),
});

function takesEmptyText(value: FieldReader): boolean {
  const regex = value.at('regex');
  if (regex.exists && regex.text !== '*' && regex.text !== '') return compileRegex(regex.text)?.matches('') ?? false;
  return value.at('exact').value === '';
}
