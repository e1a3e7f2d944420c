import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { rule } from '../../rule';

export const repeatedDestination = rule({
  code: 'KIA1105',
  name: 'repeated-destination',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec, namespace }, { mesh }) =>
    ['http', 'tls', 'tcp']
      .flatMap((protocol) => spec.at(protocol).items.map((rule) => rule.at('route').items.map((route) => route.at('destination'))))
      .flatMap((destinations) => {
        const keys = destinations.map((destination) =>
          [
            expandHost(destination.at('host').text, namespace, mesh.clusterDomain),
            destination.at('subset').text,
            destination.at('port', 'number').number,
          ].join(' '),
        );
        const first = new Map(keys.map((key, index) => [key, index] as const).reverse());
        return destinations.filter((_, index) => (first.get(keys[index] ?? '') ?? index) < index);
      })
      .map((destination) =>
        destination.at('host').finding({
          message: `\`${[destination.at('host').text, destination.at('subset').text].filter(Boolean).join('` subset `')}\` stands in this route twice`,
          why: 'its shares add up, which is hardly what was meant',
          fix: 'name another subset, or add the weights',
        }),
      ),
});
