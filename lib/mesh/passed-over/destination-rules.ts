import { covers, isWildcard } from '../../istio/hosts';
import { fits } from '../../istio/labels';
import { FieldReader } from '../../manifest/field';
import type { Client, DestinationRule } from '../routing/destination-rules';
import type { Service } from '../services/service';
import type { Reason } from './cause';
import type { Facts } from './facts';

/** The parts of a Service that DestinationRules look at. */
type Called = Pick<Service, 'host' | 'namespace'>;

/** Is the rule written for calls of the host? */
export function namesHost(rule: Pick<DestinationRule, 'host'>, host: string): boolean {
  return rule.host === host || (isWildcard(rule.host) && covers(rule.host, host));
}

/** Why a rule that names a called host does not shape the calls of a client; undefined where it does. */
export function unusedRule(rule: DestinationRule, client: Client, service: Called, facts: Facts): Reason | undefined {
  const inForce = facts.destinationRules.inForce(client, service);
  if (inForce?.from.includes(rule)) return undefined;
  return outOfSight(rule, client, service, facts.rootNamespace) ?? hidden(rule, client, service, inForce?.from[0]);
}

function outOfSight(rule: DestinationRule, client: Client, service: Called, root: string): Reason | undefined {
  const isOwn = rule.namespace === client.namespace;
  if (rule.workloadSelector) {
    const cause = isOwn ? 'another workload' : 'not exported';
    if (isOwn && fits(rule.workloadSelector, client.labels)) return undefined;
    return {
      cause,
      path: ['spec', 'workloadSelector'],
      message: isOwn
        ? '`workloadSelector` selects other pods than the caller'
        : `a rule with \`workloadSelector\` holds for callers in its own namespace \`${rule.namespace}\` alone`,
    };
  }
  const seen = rule.exportTo.length === 0 || rule.exportTo.some((to) => to === '*' || to === client.namespace || (to === '.' && isOwn));
  if (!seen) {
    return {
      cause: 'not exported',
      path: ['spec', 'exportTo'],
      message: `\`exportTo\` leaves out the caller's namespace \`${client.namespace}\``,
    };
  }
  if (isOwn || rule.namespace === service.namespace || rule.namespace === root) return undefined;
  return {
    cause: 'another namespace',
    path: ['spec', 'host'],
    message: `istiod looks for rules in the namespaces of the caller, of \`${service.host}\` and in \`${root}\`, and this one is in \`${rule.namespace}\``,
  };
}

/** Another rule holds in its place: one namespace decides alone, and in it the most specific host. */
function hidden(rule: DestinationRule, client: Client, service: Called, winner: DestinationRule | undefined): Reason {
  const path = ['spec', 'host'];
  if (!winner)
    return {
      cause: 'another workload',
      path,
      message: `other rules for \`${service.host}\` in its namespace hold for selected pods alone`,
    };
  const name = `DestinationRule \`${winner.name}\``;
  if (winner.namespace === rule.namespace && winner.host !== rule.host) {
    return {
      cause: 'more specific host',
      path,
      message: `${name} has the more specific host \`${winner.host}\`, and the two are not merged`,
    };
  }
  if (winner.namespace === rule.namespace) {
    return { cause: 'newer object', path, message: `${name} is for the same host and is exported otherwise, so the two are not merged` };
  }
  const whose = winner.namespace === client.namespace ? "the caller's namespace" : `the namespace \`${winner.namespace}\``;
  return { cause: 'nearer object', path, message: `${name} of ${whose} holds, and rules of several namespaces are not merged` };
}

/** The fields of a rule in force that shape nothing: what an older rule for the host has said, settings of a port that is not there. */
export function unusedFields(rule: DestinationRule, facts: Facts): Reason[] {
  return [...droppedPolicy(rule, facts), ...droppedSubsets(rule, facts), ...portsOfPods(rule, facts)];
}

function droppedPolicy(rule: DestinationRule, { destinationRulesByHost }: Facts): Reason[] {
  if (!rule.trafficPolicy) return [];
  const first = destinationRulesByHost.siblingsOf(rule.name, rule).older.find((older) => older.trafficPolicy);
  if (!first) return [];
  return [
    {
      cause: 'older policy',
      path: ['spec', 'trafficPolicy'],
      message: `this \`trafficPolicy\` is dropped: \`${first.name}\` sets one for \`${rule.host}\` before it`,
      why: 'istiod merges the subsets of several rules for one host, and takes the policy of the oldest',
      fix: `merge it into \`${first.name}\``,
    },
  ];
}

function droppedSubsets(rule: DestinationRule, { destinationRulesByHost }: Facts): Reason[] {
  const { older } = destinationRulesByHost.siblingsOf(rule.name, rule);
  return rule.subsets.flatMap(({ name = '' }, index) => {
    const first = older.find(({ subsets }) => subsets.some((subset) => subset.name === name));
    if (!first || name === '') return [];
    return {
      cause: 'older subset',
      path: ['spec', 'subsets', index, 'name'],
      message: `\`${first.name}\` has a subset \`${name}\` of \`${rule.host}\` before it`,
      why: 'istiod merges rules for one host and keeps the subset of the oldest: this one is dropped',
      fix: 'merge them, or give this subset another name',
    };
  });
}

/** Settings of a port are chosen by the Service's number, and the pods' number is another. */
function portsOfPods({ host, namespace, manifest }: DestinationRule, { services }: Facts): Reason[] {
  const service = services.visibleTo(namespace, host);
  if (!service || service.ports.length === 0) return [];
  const spec = new FieldReader(manifest.object).at('spec');
  const policies = [spec.at('trafficPolicy'), ...spec.at('subsets').items.map((subset) => subset.at('trafficPolicy'))];
  return policies
    .flatMap((policy) => policy.at('portLevelSettings').items.map((setting) => setting.at('port', 'number')))
    .filter((port) => port.number !== undefined && service.ports.every(({ number }) => number !== port.number))
    .map((port) => {
      const mapped = service.ports.find(({ targetPort }) => targetPort === port.number);
      return {
        cause: 'wrong port number',
        port: port.number,
        path: port.path,
        message: `\`${service.host}\` has no port \`${port.number}\`, so these settings are never used`,
        why: `they are chosen by the port of the Service, which has ${service.ports.map(({ number }) => number).join(', ')}`,
        fix: mapped && `number: ${mapped.number}`,
      };
    });
}
