import type { KubernetesObject } from '../istio/objects';
import { rejectionText } from '../mesh/admission';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import { Mesh } from '../mesh/mesh';
import { decisionJson } from '../route/answer/json';
import { recordedWorld } from '../route/cases';
import { GatewayRouter } from '../route/gateway/gateway-router';
import { assumedGateway } from '../route/gateway/routers';
import { firstRejection } from '../route/recorded';
import { outcomes } from '../route/refusals/outcome';
import type { Request } from '../route/request/request';
import { parseLine, requestOf } from './route-requests';
import { CannotRun } from './verb';

/** One mesh and the requests to ask it. */
interface Case {
  readonly id: string;
  readonly objects: readonly KubernetesObject[];
  readonly gatewayPod?: GatewayPod;
  readonly requests?: readonly Request[];
}

/** What all cases have in common. */
export interface World {
  readonly objects: readonly KubernetesObject[];
  /** Ports on which the pods' programs listen. */
  readonly listening?: readonly number[];
}

/** Answers many meshes: a line for each request, or one line for a set that is refused. */
export function* answerCases(content: string, world: World): Generator<string> {
  for (const [index, line] of content.split('\n').entries()) {
    if (line.trim() !== '') yield* answerCase(caseOf(parseLine(line, index + 1), index + 1), world);
  }
}

function caseOf(value: unknown, line: number): Case {
  const found = value as Partial<Case> | null;
  if (typeof found?.id !== 'string' || !Array.isArray(found.objects))
    throw new CannotRun(`line ${line} is no case: it needs \`id\` and \`objects\``);
  return found as Case;
}

function* answerCase({ id, objects, gatewayPod = assumedGateway, requests = [] }: Case, world: World): Generator<string> {
  const rejection = firstRejection(objects);
  if (rejection) {
    const { by } = rejection;
    yield JSON.stringify({ id, rejected: true, ...(by === 'istiod' ? { proxyRejected: true } : {}), by, reason: rejectionText(rejection) });
    return;
  }
  const mesh = Mesh.of([...world.objects, ...objects], { ...recordedWorld, listening: world.listening });
  const router = new GatewayRouter(mesh, gatewayPod);
  const [refusal] = router.refusals;
  if (refusal) {
    yield JSON.stringify({ id, rejected: true, proxyRejected: true, by: 'envoy', reason: refusal.reason });
    return;
  }
  for (const [index, row] of requests.entries())
    yield JSON.stringify({ id, index, ...answer(router, requestOf(row, `request ${index} of \`${id}\``)) });
}

/** The decision, and beside it what a client and the backend see: one outcome, or `shares` of several. */
function answer(router: GatewayRouter, request: Request): object {
  const decision = router.route(request);
  const [only, ...others] = outcomes(decision);
  const { share: _, ...outcome } = only ?? { share: 1 };
  return { ...decisionJson(decision, request), ...(others.length === 0 ? outcome : { shares: outcomes(decision) }) };
}
