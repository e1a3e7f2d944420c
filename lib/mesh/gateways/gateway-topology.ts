import type { MeshConfig } from '../installation/mesh-config';
import { annotatedConfig } from '../workloads/proxy-config';
import type { WorkloadIndex } from '../workloads/workloads';
import type { GatewayPod } from './gateway-ports';

/** What a gateway knows of the proxies in front of it. Source: Istio `ProxyConfig.gatewayTopology`. */
export interface GatewayTopology {
  /** How many proxies in front may say who the client is and how it called, by `X-Forwarded-For` and `X-Forwarded-Proto`. */
  readonly trustedProxies: number;
  /** Must each connection begin with the header of the PROXY protocol, which names the client's address? */
  readonly proxyProtocol: boolean;
}

/** The topology of a gateway pod: its annotation goes before the mesh configuration, field by field. */
export function gatewayTopologyOf(config: MeshConfig, workloads: WorkloadIndex, pod: GatewayPod): GatewayTopology {
  const [workload] = workloads.select(pod.namespace, pod.labels);
  const ofMesh = config.fields.at('defaultConfig', 'gatewayTopology');
  const own = workload && annotatedConfig(workload).at('gatewayTopology');
  return {
    trustedProxies: (own?.at('numTrustedProxies').number || ofMesh.at('numTrustedProxies').number) ?? 0,
    proxyProtocol: (own?.at('proxyProtocol').exists ?? false) || ofMesh.at('proxyProtocol').exists,
  };
}
