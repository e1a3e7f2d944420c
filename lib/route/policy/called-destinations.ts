import type { Decision, Destination } from '../answer/decision';
import { receivedAgain } from '../request/again';
import type { Incoming } from '../request/incoming';
import type { CalledPolicies } from './called-policies';
import type { Verdict } from './policy-filters';
import type { PolicyStage } from './policy-stage';

/** What the called pods' own policies make of a decision to forward. */
export function withCalledPolicies(decision: Decision, policies: CalledPolicies, request: Incoming | undefined): Decision {
  if (!decision.destinations.some(({ cluster, status }) => status === 200 && policies.concerns(cluster))) return decision;
  const parts = decision.destinations.flatMap((destination) => partsOf(destination, { decision, policies, request }));
  const stages = parts.flatMap(({ stages: own }) => own);
  const destinations = parts.map(({ destination }) => destination);
  const all = { ...decision, destinations, policies: [...(decision.policies ?? []), ...stages] };
  if (destinations.some(({ status }) => status === 200)) return all;
  const [first] = destinations;
  const refusal = first?.refusal;
  if (!refusal) return { ...all, status: first?.status ?? 503 };
  const { status, reason = null, body } = refusal;
  return { ...all, status: status ?? 'error', reason: status === undefined ? `connection closed: ${reason}` : reason, body, path: null };
}

interface Part {
  readonly destination: Destination;
  readonly stages: readonly PolicyStage[];
}

interface Context {
  readonly decision: Decision;
  readonly policies: CalledPolicies;
  readonly request: Incoming | undefined;
}

/** Pods of one destination may enforce unlike policies: then each kind of pods is a part of its own, by replicas. */
function partsOf(destination: Destination, { decision, policies, request }: Context): Part[] {
  const { cluster } = destination;
  if (destination.status !== 200 || !policies.concerns(cluster)) return [{ destination, stages: [] }];
  const http = request && receivedAgain(request, destination, decision.path ?? request.target);
  const call = { cluster, http, token: request?.token, forwardedFor: request?.forwardedFor };
  const answers = cluster.endpoints.map((endpoint) => ({ endpoint, verdict: policies.verdict(endpoint, call) }));
  const pods = (of: typeof answers) => of.reduce((sum, { endpoint }) => sum + (endpoint.workload?.replicas ?? 1), 0);
  const groups = new Map<string, typeof answers>();
  for (const answer of answers) {
    const key = keyOf(answer.verdict);
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  return [...groups.values()].map((group) => {
    const [{ verdict }] = group as [(typeof answers)[number]];
    const share = destination.share * (pods(group) / pods(answers));
    const endpoints = group.map(({ endpoint }) => endpoint);
    const own = groups.size === 1 ? destination : { ...destination, share, cluster: { ...cluster, endpoints } };
    const stages = group.flatMap(({ endpoint, verdict: each }) => stageOf(endpoint.workload, each, own.share));
    return { destination: verdict?.outcome === 'denied' ? { ...own, status: verdict.status ?? 503, refusal: verdict } : own, stages };
  });
}

function stageOf(
  workload: { kind: string; namespace: string; name: string } | undefined,
  verdict: Verdict | undefined,
  share: number,
): PolicyStage[] {
  if (!workload || !verdict) return [];
  return [{ proxy: `sidecar of ${workload.kind} ${workload.namespace}/${workload.name}`, verdict, share }];
}

function keyOf(verdict: Verdict | undefined): string {
  return verdict ? [verdict.outcome, verdict.status, verdict.body].join(' ') : 'allowed';
}
