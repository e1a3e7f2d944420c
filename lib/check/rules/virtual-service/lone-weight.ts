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
      .flatMap((route) => (route.length === 1 ? route : []))
      .map((only) => ({ weight: only.at('weight'), share: only.at('weight').number ?? 0 }))
      .filter(({ share }) => share > 0 && share < 100)
      .map(({ weight, share }) =>
        weight.finding({
          message: `the only destination has weight \`${share}\``,
          why: 'weights are shares of their sum, so it takes all requests',
          fix: 'name the destination of the others, or leave the weight out',
        }),
      ),
});
