import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { rivalsOnGateways } from './shared/virtual-service-rivals';

export const severalVirtualServices = rule({
  code: 'KIA1106',
  name: 'several-virtual-services',
  level: 'info',
  kinds: [kinds.VirtualService],
  check: (subject, { mesh }) =>
    rivalsOnGateways(mesh, subject)
      .filter(({ region }) => region === undefined)
      .map(({ hostField, host, other, gateway }) =>
        hostField.finding({
          message: `\`${host}\` also has routes at \`${gateway}\` in \`${other}\``,
          why: 'the gateway puts their rules one after the other, the older VirtualService first',
          fix: 'merge them, unless they belong to different people',
        }),
      ),
});
