import { isAddress } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

/** Addresses that every pod has. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::', '127.0.0.1', '::1']);

export const bindNotOnPod = rule({
  code: 'MESH102',
  name: 'bind-not-on-pod',
  level: 'warning',
  kinds: [kinds.Gateway],
  check: ({ spec }) =>
    spec
      .at('servers')
      .items.map((server) => server.at('bind'))
      .filter(({ text }) => isAddress(text) && !everywhere.has(text))
      .map((bind) =>
        bind.finding({
          message: `\`${bind.text}\` is an address of one machine, which the next gateway pod will not have`,
          why: 'Envoy cannot open a port on an address that its pod lacks, and rejects the listener',
          fix: 'leave `bind` out',
        }),
      ),
});
