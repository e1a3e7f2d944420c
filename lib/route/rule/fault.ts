import type { HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';

/** Requests of a rule that are answered with an error on purpose. */
export interface Abort {
  readonly status: number;
  /** Share of the requests, above 0 up to 1. */
  readonly share: number;
}

/**
 * The abort of a rule's `fault`; undefined when it never fires. Without a percentage it never does; below 0 and above
 * 100 it always does. A gRPC status travels in a 200. Source: Istio `TranslateFault`.
 */
export function abortOf(fault: HttpRouteSpec['fault']): Abort | undefined {
  const abort = fault?.abort;
  if (!abort || (abort.httpStatus === undefined && abort.grpcStatus === undefined)) return undefined;
  const percent = abort.percentage?.value ?? 0;
  const share = percent < 0 || percent > 100 ? 1 : Math.trunc(percent * 10_000) / 1_000_000; // Envoy counts in millionths
  return share === 0 ? undefined : { status: abort.httpStatus ?? 200, share };
}
