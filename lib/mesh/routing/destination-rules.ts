import { HostIndex } from '../../istio/host-index';
import { fits, type Labels } from '../../istio/labels';
import { expandHost, namespaceOf, qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { anything, type Decoded, flag, list, map, number, record, text } from '../decode';
import { byCreation } from '../order';
import type { ResourceDefaults } from '../resource-defaults';
import type { Service } from '../services/service';
import type { ConvertedDestinationRule } from './converted';

const consistentHash = record({
  httpHeaderName: text,
  httpCookie: record({ name: text, path: text, ttl: text }),
  useSourceIp: flag,
  httpQueryParameterName: text,
  ringHash: record({ minimumRingSize: number }),
  maglev: record({ tableSize: number }),
  minimumRingSize: number,
});
const loadBalancer = record({ simple: text, consistentHash });
const tls = record({ mode: text, sni: text, credentialName: text });
const outlierDetection = record({ maxEjectionPercent: number, minHealthPercent: number });
const policyFields = { loadBalancer, connectionPool: anything, outlierDetection, tls };
const trafficPolicy = record({ ...policyFields, portLevelSettings: list(record({ ...policyFields, port: record({ number }) })) });
const subset = record({ name: text, labels: map(text), trafficPolicy });
const spec = record({
  host: text,
  exportTo: list(text),
  workloadSelector: record({ matchLabels: map(text) }),
  trafficPolicy,
  subsets: list(subset),
});

export type ConsistentHashSpec = Decoded<typeof consistentHash>;
export type TrafficPolicy = Decoded<typeof trafficPolicy>;
export type Subset = Decoded<typeof subset>;

/** A DestinationRule as written, its host resolved. */
export interface DestinationRule {
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly exportTo: readonly string[];
  /** Undefined: the rule holds for every client. */
  readonly workloadSelector?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: readonly Subset[];
  /** Is it made from policies of the Gateway API? Then a written rule for the host goes before it, field by field. */
  readonly isConverted: boolean;
  /** What a reader knows it by. */
  readonly title: string;
  readonly manifest: Manifest;
}

export function readDestinationRule(
  manifest: Manifest & Partial<ConvertedDestinationRule>,
  { exportedByDefault = [], domain }: ResourceDefaults = {},
): DestinationRule {
  const decoded = spec.decode(manifest.object.spec);
  const namespace = namespaceOf(manifest.object);
  return {
    name: qualifiedName(manifest.object),
    namespace,
    host: expandHost(decoded.host ?? '', namespace, domain),
    exportTo: decoded.exportTo && decoded.exportTo.length > 0 ? decoded.exportTo : exportedByDefault,
    workloadSelector: decoded.workloadSelector && (decoded.workloadSelector.matchLabels ?? {}),
    trafficPolicy: decoded.trafficPolicy,
    subsets: decoded.subsets ?? [],
    isConverted: manifest.origin !== undefined,
    title: manifest.title ?? `DestinationRule \`${qualifiedName(manifest.object)}\``,
    manifest,
  };
}

/** How a DestinationRule wants one port of a service, or of a subset of it, to be called. */
export type PortPolicy = Pick<TrafficPolicy, 'loadBalancer' | 'outlierDetection' | 'tls'>;

/**
 * The policy for a port: its port-level settings replace the rule's own; a subset's policy is laid over that field by
 * field, its port-level settings over all. Source: Istio `cluster_traffic_policy.go`.
 */
export function portPolicy(rule: MergedRule, subset: string | null, port: number): PortPolicy {
  const ofSubset = subset === null ? undefined : rule.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  const own = portLevel(ofSubset, port);
  if (own) return own;
  const base = portLevel(rule.trafficPolicy, port) ?? rule.trafficPolicy;
  const { loadBalancer = base?.loadBalancer, outlierDetection: outliers = base?.outlierDetection, tls: mode = base?.tls } = ofSubset ?? {};
  return { loadBalancer, outlierDetection: outliers, tls: mode };
}

/**
 * The TLS mode that endpoints are told where the policy for the port says none: there, settings of a port without `tls` keep
 * that of the rule. Source: Istio `mtlsChecker`, `trafficPolicyTLSModeForPort`.
 */
export function endpointTlsMode(rule: MergedRule, subset: string | null, port: number): string | undefined {
  const modeOf = (policy: TrafficPolicy | undefined) =>
    policy?.portLevelSettings?.find((setting) => setting.port?.number === port && setting.tls)?.tls?.mode ?? policy?.tls?.mode;
  if (subset === null) return modeOf(rule.trafficPolicy);
  const own = rule.subsets.find(({ name }) => name === subset);
  return own && (modeOf(own.trafficPolicy) ?? modeOf(rule.trafficPolicy));
}

function portLevel(policy: TrafficPolicy | undefined, port: number): PortPolicy | undefined {
  return policy?.portLevelSettings?.find((setting) => setting.port?.number === port);
}

/** Rules of one host that istiod holds as one. */
export interface MergedRule {
  readonly host: string;
  readonly namespace: string;
  readonly exportTo: ReadonlySet<string>;
  readonly workloadSelector?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: readonly Subset[];
  /** The rules it was put together from, the first one first. */
  readonly from: readonly DestinationRule[];
}

/** A client proxy, as far as DestinationRules look at it. */
export interface Client {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The DestinationRules of one mesh and which of them holds for a call. Source: Istio `PushContext.destinationRule`. */
export class DestinationRuleIndex {
  /** Those that are written, in the order istiod visits them: with a workloadSelector first, then by creation. */
  readonly all: readonly DestinationRule[];
  /** Rules a namespace's own proxies may use. */
  private readonly local = new Map<string, HostIndex<MergedRule[]>>();
  /** Rules of a namespace that are exported beyond it. */
  private readonly exported = new Map<string, HostIndex<MergedRule[]>>();
  /** Rules of the root namespace that are kept there. */
  private readonly rootLocal = new HostIndex<MergedRule[]>();

  constructor(
    manifests: readonly Manifest[],
    private readonly rootNamespace: string,
    defaults: ResourceDefaults = {},
  ) {
    const selective = (rule: DestinationRule) => (rule.workloadSelector ? 0 : 1);
    const rules = manifests
      .map((manifest) => readDestinationRule(manifest, defaults))
      .sort((one, other) => selective(one) - selective(other) || byCreation(one.manifest.object, other.manifest.object));
    this.all = rules.filter(({ isConverted }) => !isConverted);
    for (const rule of rules) this.add(rule);
  }

  /**
   * The rule in force when a client calls a service: from the client's namespace, else the service's, else the root
   * namespace; the first that has a rule for the host decides alone, even if it then fits nobody.
   */
  inForce(client: Client, service: Pick<Service, 'host' | 'namespace'>): MergedRule | undefined {
    const candidates = this.candidates(client.namespace, service);
    const own = candidates.find(
      (rule) => rule.workloadSelector && rule.namespace === client.namespace && fits(rule.workloadSelector, client.labels),
    );
    return own ?? candidates.findLast((rule) => !rule.workloadSelector);
  }

  private candidates(clientNamespace: string, service: Pick<Service, 'host' | 'namespace'>): readonly MergedRule[] {
    const own = clientNamespace === this.rootNamespace ? this.rootLocal : this.local.get(clientNamespace);
    const ownRules = own?.mostSpecific(service.host);
    if (ownRules) return ownRules;
    for (const namespace of [service.namespace, this.rootNamespace]) {
      const rules = this.exported.get(namespace)?.mostSpecific(service.host) ?? [];
      const visible = rules.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(clientNamespace));
      if (visible.length > 0) return visible;
    }
    return [];
  }

  private add(rule: DestinationRule): void {
    const exportTo = new Set(rule.workloadSelector ? ['.'] : rule.exportTo);
    const ownSees = exportTo.size === 0 || ['*', '.', rule.namespace].some((entry) => exportTo.has(entry));
    if (ownSees) merge(indexFor(this.local, rule.namespace), rule, exportTo);
    const ownOnly = exportTo.size === 1 && (exportTo.has('.') || exportTo.has(rule.namespace));
    if (!ownOnly) merge(indexFor(this.exported, rule.namespace), rule, exportTo);
    else if (rule.namespace === this.rootNamespace) merge(this.rootLocal, rule, exportTo);
  }
}

function indexFor(indexes: Map<string, HostIndex<MergedRule[]>>, namespace: string): HostIndex<MergedRule[]> {
  let index = indexes.get(namespace);
  if (!index) {
    index = new HostIndex();
    indexes.set(namespace, index);
  }
  return index;
}

/**
 * Adds a rule to those of its host: merged into the ones exported alike (or to fewer), else kept apart.
 * Source: Istio `mergeDestinationRule`.
 */
function merge(index: HostIndex<MergedRule[]>, rule: DestinationRule, exportTo: ReadonlySet<string>): void {
  const known = index.get(rule.host);
  const fresh: MergedRule = { ...rule, exportTo, from: [rule] };
  if (!known) {
    index.set(rule.host, [fresh]);
    return;
  }
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

/** The rule of those merged that says how TLS is started. */
export function tlsRuleOf({ from }: MergedRule): DestinationRule | undefined {
  const says = ({ trafficPolicy: policy }: DestinationRule) => policy?.tls || policy?.portLevelSettings?.some((setting) => setting.tls);
  return from.find((rule) => !rule.isConverted && says(rule)) ?? from.find(says) ?? from[0];
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
