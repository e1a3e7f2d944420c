import { quote } from '../../values/describe';
import { dnsSubdomainProblem, labelValueProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkNumber, checkOneOfAlways, type Maybe } from './field-checks';

/** Source: Kubernetes `NodeAffinity`. */
export interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: Maybe<{ readonly nodeSelectorTerms?: Maybe<readonly Term[]> }>;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: Maybe<
    readonly { readonly weight?: Maybe<number>; readonly preference?: Maybe<Term> }[]
  >;
}

interface Term {
  readonly matchExpressions?: Maybe<readonly Requirement[]>;
  readonly matchFields?: Maybe<readonly Requirement[]>;
}

interface Requirement {
  readonly key?: Maybe<string>;
  readonly operator?: Maybe<string>;
  readonly values?: Maybe<readonly string[]>;
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Source: `validateNodeAffinity`. Values of what is only preferred need not be those of a label. */
export function checkNodeAffinity(affinity: NodeAffinity, at: Field): void {
  const terms = affinity[required]?.nodeSelectorTerms ?? [];
  const place = at.at(required, 'nodeSelectorTerms');
  if (affinity[required] && terms.length === 0) place.error('no term is given, so no node matches');
  for (const [index, term] of terms.entries()) {
    checkTerm(term, place.at(index));
    for (const [number, { values }] of (term.matchExpressions ?? []).entries()) {
      for (const [last, value] of (values ?? []).entries())
        complain(value, labelValueProblem, place.at(index, 'matchExpressions', number, 'values', last));
    }
  }
  for (const [index, { weight, preference }] of (affinity[preferred] ?? []).entries()) {
    checkNumber(weight ?? 0, { least: 1, most: 100 }, at.at(preferred, index, 'weight'));
    checkTerm(preference ?? {}, at.at(preferred, index, 'preference'));
  }
}

function checkTerm({ matchExpressions, matchFields }: Term, at: Field): void {
  for (const [index, requirement] of (matchExpressions ?? []).entries()) checkRequirement(requirement, at.at('matchExpressions', index));
  for (const [index, requirement] of (matchFields ?? []).entries()) checkFieldRequirement(requirement, at.at('matchFields', index));
}

/** How many values each operator compares with. */
const counts: Readonly<Record<string, (count: number) => boolean>> = {
  In: (count) => count > 0,
  NotIn: (count) => count > 0,
  Exists: (count) => count === 0,
  DoesNotExist: (count) => count === 0,
  Gt: (count) => count === 1,
  Lt: (count) => count === 1,
};

/** Source: `ValidateNodeSelectorRequirement`. */
function checkRequirement({ key, operator, values }: Requirement, at: Field): void {
  const count = (values ?? []).length;
  checkOneOfAlways(operator, Object.keys(counts), at.at('operator'));
  if (!(counts[operator ?? '']?.(count) ?? true))
    at.at('values').error(`the operator ${quote(operator ?? '')} does not go with ${count} values`);
  complain(key ?? '', qualifiedNameProblem, at.at('key'));
}

/** Source: `ValidateNodeFieldSelectorRequirement`. */
function checkFieldRequirement({ key, operator, values }: Requirement, at: Field): void {
  checkOneOfAlways(operator, ['In', 'NotIn'], at.at('operator'));
  checkOneOfAlways(key, ['metadata.name'], at.at('key'));
  if ((values ?? []).length !== 1) at.at('values').error('a field is compared with exactly one value');
  for (const [index, value] of (values ?? []).entries()) complain(value, dnsSubdomainProblem, at.at('values', index));
}
