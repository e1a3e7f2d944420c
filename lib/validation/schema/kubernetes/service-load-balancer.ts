import { quote } from '../../values/describe';
import { legacyRange } from '../../values/legacy-address';
import { qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import type { Maybe } from './field-checks';
import { isGiven } from './quantities';

/** The fields of a Service that only one of type `LoadBalancer` may have. */
export interface LoadBalancerFields {
  readonly type?: Maybe<string>;
  readonly allocateLoadBalancerNodePorts?: Maybe<boolean>;
  readonly loadBalancerClass?: Maybe<string>;
  readonly loadBalancerSourceRanges?: Maybe<readonly string[]>;
}

const balancerFields = ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'loadBalancerSourceRanges'] as const;

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Source: `ValidateService`, `validateLoadBalancerClassField`. */
export function checkLoadBalancer(spec: LoadBalancerFields, annotations: Readonly<Record<string, string>>, root: Field): void {
  const at = root.at('spec');
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const annotated = ranges.length > 0 ? undefined : annotations[rangesAnnotation];
  const annotation = root.at('metadata', 'annotations', rangesAnnotation);
  if (spec.type !== 'LoadBalancer') {
    for (const field of balancerFields) if (isGiven(spec[field]) && !isEmptyList(spec[field])) onlyForLoadBalancers(field, at.at(field));
    if (annotated !== undefined) onlyForLoadBalancers(rangesAnnotation, annotation);
  } else if (typeof spec.loadBalancerClass === 'string') complain(spec.loadBalancerClass, qualifiedNameProblem, at.at('loadBalancerClass'));
  for (const [index, range] of ranges.entries()) checkRange(range, at.at('loadBalancerSourceRanges', index));
  for (const range of annotated?.trim() ? annotated.split(',') : []) checkRange(range, annotation);
}

function onlyForLoadBalancers(field: string, at: Field): void {
  at.error(`\`${field}\` is for Services of type \`LoadBalancer\` alone`, { fix: `leave \`${field}\` out` });
}

/** Spaces around a range are fine. */
function checkRange(range: string, at: Field): void {
  if (legacyRange(range.trim()) === undefined) at.error(`${quote(range)} is not a range of addresses such as \`10.0.0.0/8\``);
}
