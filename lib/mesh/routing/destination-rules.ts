import type { Labels } from '../../istio/labels';
import { expandHost, namespaceOf, qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { anything, type Decoded, flag, list, map, number, record, text } from '../decode';
import type { ResourceDefaults } from '../resource-defaults';
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

/** The rule of those merged that says how TLS is started. */
export function tlsRuleOf({ from }: MergedRule): DestinationRule | undefined {
  const says = ({ trafficPolicy: policy }: DestinationRule) => policy?.tls || policy?.portLevelSettings?.some((setting) => setting.tls);
  return from.find((rule) => !rule.isConverted && says(rule)) ?? from.find(says) ?? from[0];
}
