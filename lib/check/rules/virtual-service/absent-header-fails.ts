import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { compileRegex } from '../../../route/rule/string-matcher';
import { rule } from '../../rule';
import { httpMatches } from './shared/http-matches';

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
          message: `\`withoutHeaders\` \`${name}\` with \`${field.text}\` fails for requests that have no such header`,
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
