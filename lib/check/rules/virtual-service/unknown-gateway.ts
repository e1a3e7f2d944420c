import { kinds } from '../../../istio/kinds';
import { expandGateway } from '../../../istio/names';
import { rule } from '../../rule';
import { closestName } from '../../suggest';
import { isGeneratedGateway } from './shared/generated-gateway';

export const unknownGateway = rule({
  code: 'IST0101',
  name: 'unknown-gateway',
  level: 'error',
  kinds: [kinds.VirtualService],
  closedWorld: true,
  check: ({ spec, namespace }, { mesh }) =>
    spec
      .at('gateways')
      .items.map((field) => ({ field, name: expandGateway(field.text, namespace) }))
      .filter(({ field, name }) => field.text !== 'mesh' && !isGeneratedGateway(field.text) && !mesh.gateways.get(name))
      .map(({ field, name }) =>
        field.finding({
          message: `no gateway is named \`${name}\``,
          why: `no proxy receives these routes, so every request for ${spec.at('hosts').texts.join(', ')} answers 404`,
          fix: closestName(name, mesh.gateways.names),
        }),
      ),
});
