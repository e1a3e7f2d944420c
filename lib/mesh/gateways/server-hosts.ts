import type { Labels } from '../../istio/labels';
import { FieldReader } from '../../manifest/field';
import { formatSelector, type PodIndex } from '../workloads/pods';
import type { GatewayIndex } from './gateways';

/** A host of a Gateway's server as it is written, with all that decides whether another one clashes with it. */
export interface ServerHost {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  readonly selector: Labels;
  readonly host: string;
  readonly port: number;
  readonly bind: string;
}

/** Server hosts by `port host bind`: those of one key take the same requests, if their Gateways share a pod. Each Gateway has a host once. */
export class ServerHosts {
  private readonly byKey = new Map<string, Map<string, ServerHost>>();

  constructor(
    gateways: GatewayIndex,
    private readonly pods: PodIndex,
  ) {
    for (const gateway of gateways.all) {
      for (const server of new FieldReader(gateway.manifest.object).at('spec', 'servers').items) {
        const port = portOf(server);
        const bind = server.at('bind').text;
        for (const host of server.at('hosts').texts) this.add({ gateway: gateway.name, selector: gateway.selector, host, port, bind });
      }
    }
  }

  /** The same host at the same port and address in other Gateways, whichever pods those have. */
  rivalsOf(gateway: string, { server, host }: { readonly server: FieldReader; readonly host: string }): ServerHost[] {
    const key = serverHostKey({ port: portOf(server), bind: server.at('bind').text, host });
    return [...(this.byKey.get(key)?.values() ?? [])].filter((other) => other.gateway !== gateway);
  }

  /** Is there a pod that both select? */
  sharePod(one: Labels, other: Labels): boolean {
    const disagree = Object.entries(one).some(([key, value]) => other[key] !== undefined && other[key] !== value);
    return !disagree && this.pods.select({ ...one, ...other }).length > 0;
  }

  /**
   * Is one selector written out inside the other, and is there a pod that both select? Istio compares the two as strings,
   * so `a=1` is inside `a=12`. Source: Istio `ConflictingGatewayAnalyzer`.
   */
  narrowsSelector(one: Labels, other: Labels): boolean {
    const [shorter = '', longer = ''] = [canonical(one), canonical(other)].sort((a, b) => a.length - b.length);
    return longer.includes(shorter) && this.sharePod(one, other);
  }

  private add(entry: ServerHost): void {
    const key = serverHostKey(entry);
    const gateways = this.byKey.get(key) ?? new Map<string, ServerHost>();
    this.byKey.set(key, gateways);
    if (!gateways.has(entry.gateway)) gateways.set(entry.gateway, entry);
  }
}

/** The port of a server; 0 where it has none. */
export function portOf(server: FieldReader): number {
  return server.at('port', 'number').number ?? 0;
}

function serverHostKey({ port, host, bind }: Pick<ServerHost, 'port' | 'host' | 'bind'>): string {
  return `${port} ${host} ${bind}`;
}

/** Do the selectors say the same? */
export function sameSelector(one: Labels, other: Labels): boolean {
  return canonical(one) === canonical(other);
}

function canonical(selector: Labels): string {
  return formatSelector(Object.fromEntries(Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1))));
}
