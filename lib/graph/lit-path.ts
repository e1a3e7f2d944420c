import { covers } from '../istio/hosts';
import type { TraceStep } from '../route/answer/trace';
import { type Request, withoutPort } from '../route/request/request';
import type { MeshGraph } from './graph';
import { routeId, worldId } from './ids';

/** One step of a trace, and what of the picture it is about. */
export interface LitStep {
  readonly step: TraceStep;
  /** Ids of the nodes it comes to. */
  readonly nodes: readonly string[];
  /** Ids of the edges that lead there from what is lit already. */
  readonly edges: readonly string[];
}

/** Where a request sets out. */
export interface Start {
  /** Id of the calling workload. @default - the world */
  readonly caller?: string;
  /** Id of the gateway that is asked first. */
  readonly gateway?: string;
  readonly request: Request;
}

/** The way of a request through the picture, step by step, as its trace tells it. What is refused on the way stays dark behind it. */
export function litPath(graph: MeshGraph, start: Start, steps: readonly TraceStep[]): readonly LitStep[] {
  const walk = new Walk(graph, start);
  return steps.map((step) => walk.take(step));
}

class Walk {
  private readonly lit = new Set<string>();
  /** Where rules and hosts are looked for: a gateway, or the mesh. */
  private at: string;
  private readonly ids: ReadonlySet<string>;

  constructor(
    private readonly graph: MeshGraph,
    private readonly start: Start,
  ) {
    this.ids = new Set(graph.nodes.map(({ id }) => id));
    this.at = start.caller === undefined ? (start.gateway ?? '') : 'mesh';
  }

  take(step: TraceStep): LitStep {
    const nodes = this.nodesOf(step).filter((id) => this.ids.has(id));
    const before = new Set(this.lit);
    for (const id of nodes) this.lit.add(id);
    const edges = this.graph.edges
      .filter(
        ({ from, to, kind }) =>
          kind !== 'redirect' &&
          kind !== 'mirror' &&
          kind !== 'exposed' &&
          this.lit.has(from) &&
          nodes.includes(to) &&
          (before.has(from) || nodes.includes(from)),
      )
      .map(({ id }) => id);
    return { step, nodes, edges };
  }

  private nodesOf(step: TraceStep): string[] {
    const isTaken = step.verdict === 'taken';
    switch (step.step) {
      case 'client':
        return this.start.caller === undefined ? [] : [this.start.caller];
      case 'gateway':
        return isTaken ? [...(this.lit.size === 0 ? [worldId] : []), this.at] : this.lit.size === 0 ? [worldId] : [];
      case 'host':
        return isTaken ? this.hostsOf(step.what) : [];
      case 'rule':
        return isTaken ? [routeId(this.at, `${step.virtualService}#${(step.rule ?? 1) - 1}`)] : [];
      case 'destination':
        return this.clustersOf(step.what);
      case 'connection':
        return this.podsOf(step);
      default:
        return [];
    }
  }

  /** The most specific host of the picture that takes a domain at this place. */
  private hostsOf(domain: string): string[] {
    const { scheme, port } = this.start.request;
    const prefix = `host ${this.at} `;
    const fitting = this.graph.nodes.filter(({ id, kind }) => {
      if (kind !== 'host' || !id.startsWith(prefix)) return false;
      const url = id.slice(prefix.length);
      const host = withoutPort(url.replace(/^[a-z]+:\/\//, ''));
      if (this.at === 'mesh')
        return url.endsWith(`:${port}`) && (host === domain || host.startsWith(`${domain}.`) || domain.startsWith(`${host}.`));
      const isOfScheme = this.at !== this.start.gateway || url.startsWith(`${scheme}://`) || url.startsWith('tls://');
      return isOfScheme && covers(host, domain) && (!/:\d+$/.test(url) || this.at !== this.start.gateway || url.endsWith(`:${port}`));
    });
    const longest = Math.max(0, ...fitting.map(({ id }) => id.length));
    return fitting.filter(({ id }) => id.length === longest).map(({ id }) => id);
  }

  /** For example `user.shop.svc.cluster.local:80 subset v1, 90 %`. */
  private clustersOf(what: string): string[] {
    const [, host = '', subset] = /^(\S+):\d+(?: subset ([^,]+))?/.exec(what) ?? [];
    const [name = '', namespace = ''] = host.split('.');
    const kind = subset === undefined ? 'service' : 'version';
    return [host, `${namespace}/${name}`].map((service) => `${kind} ${service}${subset === undefined ? '' : ` ${subset}`}`);
  }

  /** For example `mutual TLS to port 8080 of Deployment shop/web`; behind a gateway its own hosts come next. */
  private podsOf({ what, verdict }: TraceStep): string[] {
    const [, kind, name] = / of (\S+) (\S+\/\S+)$/.exec(what) ?? [];
    const id = `workload ${kind}/${name}`;
    if (verdict !== 'taken') return [];
    if (this.graph.nodes.some((node) => node.id === id && node.kind === 'gateway')) this.at = id;
    return [id];
  }
}
