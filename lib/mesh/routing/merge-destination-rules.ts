import { fits, type Labels } from '../../istio/labels';
import type { DestinationRule, MergedRule, TrafficPolicy } from './destination-rules';

/** The rules that one namespace has for one host, as different callers see them. */
export interface RulesByAudience {
  /** What the namespace's own proxies may use. */
  local?: MergedRule[];
  /** What is exported beyond it. */
  exported?: MergedRule[];
  /** What is kept in it, which counts if it is the root namespace. */
  kept?: MergedRule[];
}

/** Adds a rule of the host to those who may use it. Source: Istio `PushContext.setDestinationRules`. */
export function mergeRule(rules: RulesByAudience, rule: DestinationRule): void {
  const exportTo = new Set(rule.workloadSelector ? ['.'] : rule.exportTo);
  const ownSees = exportTo.size === 0 || ['*', '.', rule.namespace].some((entry) => exportTo.has(entry));
  if (ownSees) rules.local = merge(rules.local, rule, exportTo);
  const ownOnly = exportTo.size === 1 && (exportTo.has('.') || exportTo.has(rule.namespace));
  if (ownOnly) rules.kept = merge(rules.kept, rule, exportTo);
  else rules.exported = merge(rules.exported, rule, exportTo);
}

/**
 * Adds a rule to those of its host: merged into the ones exported alike (or to fewer), else kept apart.
 * Source: Istio `mergeDestinationRule`.
 */
function merge(known: MergedRule[] | undefined, rule: DestinationRule, exportTo: ReadonlySet<string>): MergedRule[] {
  const fresh: MergedRule = { ...rule, exportTo, from: [rule] };
  if (!known) return [fresh];
  let apart = true;
  for (const [position, existing] of known.entries()) {
    apart = !sameSet(exportTo, existing.exportTo);
    if (apart && (existing.exportTo.size === 0 || !isSuperset(exportTo, existing.exportTo))) continue;
    const alike = sameSelector(rule.workloadSelector, existing.workloadSelector);
    if (rule.workloadSelector && existing.workloadSelector && !alike) {
      apart = true;
      continue;
    }
    if (alike) apart = false;
    known[position] = mergeInto(existing, rule);
  }
  if (apart) known.push(fresh);
  return known;
}

function mergeInto(existing: MergedRule, rule: DestinationRule): MergedRule {
  const names = new Set(existing.subsets.map((subset) => subset.name ?? ''));
  return {
    ...existing,
    trafficPolicy: mergedPolicy(existing, rule),
    subsets: [...existing.subsets, ...rule.subsets.filter((subset) => !names.has(subset.name ?? ''))],
    from: [...existing.from, rule],
  };
}

/** The first rule's policy; a written rule's goes before that of a policy of the Gateway API, which fills what it leaves open. Source: Istio `mergeBackendPolicyTrafficPolicy`. */
function mergedPolicy(existing: MergedRule, rule: DestinationRule): TrafficPolicy | undefined {
  const isConverted = existing.from[0]?.isConverted ?? false;
  if (isConverted === rule.isConverted) return existing.trafficPolicy ?? rule.trafficPolicy;
  const [written, backend] = isConverted ? [rule.trafficPolicy, existing.trafficPolicy] : [existing.trafficPolicy, rule.trafficPolicy];
  if (!written || !backend) return written ?? backend;
  const { portLevelSettings = [], ...fields } = written;
  const ofPorts = portLevelSettings.map((setting) => ({
    ...backend.portLevelSettings?.find((each) => isSamePort(each, setting)),
    ...setting,
  }));
  const others = (backend.portLevelSettings ?? []).filter((setting) => !portLevelSettings.some((each) => isSamePort(each, setting)));
  return { ...backend, ...fields, portLevelSettings: [...ofPorts, ...others] };
}

type PortSetting = NonNullable<TrafficPolicy['portLevelSettings']>[number];

function isSamePort(one: PortSetting, other: PortSetting): boolean {
  return one.port?.number === other.port?.number;
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && isSuperset(one, other);
}

function isSuperset(outer: ReadonlySet<string>, inner: ReadonlySet<string>): boolean {
  return [...inner].every((entry) => outer.has(entry));
}

function sameSelector(one: Labels | undefined, other: Labels | undefined): boolean {
  if (!one || !other) return one === other;
  return fits(one, other) && fits(other, one);
}
