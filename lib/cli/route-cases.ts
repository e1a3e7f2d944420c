import type { Diagnostic } from '../diagnostic';
import { groupOf, type KubernetesObject } from '../istio/objects';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import { Mesh } from '../mesh/mesh';
import { decisionJson } from '../route/answer/json';
import { GatewayRouter } from '../route/gateway/gateway-router';
import { assumedGateway } from '../route/gateway/routers';
import { outcomes } from '../route/refusals/outcome';
import type { Request } from '../route/request/request';
import { decodeMessage } from '../validation/admission/decode';
import { validateSchema } from '../validation/schema/validate';
import { Field } from '../validation/violation';
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
  const refused = refusedObject(objects);
  if (refused) {
    yield JSON.stringify({ id, rejected: true, ...(refused.by === 'istiod' ? { proxyRejected: true } : {}), ...refused });
    return;
  }
  const mesh = Mesh.of([...world.objects, ...objects], { listening: world.listening, complete: true });
  const router = new GatewayRouter(mesh, gatewayPod);
  const [refusal] = router.refusals;
  if (refusal) {
    yield JSON.stringify({ id, rejected: true, proxyRejected: true, by: 'envoy', reason: refusal.reason });
    return;
  }
  for (const [index, row] of requests.entries())
    yield JSON.stringify({ id, index, ...answer(router, requestOf(row, `request ${index} of \`${id}\``)) });
}

/** An object that never takes effect, and who refuses it. */
export interface RefusedObject {
  readonly by: 'api-server' | 'istiod';
  readonly reason: string;
}

/**
 * The first object that never takes effect. What the API server stores and istiod cannot read is worse than refused: istiod
 * then cannot list objects of that kind at all. A number too large for its 32 bits was seen to be stored.
 */
export function refusedObject(objects: readonly KubernetesObject[]): RefusedObject | undefined {
  for (const object of objects) {
    const [violation] = validateSchema(object).filter(({ level }) => level === 'error');
    const by = violation && !violation.message.endsWith('does not fit into 32 bits') ? 'api-server' : 'istiod';
    const complaint = violation ?? unreadable(object)[0];
    if (complaint) return { by, reason: `${object.kind} ${object.metadata.name}: ${complaint.path.join('.')}: ${complaint.message}` };
  }
  return undefined;
}

function unreadable(object: KubernetesObject): readonly Diagnostic[] {
  const violations: Diagnostic[] = [];
  if (groupOf(object) === 'networking.istio.io')
    decodeMessage(`istio.networking.v1alpha3.${object.kind}`, object.spec, Field.root(violations).at('spec'));
  return violations;
}

/** The decision, and beside it what a client and the backend see: one outcome, or `shares` of several. */
function answer(router: GatewayRouter, request: Request): object {
  const decision = router.route(request);
  const [only, ...others] = outcomes(decision);
  const { share: _, ...outcome } = only ?? { share: 1 };
  return { ...decisionJson(decision, request), ...(others.length === 0 ? outcome : { shares: outcomes(decision) }) };
}
