import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const prefixCrossesSegment = rule({
  code: 'MESH001',
  name: 'prefix-crosses-segment',
  level: 'warning',
  fixable: true,
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    spec.at('http').items.flatMap((http) => {
      const target = http.at('rewrite', 'uri');
      return http
        .at('match')
        .items.map((match) => ({ match, prefix: match.at('uri', 'prefix') }))
        .filter(({ prefix: { text } }) => text !== '' && !text.endsWith('/'))
        .map(({ match, prefix }) => {
          const doubled = target.text.endsWith('/');
          const broken = doubled ? `, and rewrite \`${target.text}\` makes \`${prefix.text}/about\` into \`${target.text}/about\`` : '';
          return prefix.finding({
            message: `prefix \`${prefix.text}\` also matches \`${prefix.text}foo\`${broken}`,
            why: 'an Istio prefix compares characters, not path segments',
            fix: `in TypeScript \`Path.under('${prefix.text}')\`; in YAML match exact \`${prefix.text}\` and prefix \`${prefix.text}/\``,
            level: doubled ? 'warning' : 'info',
            repair: doubled ? { kind: 'split', path: match.path } : undefined,
          });
        });
    }),
});
