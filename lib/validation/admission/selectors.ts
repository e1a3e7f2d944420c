import type { PolicyTargetReference, WorkloadSelector } from '../../../imports/protobuf/type';
import { quote } from '../values/describe';
import type { Field } from '../violation';

/** A selector by `matchLabels`, as policies and DestinationRules have it. */
export function checkSelector(selector: WorkloadSelector | undefined, at: Field): void {
  if (selector !== undefined) checkSelectedLabels(selector.matchLabels ?? {}, at.at('matchLabels'));
}

/** The labels of a workload selector: no wildcards, no empty keys, and none at all is probably a mistake. */
function checkSelectedLabels(labels: Readonly<Record<string, string>>, at: Field): void {
  checkLabelsToSelect(labels, at);
  if (Object.keys(labels).length === 0)
    at.warning('the workload selector has no labels', { why: 'it applies to every workload in the namespace' });
}

function checkLabelsToSelect(labels: Readonly<Record<string, string>>, at: Field): boolean {
  let isRight = true;
  for (const [key, value] of Object.entries(labels)) {
    if (key !== '' && !key.includes('*') && !value.includes('*')) continue;
    isRight = false;
    at.at(key).error(
      key === '' ? 'a label key of the selector is empty' : `${quote(`${key}=${value}`)} has a wildcard, which selectors do not know`,
    );
  }
  return isRight;
}

/**
 * A selector by `labels`, as the older kinds have it.
 *
 * @returns false when istiod stops there and says nothing else about the object
 */
export function checkOldSelector(selector: { readonly labels?: Readonly<Record<string, string>> } | undefined, at: Field): boolean {
  if (selector === undefined) return true;
  const labels = selector.labels ?? {};
  if (!checkLabelsToSelect(labels, at.at('labels'))) return false;
  if (Object.keys(labels).length === 0)
    at.warning('the workload selector has no labels', { why: 'the object applies to every workload in the namespace' });
  return true;
}

/** What a policy is attached to: workloads by labels, or resources by reference, not both. */
export interface Targets {
  readonly selector?: WorkloadSelector;
  readonly targetRef?: PolicyTargetReference;
  readonly targetRefs?: readonly PolicyTargetReference[];
}

export function checkTargets({ selector, targetRef, targetRefs = [] }: Targets, at: Field): void {
  const given = [selector, targetRef, targetRefs[0]].filter((way) => way !== undefined);
  if (given.length > 1) at.error('only one of `selector`, `targetRef` and `targetRefs` may be given');
  checkSelector(selector, at.at('selector'));
  if (targetRef !== undefined) checkTargetReference(targetRef, at.at('targetRef'));
  for (const [index, reference] of targetRefs.entries()) checkTargetReference(reference, at.at('targetRefs', index));
}

/** What a policy may be attached to, as `group/kind`. */
const targetKinds = [
  '/Service',
  'core/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
];

function checkTargetReference({ name = '', namespace = '', group = '', kind = '' }: PolicyTargetReference, at: Field): void {
  if (name === '') at.at('name').error('the target has no name');
  if (namespace !== '') at.at('namespace').error('a target in another namespace is not supported', { fix: 'leave `namespace` out' });
  if (!targetKinds.includes(`${group}/${kind}`)) {
    at.error(`${quote(`${group}/${kind}`)} cannot be a target`, {
      fix: 'target a Service, a ServiceEntry, or a Gateway or GatewayClass of the Gateway API',
    });
  }
}
