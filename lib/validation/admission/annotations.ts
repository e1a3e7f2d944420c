import { quote } from '../values/describe';
import type { Field } from '../violation';
import type { ObjectInfo } from './object-info';

/** Annotations that istiod writes itself and takes from nobody. */
const internal = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parent-namespace', 'internal.istio.io/parents'];

const dryRun = 'istio.io/dry-run';

/**
 * Annotations that change what an object means to istiod.
 *
 * @returns false when istiod refuses the object for them and says nothing else
 */
export function checkAnnotations({ annotations }: ObjectInfo, spec: object, kind: string, at: Field): boolean {
  const value = annotations[dryRun];
  const problem = value === undefined ? undefined : dryRunProblem(value, spec, kind);
  if (problem !== undefined) at.at(dryRun).error(problem);
  const forbidden = internal.filter((name) => Object.hasOwn(annotations, name));
  for (const name of forbidden) at.at(name).error(`the annotation ${quote(name)} is for istiod only`);
  return problem === undefined && forbidden.length === 0;
}

/** Texts that Go reads as a truth value. */
const truthValues = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

function dryRunProblem(value: string, spec: { readonly action?: unknown }, kind: string): string | undefined {
  if (kind !== 'AuthorizationPolicy') return `${kind} does not know the annotation \`${dryRun}\``;
  const { action = 'ALLOW' } = spec;
  if (action !== 'ALLOW' && action !== 'DENY') return `the annotation \`${dryRun}\` does not go with action \`${action}\``;
  return truthValues.includes(value) ? undefined : `${quote(value)} is neither \`true\` nor \`false\``;
}
