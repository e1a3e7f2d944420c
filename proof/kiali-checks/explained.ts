import type { Difference } from './comparison';
import { explainedPolicies } from './explained-policies';
import { explainedRouting } from './explained-routing';
import type { Explanation } from './explanation';

/** Every difference that is known, in the order of the codes; `docs/checks.md` lists them. */
export const explanations: readonly Explanation[] = [...explainedPolicies, ...explainedRouting].sort((one, other) =>
  one.code < other.code ? -1 : Number(one.code > other.code),
);

export function explanationOf(difference: Difference): Explanation | undefined {
  return explanations.find(({ code, by, when }) => code === difference.code && by === difference.by && when(difference));
}

/** The rows of the table in `docs/checks.md`. */
export function documentedRows(): readonly string[] {
  return explanations.map(({ code, by, why }) => `| ${code} | ${by === 'kiali' ? 'Kiali alone' : 'here alone'} | ${why} |`);
}
