import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { Mesh } from '../../lib/mesh/mesh';
import { undecidedOf } from '../../lib/route/policy/policy-stage';
import { type Outcome, outcomes } from '../../lib/route/refusals/outcome';
import type { SeenOutcome } from '../../lib/route/refusals/outcome-differences';
import { isTranslatedToItself, Routers } from '../calls/called-plane';
import type { Seen } from '../calls/comparison';
import type { Asked } from '../generator/worlds';

/**
 * For each request every outcome that the evaluator expects, without its share; undefined where it leaves the answer open, or where the
 * bench cannot carry the connection.
 */
export type Predictions = readonly (readonly Outcome[] | undefined)[];

/** What the evaluator expects of each request. */
export function predictionsOf(mesh: Mesh, asked: readonly Asked[]): Predictions {
  const routers = new Routers(mesh);
  return asked.map((each) => {
    const decision = routers.of(each).route(each.request);
    if (decision.undecided.length + undecidedOf(decision.policies ?? []).length > 0) return undefined;
    if (isTranslatedToItself({ asked: each, decision })) return undefined;
    return outcomes(decision).map(({ share: _share, ...outcome }) => outcome);
  });
}

/** What of an answer both sides of a change are compared by. */
export type Visible = Pick<SeenOutcome, 'status' | 'location' | 'backend' | 'upstreamPath' | 'upstreamHost'> & { readonly closed?: true };

export function visibleOf({ outcome }: Seen): Visible {
  const { status, location, backend, upstreamPath, upstreamHost, error } = outcome;
  return error ? { closed: true } : { status, location, backend, upstreamPath, upstreamHost };
}

/** Which of several pods of a Service answers is chance. */
export function withoutPod(seen: Visible): Visible {
  return seen.backend ? { ...seen, backend: { ...seen.backend, podLabels: {} } } : seen;
}

/**
 * Objects as the API server will store them: what stays keeps its creation time, which orders objects, and what is new comes
 * after all others.
 *
 * @param old what is configured now, as it was written
 * @param stored the same as it is stored
 */
export function anticipated(
  objects: readonly KubernetesObject[],
  old: readonly KubernetesObject[],
  stored: readonly KubernetesObject[],
): KubernetesObject[] {
  const later = new Date(Date.now() + 5000).toISOString();
  return objects.map((object) => {
    const known = stored.find((each) => key(each) === key(object));
    if (known && old.some((each) => isDeepStrictEqual(each, object))) return known;
    const { creationTimestamp = later } = (known?.metadata ?? {}) as { creationTimestamp?: string };
    return { ...object, metadata: { ...object.metadata, creationTimestamp } } as KubernetesObject;
  });
}

function key({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
