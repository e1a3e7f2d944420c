import { kinds } from '../../../istio/kinds';
import { expandGateway } from '../../../istio/names';
import { rule } from '../../rule';
import { httpMatches } from './shared/http-matches';

/** Ports that a client leaves out of the Host header. */
const implied: ReadonlySet<number> = new Set([80, 443]);

export const authorityWithoutPort = rule({
  code: 'MESH014',
  name: 'authority-without-port',
  level: 'info',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }, { mesh }) {
    const servers = spec.at('gateways').texts.flatMap((reference) => mesh.gateways.get(expandGateway(reference, namespace))?.servers ?? []);
    const odd = servers.map(({ port }) => port.number).find((port) => !implied.has(port));
    if (odd === undefined || servers.some(({ port }) => implied.has(port.number))) return [];
    return httpMatches(spec)
      .map((match) => match.at('authority', 'exact'))
      .filter(({ text }) => text !== '' && !/:\d+$/.test(text))
      .map((authority) =>
        authority.finding({
          message: `requests at port ${odd} have the authority \`${authority.text}:${odd}\`, not \`${authority.text}\``,
          why: 'a client writes the port into the Host header when it is not the usual one, and `authority` compares all of it',
          fix: `regex: ${authority.text.replaceAll('.', '\\.')}(:\\d+)?`,
        }),
      );
  },
});
