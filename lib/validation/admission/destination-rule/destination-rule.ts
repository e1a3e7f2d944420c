import type { DestinationRule, Subset } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import { wildcardDomainProblem } from '../../values/hosts';
import type { Field } from '../../violation';
import { checkExportTo } from '../export-to';
import { checkLabels } from '../labels';
import type { ObjectInfo } from '../object-info';
import { checkSelector } from '../selectors';
import { checkSubsetName } from '../virtual-service/destinations';
import { checkTrafficPolicy } from './traffic-policy';

/** What istiod's webhook asks of a DestinationRule. Source: `ValidateDestinationRule` of `pkg/config/validation`. */
export function checkDestinationRule(rule: DestinationRule, { namespace }: ObjectInfo, at: Field): void {
  const problem = wildcardDomainProblem(rule.host ?? '');
  if (problem !== undefined) at.at('host').error(problem);
  checkTrafficPolicy(rule.trafficPolicy, namespace, at.at('trafficPolicy'));
  checkSubsets(rule.subsets ?? [], namespace, at.at('subsets'));
  checkExportTo(rule.exportTo, namespace, at.at('exportTo'), { ownNamespaceOnly: rule.workloadSelector !== undefined });
  checkSelector(rule.workloadSelector, at.at('workloadSelector'));
}

/** Warnings about subsets are lost in istiod. */
function checkSubsets(subsets: readonly Subset[], namespace: string, at: Field): void {
  const names = new Set<string>();
  for (const [index, { name = '', labels, trafficPolicy }] of subsets.entries()) {
    const place = at.at(index).errorsOnly();
    if (names.has(name)) place.at('name').error(`another subset is named ${quote(name)}`);
    names.add(name);
    checkSubsetName(name, place.at('name'));
    checkLabels(labels, place.at('labels'));
    checkTrafficPolicy(trafficPolicy, namespace, place.at('trafficPolicy'));
  }
}
