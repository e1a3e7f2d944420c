import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const rewriteJoinsSegments = rule({
  code: 'MESH003',
  name: 'rewrite-joins-segments',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    spec.at('http').items.flatMap((http) => {
      const target = http.at('rewrite', 'uri');
      const prefix = http
        .at('match')
        .items.map((match) => match.at('uri', 'prefix').text)
        .find((text) => text.endsWith('/'));
      if (prefix === undefined || target.text === '' || target.text.endsWith('/')) return [];
      return target.finding({
        message: `rewrite \`${target.text}\` makes \`${prefix}about\` into \`${target.text}about\``,
        why: 'Envoy puts the rewrite in place of the prefix, and the slash was part of the prefix',
        fix: `uri: ${target.text}/`,
      });
    }),
});
