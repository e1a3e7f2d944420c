import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const loneWeight = rule({
  code: 'KIA1104',
  name: 'lone-weight',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    ['http', 'tls', 'tcp']
      .flatMap((protocol) => spec.at(protocol).items.map((rule) => rule.at('route').items))
      .filter((route) => route.length === 1)
      .map(([route]) => route?.at('weight'))
      .filter((weight) => weight?.number !== undefined && weight.number > 0 && weight.number < 100)
      .flatMap((weight) =>
        weight === undefined
          ? []
          : weight.finding({
              message: `the only destination has weight \`${weight.number}\``,
              why: 'weights are shares of their sum, so it takes all requests',
              fix: 'name the destination of the others, or leave the weight out',
            }),
      ),
});
