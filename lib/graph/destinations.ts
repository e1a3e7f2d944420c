import type { Workload } from '../mesh/workloads/workloads';
import type { Decision, Destination } from '../route/answer/decision';
import type { Cluster } from '../route/cluster';
import { undecidedOf } from '../route/policy/policy-stage';
import type { Caller } from '../route/stages/caller';
import type { Drawing } from './drawing';
import type { AskedRequest, EdgeKind } from './graph';
import { common, guardOf } from './guards';
import { clusterId } from './ids';
import { drawWorkload } from './workload-node';

/** A request, who sent it through which proxy, and what became of it. */
export interface Answered {
  readonly asked: AskedRequest;
  readonly caller: Caller;
  readonly decision: Decision;
}

/** Draws where a decision sends requests: services, versions and the pods behind them. @param from id of the node that sends; undefined: only what is behind it is drawn */
export function drawDestinations(
  drawing: Drawing,
  from: string | undefined,
  { answered, kind }: { answered: Answered; kind: EdgeKind },
): void {
  const { decision, asked, caller } = answered;
  const undecided = undecidedIn(decision);
  const byNode = new Map<string, Destination[]>();
  for (const destination of decision.destinations) {
    const id = clusterId(destination.cluster);
    byNode.set(id, [...(byNode.get(id) ?? []), destination]);
  }
  for (const [to, parts] of byNode) {
    const clusters = new Set(parts.map(({ cluster }) => cluster));
    const guards = [...clusters].flatMap((cluster) => {
      drawCluster(drawing, cluster);
      return drawPods(drawing, to, { cluster, parts: parts.filter((part) => part.cluster === cluster), answered });
    });
    const share = parts.reduce((sum, part) => sum + part.share, 0);
    const best = parts.find(({ status }) => status === 200) ?? parts[0];
    if (from === undefined) continue;
    drawing.edge({
      kind,
      from,
      to,
      ...(isAll(share) ? {} : { share }),
      status: best?.status ?? 503,
      ...(best?.reason ? { reason: best.reason } : {}),
      ...common(guards),
      undecided,
      request: asked,
    });
  }
  if (from === undefined) return;
  for (const { cluster, percent } of decision.mirrors) {
    const to = drawCluster(drawing, cluster);
    drawPods(drawing, to, { cluster, parts: [], answered: { asked, caller, decision } });
    drawing.edge({ kind: 'mirror', from, to, share: percent / 100, status: cluster.failure ? 503 : 200, request: asked });
  }
}

/** Shares are sums of fractions. */
function isAll(share: number): boolean {
  return Math.abs(share - 1) < 1e-9;
}

/** What of an answer is not known. */
export function undecidedIn({ undecided, policies = [] }: Decision): readonly string[] {
  return [...new Set([...undecided, ...undecidedOf(policies)])];
}

function drawCluster(drawing: Drawing, cluster: Cluster): string {
  const { service, host, subset, port, failure, undecided, assumed } = cluster;
  const id = clusterId(cluster);
  const rules = service ? drawing.mesh.destinationRules.all.filter((rule) => rule.host === service.host) : [];
  const rule = subset ? rules.filter(({ subsets }) => subsets.some(({ name }) => name === subset)) : rules;
  const declared = service?.ports.find(({ number }) => number === port);
  drawing.node({
    id,
    kind: subset ? 'version' : service?.registry === 'external' ? 'serviceEntry' : 'service',
    name: `${nameOf(cluster)}${subset ? ` ${subset}` : ''}`,
    ...(service ? { namespace: service.namespace } : {}),
    ...appOf(cluster),
    ...(subset ? { version: cluster.podLabels.version ?? subset } : {}),
    details: [`port ${port}${declared ? ` ${declared.protocol}` : ''}`],
    manifests: [...(service ? [service.manifest] : []), ...rule.map(({ manifest }) => manifest)],
    marks: [
      ...(failure?.flag === 'NC' ? [service ? 'missing there' : 'does not exist'] : failure ? ['no pods'] : []),
      ...(assumed ? ['pods assumed'] : []),
    ],
    undecided: undecided ? [undecided] : [],
  });
  if (!drawing.has(id)) throw new RangeError(`${host} was not drawn`);
  return id;
}

function nameOf({ service, host }: Cluster): string {
  return service?.registry === 'kubernetes' ? service.name : host;
}

/** Kiali's app: what all pods of it carry as label `app`. */
function appOf({ podLabels, service }: Cluster): { readonly app?: string } {
  const app = podLabels.app ?? podLabels['app.kubernetes.io/name'] ?? service?.selector?.app;
  return app === undefined ? {} : { app };
}

interface Behind {
  readonly cluster: Cluster;
  /** What became of the requests at each of the workloads, where they differ. */
  readonly parts: readonly Destination[];
  readonly answered: Answered;
}

function drawPods(drawing: Drawing, from: string, { cluster, parts, answered }: Behind): ReturnType<typeof guardOf>[] {
  const pods = cluster.endpoints.flatMap(({ workload, port }) => (workload ? [{ workload, port }] : []));
  const total = pods.reduce((sum, { workload }) => sum + workload.replicas, 0);
  return pods.map(({ workload, port }) => {
    const guard = guardOf(drawing, answered.caller, { cluster, workload, port });
    const { status, reason } = partAt(parts, workload) ?? { status: 200 as const, reason: undefined };
    const share = workload.replicas / total;
    drawing.edge({
      kind: 'pods',
      from,
      to: drawWorkload(drawing, workload),
      ...(isAll(share) ? {} : { share }),
      status,
      ...(reason ? { reason } : {}),
      ...guard,
      request: answered.asked,
    });
    return guard;
  });
}

function partAt(parts: readonly Destination[], workload: Workload): Destination | undefined {
  return parts.find((part) => part.workload === workload) ?? parts.find((part) => part.workload === undefined);
}
