import type { Verdict } from './policy-filters';

/** What the policies of one proxy on the way did. */
export interface PolicyStage {
  /** For example `gateway istio-system istio=ingressgateway`, or `sidecar of Deployment shop/web`. */
  readonly proxy: string;
  readonly verdict: Verdict;
  /** Of all such requests, 0 to 1. */
  readonly share: number;
}

/** What could change the answer of the stages and is not known. */
export function undecidedOf(stages: readonly PolicyStage[]): readonly string[] {
  return [...new Set(stages.flatMap(({ verdict }) => verdict.undecided))];
}
