import { dns1035LabelProblem, dnsLabelProblem, type NameProblem, pathSegmentProblem } from '../values/names';
import type { Field } from '../violation';
import { usualName } from './metadata';
import type { Kind } from './schemas';

/** Kinds whose names follow another rule than that of DNS subdomains. */
const nameRules: Readonly<Record<string, (name: string) => NameProblem>> = {
  Service: dns1035LabelProblem,
  Namespace: dnsLabelProblem,
  Role: pathSegmentProblem,
  RoleBinding: pathSegmentProblem,
  ClusterRole: pathSegmentProblem,
  ClusterRoleBinding: pathSegmentProblem,
};

/** The rule for names of a kind. */
export function nameProblemOf(kind: Kind | undefined): (name: string) => NameProblem {
  return (kind && nameRules[kind.kind]) ?? usualName;
}

export function checkKubernetes(_kind: Kind, _object: Readonly<Record<string, unknown>>, _at: Field): void {}
