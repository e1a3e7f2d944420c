import { ingressGatewayLabels } from '../../istio/defaults';
import { covers, isWildcard, splitNamespace } from '../../istio/hosts';
import type { WorkloadIndex } from '../workloads/workloads';
import type { GatewayPod } from './gateway-ports';
import type { Gateway, GatewayIndex } from './gateways';

/** Gateway pods of one mesh: declared ones, and those that Gateways select and an installation brings. */
export class GatewayPods {
  private readonly known = new Map<string, GatewayPod>();

  constructor(
    private readonly gateways: GatewayIndex,
    private readonly workloads: WorkloadIndex,
    private readonly rootNamespace: string,
  ) {}

  /** The pods that a Gateway selects; where none is declared, one with just these labels is assumed. */
  of(gateway: Gateway): readonly GatewayPod[] {
    const found = this.workloads.all.filter((workload) => gateway.selects(workload));
    const unlike = new Map(found.map((workload) => [keyOf(workload), workload]));
    if (unlike.size > 0) return [...unlike.values()].map((workload) => this.same(workload));
    return gateway.isConverted ? [] : [this.same({ namespace: this.rootNamespace, labels: gateway.selector })];
  }

  /** Is no declared pod selected, so that the one of an installation is assumed? */
  isAssumed(gateway: Gateway): boolean {
    return !gateway.isConverted && !this.workloads.all.some((workload) => gateway.selects(workload));
  }

  /** The pods of the Gateways that serve a host, those of exact hosts first; of all Gateways if none does. */
  serving(domain: string): readonly GatewayPod[] {
    const selective = this.gateways.all.filter(({ selector }) => Object.keys(selector).length > 0);
    const serves = (gateway: Gateway) =>
      gateway.servers
        .flatMap(({ hosts }) => hosts.map((host) => splitNamespace(host).host.toLowerCase()))
        .filter((host) => covers(host, domain));
    const rank = (gateway: Gateway) => Math.max(0, ...serves(gateway).map(rankOf));
    const ranked = selective.map((gateway) => ({ gateway, rank: rank(gateway) })).sort((one, other) => other.rank - one.rank);
    const best = ranked.filter(({ rank: own }) => own > 0);
    return [...new Set((best.length > 0 ? best : ranked).flatMap(({ gateway }) => this.of(gateway)))];
  }

  /** The pod that is asked when nothing says which: the first that a Gateway selects, else Istio's own. */
  get first(): GatewayPod {
    const [gateway] = this.gateways.all.filter(({ selector }) => Object.keys(selector).length > 0);
    return (gateway && this.of(gateway)[0]) ?? this.same({ namespace: this.rootNamespace, labels: ingressGatewayLabels });
  }

  private same(pod: GatewayPod): GatewayPod {
    const key = keyOf(pod);
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, { namespace: pod.namespace, labels: pod.labels });
    return this.known.get(key) ?? pod;
  }
}

/** An exact host before any wildcard, the longer wildcard before the shorter. */
function rankOf(host: string): number {
  return isWildcard(host) ? host.length : Number.POSITIVE_INFINITY;
}

function keyOf({ namespace, labels }: GatewayPod): string {
  return JSON.stringify([namespace, Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))]);
}
