import { quote } from '../../values/describe';
import { pathSegmentProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkName, type Maybe } from './field-checks';

/** Source: Kubernetes `CrossVersionObjectReference`. */
export interface ObjectReference {
  readonly apiVersion?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly name?: Maybe<string>;
}

/** Source: `ValidateCrossVersionObjectReference`. */
export function checkReference({ apiVersion, kind, name }: ObjectReference, at: Field): void {
  checkName(kind, pathSegmentProblem, at.at('kind'));
  checkName(name, pathSegmentProblem, at.at('name'));
  if ((apiVersion ?? '').split('/').length > 2)
    at.at('apiVersion').error(`${quote(apiVersion ?? '')} is not an API version such as \`apps/v1\``);
}
