import { kinds } from '../../../istio/kinds';
import { expandGateway, meshGateway } from '../../../istio/names';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownMatchGateway = rule({
  code: 'KIA1102',
  name: 'unknown-match-gateway',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }) {
    const written = spec.at('gateways').texts;
    const bound = new Set((written.length === 0 ? [meshGateway] : written).map((reference) => expandGateway(reference, namespace)));
    // A delegate is used at the gateways of its root.
    if (spec.at('hosts').items.length === 0) return [];
    return ['http', 'tls', 'tcp']
      .flatMap((protocol) => spec.at(protocol).items.flatMap((rule) => rule.at('match').items))
      .flatMap((match) => match.at('gateways').items)
      .filter(({ text }) => !bound.has(expandGateway(text, namespace)))
      .map((field) =>
        field.finding({
          message: `this VirtualService is not bound to the gateway \`${expandGateway(field.text, namespace)}\` of its match`,
          why: 'the match never fits: its requests never come this way',
          fix: closestName(field.text, written) ?? `add \`${field.text}\` to \`spec.gateways\``,
        }),
      );
  },
});
