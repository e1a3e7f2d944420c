import type { Mesh } from '../mesh/mesh';
import type { Decision } from './answer/decision';
import { withNotUsedLast } from './answer/passed-over';
import type { TraceStep } from './answer/trace';
import type { Request } from './request/request';

/** Whoever can be asked what becomes of a request: a gateway, the sidecar of a workload, or a workload without a proxy. */
export interface Router {
  /** The mesh it is made from. */
  readonly mesh: Mesh;
  /** @param trace filled with what is tried on the way, in order. @default - nothing is recorded */
  route(request: Request, trace?: TraceStep[]): Decision;
}

/** A decision and what was tried on the way to it. */
export interface Explained {
  /** The answer. */
  readonly decision: Decision;
  /** What led to it, in order. */
  readonly steps: readonly TraceStep[];
}

/** The decision of a router with its trace. */
export function explain(router: Router, request: Request): Explained {
  const steps: TraceStep[] = [];
  const decision = router.route(request, steps);
  return { decision, steps: withNotUsedLast(steps) };
}
