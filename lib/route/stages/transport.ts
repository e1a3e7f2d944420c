import type { Mesh } from '../../mesh/mesh';
import { endpointTlsMode, portPolicy } from '../../mesh/routing/destination-rules';
import type { Service } from '../../mesh/services/service';
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
  // the tunnel of the ambient mesh is there whatever the DestinationRule says; TLS of its own is inside
  if (server.proxy.kind === 'ztunnel') return 'mutual';
  if (proxy === 'ztunnel') return isTunnelled(mesh, server) ? 'mutual' : 'plain';
  const rule = cluster.service && mesh.destinationRules.inForce(client, cluster.service);
  const mode = rule && portPolicy(rule, cluster.subset, cluster.port).tls?.mode;
  if (proxy === 'waypoint') return mode === 'SIMPLE' || mode === 'MUTUAL' ? 'own TLS' : isTunnelled(mesh, server) ? 'mutual' : 'plain';
  if (mode === 'DISABLE') return 'plain';
  if (mode === 'ISTIO_MUTUAL') return 'mutual';
  if (mode === 'SIMPLE' || mode === 'MUTUAL') return 'own TLS';
  if (cluster.service?.isExternal === true || !mesh.config.autoMtls) return 'plain';
  if (cluster.service && isPlainWhole(mesh, cluster.service, cluster.port)) return 'plain';
  const ofEndpoints = rule && endpointTlsMode(rule, cluster.subset, cluster.port);
  if (ofEndpoints !== undefined) return ofEndpoints === 'ISTIO_MUTUAL' && server.offersMutualTls ? 'mutual' : 'plain';
  if (server.isGateway) return server.offersMutualTls ? 'mutual' : 'plain';
  return server.proxy.kind === 'none' || server.modeOf(port).mode === 'DISABLE' ? 'plain' : 'mutual';
}

/**
 * Do proxies send plain text to all of a Service, whatever single pods say? Where its namespace or the mesh has PeerAuthentication
 * `DISABLE`, and where a Service without address has a pod without proxy. Source: Istio `BestEffortInferServiceMTLSMode`.
 */
function isPlainWhole(mesh: Mesh, service: Service, port: number): boolean {
  if (mesh.peerAuthentications.modeIn(service.namespace) === 'DISABLE') return true;
  const servicePort = service.headless ? service.ports.find(({ number }) => number === port) : undefined;
  if (!servicePort) return false;
  return mesh.endpoints.of(service, servicePort).some(({ workload }) => !workload || mesh.injection.proxyOf(workload).kind !== 'sidecar');
}

/** Does a sidecar take the connections of the ambient mesh? Where it is not installed for that, they come in plain text. Source: Istio `ISTIO_META_ENABLE_HBONE`. */
function isTunnelled(mesh: Mesh, { proxy, isGateway, workload }: Server): boolean {
  if (proxy.kind === 'none' || isGateway) return false;
  const { manifest, fields } = mesh.config;
  const metadata = fields.at('defaultConfig', 'proxyMetadata', 'ISTIO_META_ENABLE_HBONE').text;
  return workload.labels['networking.istio.io/tunnel'] === 'http' || (manifest === undefined ? !mesh.complete : metadata === 'true');
}
