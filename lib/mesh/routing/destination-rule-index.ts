import { HostIndex } from '../../istio/host-index';
import { covers, isWildcard } from '../../istio/hosts';
import { fits } from '../../istio/labels';
import { expandHost, namespaceOf } from '../../istio/names';
import { lazy } from '../../lazy';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import { record, text } from '../decode';
import { byCreation } from '../order';
import type { CandidateOptions } from '../resource-defaults';
import type { Service } from '../services/service';
import type { ConvertedDestinationRule } from './converted';
import { type Client, type DestinationRule, type MergedRule, readDestinationRule } from './destination-rules';
import { mergeRule, type RulesByAudience } from './merge-destination-rules';

interface RulesOfHost {
  readonly manifests: Manifest[];
  merged?: RulesByAudience;
}

/**
 * The DestinationRules of one mesh and which of them holds for a call. They are indexed by namespace and host; those of a host are
 * validated, read and merged when it is asked for: a request is about few of many. Source: Istio `PushContext.destinationRule`.
 */
export class DestinationRuleIndex {
  private readonly hosts = new Map<string, HostIndex<RulesOfHost>>();
  private readonly written = lazy(() =>
    inOrder(this.candidates.filter((manifest) => this.isStored(manifest)).map(this.read)).filter(({ isConverted }) => !isConverted),
  );

  private readonly namespacesByHost = lazy(() => {
    const byHost = new Map<string, Set<string>>();
    for (const manifest of this.candidates) {
      const namespace = namespaceOf(manifest.object);
      const host = hostOf(manifest, namespace, this.options.domain);
      byHost.set(host, (byHost.get(host) ?? new Set()).add(namespace));
    }
    return { byHost, wildcards: [...byHost.keys()].filter(isWildcard) };
  });

  constructor(
    /** What is written and what is made of other objects; the cluster may turn out not to store some of it. */
    readonly candidates: readonly (Manifest & Partial<ConvertedDestinationRule>)[],
    private readonly rootNamespace: string,
    private readonly options: CandidateOptions = {},
  ) {
    for (const manifest of candidates) {
      const namespace = namespaceOf(manifest.object);
      const index = this.hosts.get(namespace) ?? new HostIndex<RulesOfHost>();
      this.hosts.set(namespace, index);
      const host = hostOf(manifest, namespace, options.domain);
      const known = index.get(host);
      if (known) known.manifests.push(manifest);
      else index.set(host, { manifests: [manifest] });
    }
  }

  /** Those that are written, in the order istiod visits them: with a workloadSelector first, then by creation. */
  get all(): readonly DestinationRule[] {
    return this.written();
  }

  /**
   * The rule in force when a client calls a service: from the client's namespace, else the service's, else the root
   * namespace; the first that has a rule for the host decides alone, even if it then fits nobody.
   */
  inForce(client: Client, service: Pick<Service, 'host' | 'namespace'>): MergedRule | undefined {
    const candidates = this.candidatesFor(client.namespace, service);
    const own = candidates.find(
      (rule) => rule.workloadSelector && rule.namespace === client.namespace && fits(rule.workloadSelector, client.labels),
    );
    return own ?? candidates.findLast((rule) => !rule.workloadSelector);
  }

  /** The rule that stands in a manifest; undefined if the cluster does not store it. */
  ruleOf(manifest: Manifest): DestinationRule | undefined {
    return this.isStored(manifest) ? this.read(manifest) : undefined;
  }

  /** The namespaces that may hold a rule for a host, exported or not. */
  namespacesWithRule(host: string): ReadonlySet<string> {
    const { byHost, wildcards } = this.namespacesByHost();
    const covering = wildcards.filter((wildcard) => covers(wildcard, host));
    return new Set([host, ...covering].flatMap((each) => [...(byHost.get(each) ?? [])]));
  }

  private candidatesFor(clientNamespace: string, service: Pick<Service, 'host' | 'namespace'>): readonly MergedRule[] {
    const own = this.find(clientNamespace, service.host, clientNamespace === this.rootNamespace ? 'kept' : 'local');
    if (own) return own;
    for (const namespace of [service.namespace, this.rootNamespace]) {
      const rules = this.find(namespace, service.host, 'exported') ?? [];
      const visible = rules.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(clientNamespace));
      if (visible.length > 0) return visible;
    }
    return [];
  }

  /** The most specific rules of a namespace for a host. */
  private find(namespace: string, host: string, who: keyof RulesByAudience): readonly MergedRule[] | undefined {
    return this.hosts.get(namespace)?.mostSpecificWith(host, 0, (rules) => this.merged(rules)[who]);
  }

  private merged(rules: RulesOfHost): RulesByAudience {
    if (!rules.merged) {
      const merged: RulesByAudience = {};
      for (const rule of inOrder(rules.manifests.flatMap((manifest) => this.ruleOf(manifest) ?? []))) mergeRule(merged, rule);
      rules.merged = merged;
    }
    return rules.merged;
  }

  private isStored(manifest: Manifest & Partial<ConvertedDestinationRule>): boolean {
    return manifest.origin !== undefined || (this.options.isStored?.(manifest) ?? true);
  }

  /** The one object that stands for a rule, whoever asks for it. */
  private readonly read = memo((manifest: Manifest) => readDestinationRule(manifest, this.options));
}

const head = record({ host: text });

function hostOf({ object }: Manifest, namespace: string, domain: string | undefined): string {
  return expandHost(head.decode(object.spec).host ?? '', namespace, domain);
}

function inOrder(rules: DestinationRule[]): DestinationRule[] {
  const selective = (rule: DestinationRule) => (rule.workloadSelector ? 0 : 1);
  return rules.sort((one, other) => selective(one) - selective(other) || byCreation(one.manifest.object, other.manifest.object));
}
