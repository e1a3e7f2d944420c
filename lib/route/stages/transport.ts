import type { Mesh } from '../../mesh/mesh';
import { portPolicy } from '../../mesh/routing/destination-rules';
import type { Cluster } from '../cluster';
import type { Caller } from './caller';
import type { Server, Transport } from './server';

/** What of a cluster decides how the connection is opened. */
export type TransportTarget = Pick<Cluster, 'service' | 'subset' | 'port' | 'passthrough'>;

/**
 * How a caller's proxy opens the connection. Source: Istio `applyUpstreamTLSSettings`, and endpoints' `tlsMode`.
 *
 * @param to the cluster, and the server with the port of its pods
 */
export function transportTo(
  mesh: Mesh,
  { proxy, client }: Caller,
  { cluster, server, port }: { readonly cluster: TransportTarget; readonly server: Server; readonly port: number },
): Transport {
  if (proxy === 'none' || cluster.passthrough) return 'plain';
  if (proxy === 'ztunnel') return server.proxy.kind === 'none' ? 'plain' : 'mutual';
  const rule = cluster.service && mesh.destinationRules.inForce(client, cluster.service);
  const mode = rule && portPolicy(rule, cluster.subset, cluster.port).tls?.mode;
  if (mode === 'DISABLE') return 'plain';
  if (mode === 'ISTIO_MUTUAL') return 'mutual';
  if (mode === 'SIMPLE' || mode === 'MUTUAL') return 'own TLS';
  if (cluster.service?.isExternal === true || !mesh.config.autoMtls) return 'plain';
  if (server.isGateway) return server.offersMutualTls ? 'mutual' : 'plain';
  return server.proxy.kind === 'none' || server.modeOf(port).mode === 'DISABLE' ? 'plain' : 'mutual';
}
