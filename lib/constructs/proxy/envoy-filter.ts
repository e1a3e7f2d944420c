import { Construct } from 'constructs';
import {
  EnvoyFilterSpecConfigPatchesApplyTo as ApplyTo,
  EnvoyFilterSpecConfigPatchesMatchContext as Context,
  type EnvoyFilterSpec,
  type EnvoyFilterSpecConfigPatches,
  EnvoyFilter as L1EnvoyFilter,
  EnvoyFilterSpecConfigPatchesPatchOperation as Operation,
} from '../../../imports/networking.istio.io';
import { ConstructError } from '../../errors';
import { IngressGateway } from '../edge/ingress-gateway';
import { labels } from '../label';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import { within } from '../within';

/** Pods whose proxies a setting is for: a `Microservice`, an `IngressGateway`, or their labels. */
export interface Selected {
  /** The labels of the pods whose proxies are patched. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface EnvoyFilterTarget extends WithMetadata {
  /** Whose proxies, in the chart's namespace. @default - all of the namespace; of the whole mesh in Istio's root namespace */
  readonly of?: Selected;
  /** Which of their listeners. @default - 'gateway' for an `IngressGateway`, else 'inbound': requests to the pods */
  readonly at?: 'inbound' | 'outbound' | 'gateway';
  /** Of several EnvoyFilters, those of a lower priority are applied first. @default 10 */
  readonly priority?: number;
}

/** Which proxies are patched, and how. */
export interface EnvoyFilterProps extends Omit<EnvoyFilterTarget, 'at'>, WithSpec<EnvoyFilterSpec> {
  /** At least one. Values are Envoy's own configuration, which `mesh check` validates. */
  readonly patches: readonly EnvoyFilterSpecConfigPatches[];
}

/**
 * Envoy's own configuration, for what no Istio kind says. It depends on the names of Envoy's version: prefer `LocalRateLimit`,
 * `GlobalRateLimit`, `HeaderSizeLimit` and `Compression` where they do. Source: Istio `EnvoyFilter`.
 */
export class EnvoyFilter extends Construct {
  /** @param id also the name of the object, unless `metadata` says another. @throws ConstructError `NoPatches`, `NameForm`, `LabelKey`, `LabelValue` */
  constructor(scope: Construct, id: string, props: EnvoyFilterProps) {
    super(scope, freeId(scope, id, new.target.name));
    const { of, patches, priority = 10, metadata, spec } = onlyKnown('EnvoyFilterProps', props, this);
    within(this, () => {
      if (patches.length === 0) throw new ConstructError('NoPatches', 'an Envoy filter has at least one patch');
      new L1EnvoyFilter(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of an Envoy filter'),
        spec: lastWord<EnvoyFilterSpec>(
          { workloadSelector: of && { labels: labels(of.labels) }, configPatches: [...patches], priority },
          spec,
        ),
      });
    });
  }
}

const contexts = { inbound: Context.SIDECAR_UNDERSCORE_INBOUND, outbound: Context.SIDECAR_UNDERSCORE_OUTBOUND, gateway: Context.GATEWAY };

/** What every EnvoyFilter takes, of a more special one. @internal */
export function targetOf({ of, priority, metadata }: EnvoyFilterTarget): Omit<EnvoyFilterTarget, 'at'> {
  return { of, priority, metadata };
}

/** @internal */
export function contextOf({ of, at = of instanceof IngressGateway ? 'gateway' : 'inbound' }: EnvoyFilterTarget): Context {
  return contexts[at];
}

const connectionManager = 'envoy.filters.network.http_connection_manager';

/** Puts an HTTP filter before all others. @internal */
export function httpFilter(target: EnvoyFilterTarget, name: string, config: { readonly '@type': string }): EnvoyFilterSpecConfigPatches {
  return {
    applyTo: ApplyTo.HTTP_UNDERSCORE_FILTER,
    match: { context: contextOf(target), listener: { filterChain: { filter: { name: connectionManager } } } },
    patch: { operation: Operation.INSERT_UNDERSCORE_BEFORE, value: { name, typed_config: config } },
  };
}

/** Merges fields into the HTTP settings of each listener. @internal */
export function httpSettings(target: EnvoyFilterTarget, settings: object): EnvoyFilterSpecConfigPatches {
  const type = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
  return {
    applyTo: ApplyTo.NETWORK_UNDERSCORE_FILTER,
    match: { context: contextOf(target), listener: { filterChain: { filter: { name: connectionManager } } } },
    patch: { operation: Operation.MERGE, value: { name: connectionManager, typed_config: { '@type': type, ...settings } } },
  };
}

/** Merges fields into every virtual host. @internal */
export function virtualHosts(target: EnvoyFilterTarget, settings: object): EnvoyFilterSpecConfigPatches {
  return {
    applyTo: ApplyTo.VIRTUAL_UNDERSCORE_HOST,
    match: { context: contextOf(target) },
    patch: { operation: Operation.MERGE, value: settings },
  };
}
