import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const duplicateListener = rule({
  code: 'KIA1503',
  name: 'duplicate-listener',
  level: 'warning',
  kinds: [kinds.KubernetesGateway],
  check({ spec }) {
    const listeners = spec.at('listeners').items;
    const keys = listeners.map((listener) =>
      [listener.at('port').number, listener.at('protocol').text, listener.at('hostname').text].join(' '),
    );
    return listeners
      .filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
      .map((listener) =>
        listener.at('name').finding({
          message: `the listener \`${listener.at('name').text}\` has the port, protocol and hostname of an earlier one`,
          why: 'neither of the two is accepted',
          fix: 'remove one, or give it another hostname',
        }),
      );
  },
});
