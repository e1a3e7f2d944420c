import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { httpMatches } from './shared/http-matches';

export const ignoredSourceCondition = rule({
  code: 'MESH015',
  name: 'ignored-source-condition',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    httpMatches(spec)
      .filter((match) => match.at('gateways').items.length > 0)
      .flatMap((match) => [match.at('sourceLabels'), match.at('sourceNamespace')])
      .filter(({ exists }) => exists)
      .map((source) =>
        source.finding({
          message: `\`${source.path.at(-1)}\` is not looked at in a match that names \`gateways\``,
          why: 'istiod asks for one or the other, so every caller fits',
          fix: 'use two matches',
        }),
      ),
});
