import type { Manifest } from '../../manifest/manifest';
import type { DestinationRuleIndex } from '../../mesh/routing/destination-rule-index';
import type { DestinationRule, MergedRule, PortPolicy } from '../../mesh/routing/destination-rules';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { clustersAreAccepted } from './nothing-to-refuse';
import { type Refusal, refusal } from './refusal';

/** What Envoy refuses among the clusters of one proxy: every service it may call counts, whether a route leads there or not. */
export function clusterRefusals({ mesh, client, lookup }: EnvoyProxy): readonly Refusal[] {
  const { destinationRules } = mesh;
  if (!destinationRules.candidates.some((manifest) => isRefused(manifest, destinationRules))) return [];
  const seen = new Set<MergedRule>();
  for (const host of mesh.services.hosts()) {
    const service = lookup(host);
    if (!service || service.externalName !== undefined || service.ports.every((port) => port.protocol === 'udp')) continue;
    const rule = destinationRules.inForce(client, service);
    if (rule) seen.add(rule);
  }
  return [...seen].flatMap((rule) => rule.from.flatMap(ruleRefusals));
}

/** Would something of a DestinationRule be refused, if it is in force? */
function isRefused(manifest: Manifest, rules: DestinationRuleIndex): boolean {
  const rule = clustersAreAccepted(manifest.object.spec) ? undefined : rules.ruleOf(manifest);
  return rule !== undefined && ruleRefusals(rule).length > 0;
}

function ruleRefusals(rule: DestinationRule): readonly Refusal[] {
  return [...subsetRefusals(rule), ...policyRefusals(rule)];
}

/** Values that Envoy's constraints on clusters leave out: percentages above 100, hash tables of a wrong size. */
export function policyRefusals(rule: DestinationRule): readonly Refusal[] {
  const all = [
    { policy: rule.trafficPolicy, path: ['spec', 'trafficPolicy'] },
    ...rule.subsets.map(({ trafficPolicy: policy }, index) => ({ policy, path: ['spec', 'subsets', index, 'trafficPolicy'] })),
  ];
  const withPorts = all.flatMap(({ policy, path }) => [
    { policy, path },
    ...(policy?.portLevelSettings ?? []).map((setting, index) => ({ policy: setting, path: [...path, 'portLevelSettings', index] })),
  ]);
  return withPorts.flatMap(({ policy, path }) =>
    policy ? policyProblems(policy).map(({ field, reason }) => refusal({ manifest: rule.manifest, path }, field, reason)) : [],
  );
}

function policyProblems({ outlierDetection = {}, loadBalancer }: PortPolicy): { field: string[]; reason: string }[] {
  const { maxEjectionPercent = 0, minHealthPercent = 0 } = outlierDetection;
  const { minimumRingSize = 0, ringHash, maglev } = loadBalancer?.consistentHash ?? {};
  const ring = ringHash?.minimumRingSize ?? minimumRingSize;
  const table = maglev?.tableSize;
  const hash = ['loadBalancer', 'consistentHash'];
  return [
    ...[{ maxEjectionPercent }, { minHealthPercent }].flatMap((each) =>
      Object.entries(each).flatMap(([name, value]) =>
        value > 100 ? [{ field: ['outlierDetection', name], reason: `\`${value}\` is more than 100 percent` }] : [],
      ),
    ),
    ...(ring > largestRing ? [{ field: hash, reason: `a ring of \`${ring}\` is larger than ${largestRing}` }] : []),
    ...(table !== undefined && table !== 0 && (table > largestTable || !isPrime(table))
      ? [{ field: [...hash, 'maglev', 'tableSize'], reason: `\`${table}\` is no prime up to ${largestTable}` }]
      : []),
  ];
}

const largestRing = 8_388_608;
const largestTable = 5_000_011;

function isPrime(number: number): boolean {
  if (number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}

/** Two clusters of one name: a subset without a name is the service itself, and a name counts once in a rule. */
export function subsetRefusals(rule: DestinationRule): readonly Refusal[] {
  const place = { manifest: rule.manifest, path: ['spec', 'subsets'] };
  const names = rule.subsets.map((subset) => subset.name ?? '');
  return names.flatMap((name, index) => {
    if (name === '') return [refusal(place, [index, 'name'], 'a subset has no name')];
    return names.indexOf(name) < index ? [refusal(place, [index, 'name'], `two subsets are called \`${name}\``)] : [];
  });
}
