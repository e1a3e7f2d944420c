import { isAddress } from '../../istio/hosts';
import type { Gateway, Server } from '../../mesh/gateways/gateways';
import type { Chain, Listener } from '../gateway/listener';
import { type Refusal, refusal } from './refusal';

/** What Envoy refuses in one listener. Source: Envoy `FilterChainManagerImpl`. */
export function listenerRefusals(listener: Listener): readonly Refusal[] {
  const [server] = listener.chains.flatMap((chain) => chain.servers);
  if (!server) return [];
  if (!isAddress(listener.bind)) return [at(server, ['bind'], `\`${listener.bind}\` is no IP address`)];
  if (listener.port > 65535) return [at(server, ['port', 'number'], `\`${listener.port}\` is no port`)];
  return [...serverNameRefusals(listener), ...overlapRefusals(listener)];
}

/** istiod ends with an index out of range when it takes these hosts, again and again. Source: Istio `sanitizeServerHostNamespace`. */
export function crashRefusals(gateways: readonly Gateway[]): readonly Refusal[] {
  return gateways.flatMap(({ servers }) =>
    servers.flatMap((server) => {
      const all = server.writtenHosts.indexOf('*/*');
      const fatal = server.writtenHosts.findIndex((host, index) => all >= 0 && index > all && host !== '*/*' && /^[.*]\//.test(host));
      return fatal < 0
        ? []
        : [
            at(
              server,
              ['hosts', fatal],
              `istiod crashes on \`${server.writtenHosts[fatal]}\` behind \`*/*\`, for every gateway and sidecar`,
            ),
          ];
    }),
  );
}

/** An address that is neither the pod's loopback nor any. It may be the pod's own, where the set does not tell all there is. */
export function addressRefusals({ bind, chains }: Listener): readonly Refusal[] {
  const [server] = chains.flatMap((chain) => chain.servers);
  return server && isAddress(bind) && !isOwn(bind) ? [at(server, ['bind'], `\`${bind}\` is no address of the pod`)] : [];
}

function isOwn(address: string): boolean {
  return address === '0.0.0.0' || address.startsWith('127.') || address === '::' || address === '::1';
}

function serverNameRefusals({ chains }: Listener): Refusal[] {
  return chains.flatMap((chain) => {
    const partial = chain.serverNames.find((name) => name.includes('*') && !name.startsWith('*.'));
    return partial === undefined
      ? []
      : chainRefusal(chain, `\`${partial}\` cannot be a server name of TLS: a \`*\` stands for whole labels`);
  });
}

/** Two chains may not claim one server name; the name is compared in lower case. */
function overlapRefusals({ chains }: Listener): Refusal[] {
  const claimed = new Set<string>();
  return chains.flatMap((chain) => {
    const names = chain.serverNames.length === 0 ? ['*'] : chain.serverNames;
    const twice = names.find((name) => claimed.has(name));
    for (const name of names) claimed.add(name);
    return twice === undefined ? [] : chainRefusal(chain, `another server on the port takes the server name \`${twice}\` too`);
  });
}

function chainRefusal(chain: Chain, reason: string): Refusal[] {
  const [server] = chain.servers;
  return server ? [at(server, ['hosts'], reason)] : [];
}

function at(server: Server, field: readonly (string | number)[], reason: string): Refusal {
  return refusal({ manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] }, field, reason);
}
