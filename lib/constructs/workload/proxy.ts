import { ConstructError } from '../../errors';
import { count } from '../count';
import type { Duration } from '../duration';
import { portNumber } from '../port';

/** How the sidecar of a pod is tuned. Each is an annotation of the pod. Source: Istio "Resource Annotations", `ProxyConfig`. */
export interface ProxyProps {
  /** Whether the pod gets a sidecar. @default - as its namespace says */
  readonly inject?: boolean;
  /** CPU asked for, for example `100m`. @default - the mesh's */
  readonly cpu?: string;
  /** The most CPU that the sidecar may use, for example `500m`. @default - the mesh's */
  readonly cpuLimit?: string;
  /** Memory asked for, for example `128Mi`. @default - the mesh's */
  readonly memory?: string;
  /** The most memory that the sidecar may use, for example `256Mi`. @default - the mesh's */
  readonly memoryLimit?: string;
  /** Worker threads; 0 for all cores. @default - the mesh's */
  readonly concurrency?: number;
  /** Whether the containers start only when the proxy can carry their calls. @default - the mesh's */
  readonly holdApplicationUntilProxyStarts?: boolean;
  /** How long the proxy serves on after the pod begins to end. @default - the mesh's */
  readonly terminationDrainDuration?: Duration;
  /** Whether the sidecar is an init container that ends after the others, as Istio does it by default. @default - the mesh's */
  readonly native?: boolean;
  /** How much the sidecar logs. @default - the mesh's */
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'critical' | 'off';
  /** Ports whose connections to the pod pass the proxy by. @default - none */
  readonly excludeInboundPorts?: readonly number[];
  /** Ports to which connections of the pod pass the proxy by. @default - none */
  readonly excludeOutboundPorts?: readonly number[];
  /** CIDR blocks to which connections of the pod pass the proxy by. @default - none */
  readonly excludeOutboundIPRanges?: readonly string[];
}

/** Labels and annotations of the pod. @throws ConstructError `CountRange`, `PortRange`, `ProxyOfNone` */
export function renderProxy({ inject, ...tuning }: ProxyProps): { labels: Record<string, string>; annotations: Record<string, string> } {
  const annotations = tuned(tuning);
  if (inject === false && Object.keys(annotations).length > 0) {
    throw new ConstructError('ProxyOfNone', 'a proxy is tuned that is not injected', {
      fix: 'leave `inject: false` out, or the rest of `proxy`',
    });
  }
  return { labels: inject === undefined ? {} : { 'sidecar.istio.io/inject': String(inject) }, annotations };
}

function tuned(proxy: Omit<ProxyProps, 'inject'>): Record<string, string> {
  const ports = (numbers: readonly number[] | undefined) => numbers?.map(portNumber).join(',');
  return present({
    'sidecar.istio.io/proxyCPU': proxy.cpu,
    'sidecar.istio.io/proxyCPULimit': proxy.cpuLimit,
    'sidecar.istio.io/proxyMemory': proxy.memory,
    'sidecar.istio.io/proxyMemoryLimit': proxy.memoryLimit,
    'sidecar.istio.io/nativeSidecar': proxy.native === undefined ? undefined : String(proxy.native),
    'sidecar.istio.io/logLevel': proxy.logLevel,
    'traffic.sidecar.istio.io/excludeInboundPorts': ports(proxy.excludeInboundPorts),
    'traffic.sidecar.istio.io/excludeOutboundPorts': ports(proxy.excludeOutboundPorts),
    'traffic.sidecar.istio.io/excludeOutboundIPRanges': proxy.excludeOutboundIPRanges?.join(','),
    'proxy.istio.io/config': proxyConfig(proxy),
  });
}

/** The annotation holds YAML, and JSON is YAML. */
function proxyConfig({ concurrency, holdApplicationUntilProxyStarts, terminationDrainDuration }: ProxyProps): string | undefined {
  const config = {
    concurrency: count(concurrency, 'concurrency'),
    holdApplicationUntilProxyStarts,
    terminationDrainDuration: terminationDrainDuration?.toString(),
  };
  return Object.values(config).every((value) => value === undefined) ? undefined : JSON.stringify(config);
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
