import type { Decision, Destination } from '../answer/decision';
import type { Incoming } from '../request/incoming';
import { receivedAgain } from '../request/received-again';
import type { CalledPod, CalledPolicies } from './called-policies';
import { allowed, type Verdict } from './policy-filters';
import type { PolicyStage } from './policy-stage';

/** What the called pods' own policies make of a decision to forward. */
export function withCalledPolicies(decision: Decision, policies: CalledPolicies, sent: SentRequest): Decision {
  const { request, stage } = sent;
  let parts: Part[] | undefined;
  for (const [index, destination] of decision.destinations.entries()) {
    const pods = destination.status === 200 ? policies.podsOf(destination.cluster) : undefined;
    if (pods) parts ??= decision.destinations.slice(0, index).map(untouched);
    parts?.push(...(pods ? partsOf({ destination, pods, request }, decision) : [untouched(destination)]));
  }
  if (parts) return combined(decision, parts, stage);
  return stage ? { ...decision, policies: [stage] } : decision;
}

/** What the caller's proxy sends on. */
export interface SentRequest {
  /** Undefined where it hands bytes on, and they are no HTTP. */
  readonly request: Incoming | undefined;
  /** What the policies of the caller's own proxy did, where it is a gateway. */
  readonly stage?: PolicyStage;
}

interface Part {
  readonly destination: Destination;
  readonly stages: readonly PolicyStage[];
}

function untouched(destination: Destination): Part {
  return { destination, stages: [] };
}

function combined(decision: Decision, parts: readonly Part[], stage: PolicyStage | undefined): Decision {
  const [first] = parts as [Part, ...Part[]];
  const stages = parts.length === 1 ? first.stages : parts.flatMap((each) => each.stages);
  const destinations = parts.map(({ destination }) => destination);
  const policies = stage ? [stage, ...stages] : stages;
  const isServed = destinations.some(({ status }) => status === 200);
  return isServed ? served(decision, destinations, policies) : { ...decision, destinations, policies, ...refusedBy(first.destination) };
}

/** Field by field: this is made for every request, and spreading takes several times as long. */
function served(decision: Decision, destinations: readonly Destination[], policies: readonly PolicyStage[]): Decision {
  const { status, reason, route, connection, path, location, abort, mirrors, hash } = decision;
  return { status, reason, route, connection, destinations, path, location, abort, mirrors, hash, policies };
}

function refusedBy({ status, refusal }: Destination): Partial<Decision> {
  if (!refusal) return { status };
  const { reason = null, body } = refusal;
  if (refusal.status === undefined) return { status: 'error', reason: `connection closed: ${reason}`, path: null };
  return { status, reason, body, path: null };
}

interface Called {
  readonly destination: Destination;
  readonly pods: readonly CalledPod[];
  readonly request: Incoming | undefined;
}

interface PodVerdict {
  readonly pod: CalledPod;
  readonly verdict: Verdict | undefined;
}

/** Pods of one destination may enforce unlike policies: then each kind of pods is a part of its own, by replicas. */
function partsOf({ destination, pods, request }: Called, decision: Decision): Part[] {
  const http = request && receivedAgain(request, destination, decision.path ?? request.target);
  const call = { http, token: request?.token, forwardedFor: request?.forwardedFor };
  const answers = pods.map((pod): PodVerdict => ({ pod, verdict: pod.verdict(call) }));
  if (answers.every(({ verdict }) => isAlike(verdict, answers[0]?.verdict))) return [part(destination, answers)];
  const groups: PodVerdict[][] = [];
  for (const answer of answers) {
    const group = groups.find(([one]) => isAlike(one?.verdict, answer.verdict));
    if (group) group.push(answer);
    else groups.push([answer]);
  }
  const all = replicas(answers);
  return groups.map((group) => {
    const endpoints = group.map(({ pod }) => pod.endpoint);
    const share = destination.share * (replicas(group) / all);
    return part({ ...destination, share, cluster: { ...destination.cluster, endpoints } }, group);
  });
}

function replicas(answers: readonly PodVerdict[]): number {
  return answers.reduce((sum, { pod }) => sum + pod.replicas, 0);
}

function part(destination: Destination, answers: readonly PodVerdict[]): Part {
  const { share } = destination;
  const refusal = answers[0]?.verdict;
  const stages = answers.flatMap(({ pod, verdict }) => (verdict ? stageOf(pod, verdict, share) : []));
  if (refusal?.outcome !== 'denied') return { destination, stages };
  return { destination: { ...destination, status: refusal.status ?? 503, refusal }, stages };
}

/** Most pods let whole requests pass: that stage is made once. */
function stageOf(pod: CalledPod, verdict: Verdict, share: number): PolicyStage {
  return verdict === allowed && share === 1 ? pod.passing : { proxy: pod.proxy, verdict, share };
}

function isAlike(one: Verdict | undefined, other: Verdict | undefined): boolean {
  return (
    one === other ||
    ((one?.outcome ?? 'allowed') === (other?.outcome ?? 'allowed') && one?.status === other?.status && one?.body === other?.body)
  );
}
