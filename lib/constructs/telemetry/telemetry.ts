import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Telemetry as L1Telemetry,
  TelemetrySpecMetricsOverridesMatchMetric as Metric,
  TelemetrySpecMetricsOverridesMatchMode as Mode,
  TelemetrySpecMetricsOverridesTagOverridesOperation as Operation,
  type TelemetrySpec,
  type TelemetrySpecAccessLogging,
  type TelemetrySpecMetrics,
  type TelemetrySpecMetricsOverrides,
  type TelemetrySpecTracing,
} from '../../../imports/telemetry.istio.io';
import { ConstructError } from '../../errors';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import type { Percent } from '../percent';
import { within } from '../within';
import { celExpression } from './cel';

/** One line a request, written by the proxies. Source: Istio `AccessLogging`. */
export interface AccessLog {
  /** CEL on Envoy's attributes: which requests are written, such as `response.code >= 500`. @default - all */
  readonly filter?: string;
  /** Extension providers of the mesh that it goes to. @default ['envoy'] - the proxy's standard output */
  readonly providers?: readonly string[];
}

/** Source: Istio `Tracing`. */
export interface Tracing {
  /** Share of the requests without a trace that one is begun for; the others follow their caller's decision. @default - the mesh's, 1 % */
  readonly sampling?: Percent;
  /** Extension provider of the mesh that spans go to; Istio supports one. @default - the mesh's */
  readonly provider?: string;
  /** Span tags with a fixed value. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Span tags with the value of a request header. @default - none */
  readonly headerTags?: Readonly<Record<string, string>>;
}

/** Istio's standard metrics. Source: Istio `Metrics`. */
export interface MeshMetrics {
  /**
   * Whether callers' proxies say of each request and its duration which route of which virtual service took it, as labels
   * `virtual_service` and `route`: then `Requests.along` and the rows by route of a `Dashboard` have something to show.
   *
   * @default false - every label multiplies the number of series
   */
  readonly routeTags?: boolean;
  /** Further labels of all metrics, each with the CEL expression of its value. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Standard labels to leave out of all metrics, such as `source_principal`. @default - none */
  readonly without?: readonly string[];
  /** Extension provider of the mesh. @default 'prometheus' - the one that Istio always has */
  readonly provider?: string;
}

export interface TelemetryProps extends WithMetadata, WithSpec<TelemetrySpec> {
  /** Whose proxies. @default - all of the namespace; of the whole mesh in Istio's root namespace */
  readonly of?: { readonly labels: Readonly<Record<string, string>> };
  /** `'off'`, or which requests are written. @default - what a wider Telemetry or the mesh says */
  readonly accessLog?: AccessLog | 'off';
  /** `'off'`, or which requests are traced. @default - what a wider Telemetry or the mesh says */
  readonly tracing?: Tracing | 'off';
  /** Which provider gets metrics, and what each metric carries. @default - what a wider Telemetry or the mesh says */
  readonly metrics?: MeshMetrics;
}

/** What the proxies tell of requests: log lines, traces, metrics. Source: Istio `Telemetry`. */
export class Telemetry extends Construct {
  private readonly scopeKey: string;

  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `EmptyTelemetry`, `TagForm`, `CelForm`, and at synth `TelemetryTwice`
   */
  constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, freeId(scope, id, 'Telemetry'));
    const { of, accessLog, tracing, metrics, metadata, spec } = onlyKnown('TelemetryProps', props, this);
    this.scopeKey = JSON.stringify([Chart.of(this).namespace, Object.entries(of?.labels ?? {}).sort()]);
    within(this, () => {
      if (!accessLog && !tracing && !metrics && !spec) {
        throw new ConstructError('EmptyTelemetry', 'a telemetry says nothing of logs, traces or metrics', { fix: 'accessLog: {}' });
      }
      new L1Telemetry(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of a telemetry'),
        spec: lastWord<TelemetrySpec>(
          {
            selector: of && { matchLabels: { ...of.labels } },
            accessLogging: accessLog && [renderAccessLog(accessLog)],
            tracing: tracing && [renderTracing(tracing)],
            metrics: metrics && [renderMetrics(metrics)],
          },
          spec,
        ),
      });
    });
    this.node.addValidation({ validate: () => this.rivals() });
  }

  /** Of several for the same proxies, Istio takes the oldest and ignores the others. */
  private rivals(): string[] {
    const all = this.node.root.node.findAll().filter((one): one is Telemetry => one instanceof Telemetry);
    const first = all.find(({ scopeKey }) => scopeKey === this.scopeKey);
    if (first === undefined || first === this) return [];
    return [
      `TelemetryTwice: \`${first.node.id}\` and \`${this.node.id}\` are for the same proxies, and Istio would heed only the older one`,
    ];
  }
}

function renderAccessLog(log: AccessLog | 'off'): TelemetrySpecAccessLogging {
  if (log === 'off') return { disabled: true };
  const { filter, providers = ['envoy'] } = log;
  return {
    providers: providers.map((name) => ({ name })),
    filter: filter === undefined ? undefined : { expression: celExpression(filter) },
  };
}

function renderTracing(tracing: Tracing | 'off'): TelemetrySpecTracing {
  if (tracing === 'off') return { disableSpanReporting: true };
  const { sampling, provider, tags = {}, headerTags = {} } = tracing;
  const customTags = {
    ...mapped(tags, (value) => ({ literal: { value } })),
    ...mapped(headerTags, (name) => ({ header: { name } })),
  };
  return {
    randomSamplingPercentage: sampling?.value,
    providers: provider === undefined ? undefined : [{ name: provider }],
    customTags: Object.keys(customTags).length > 0 ? customTags : undefined,
  };
}

/** What Envoy knows of the route: its name, and in Istio's metadata the path of the object it comes from. */
const routeTags: Readonly<Record<string, string>> = {
  virtual_service: "xds.route_metadata.filter_metadata['istio'].config",
  route: 'xds.route_name',
};

function renderMetrics({ routeTags: withRoutes, tags = {}, without = [], provider = 'prometheus' }: MeshMetrics): TelemetrySpecMetrics {
  const overrides: TelemetrySpecMetricsOverrides[] = [];
  if (withRoutes) {
    for (const metric of [Metric.REQUEST_UNDERSCORE_COUNT, Metric.REQUEST_UNDERSCORE_DURATION]) {
      overrides.push({ match: { metric, mode: Mode.CLIENT }, tagOverrides: upserts(routeTags) });
    }
  }
  const everywhere = { ...upserts(tags), ...Object.fromEntries(without.map((label) => [tagName(label), { operation: Operation.REMOVE }])) };
  if (Object.keys(everywhere).length > 0) overrides.push({ match: { metric: Metric.ALL_UNDERSCORE_METRICS }, tagOverrides: everywhere });
  return { providers: [{ name: provider }], overrides: overrides.length > 0 ? overrides : undefined };
}

function upserts(tags: Readonly<Record<string, string>>): Record<string, { operation: Operation; value: string }> {
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [tagName(name), { operation: Operation.UPSERT, value: celExpression(value) }]),
  );
}

function tagName(name: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return name;
  throw new ConstructError('TagForm', `a metric's label is made of letters, digits and \`_\`, got \`${name}\``, {
    fix: name.replace(/\W/g, '_'),
  });
}

function mapped<T>(table: Readonly<Record<string, string>>, render: (value: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, render(value)]));
}
