import { fits, type Labels } from '../../istio/labels';
import { namespaceOf, qualifiedName } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { PolicyTarget } from '../security/policy-target';
import type { Service } from '../services/service';

/** Which side of a proxy a request passes. Source: Istio `EnvoyFilter.PatchContext`. */
export type ProxySide = 'GATEWAY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND';

/** An object that changes proxies in a way that is not evaluated. */
export interface Extension {
  readonly manifest: Manifest;
  /** What it is and does, for example `EnvoyFilter shop/x patches HTTP_ROUTE`. */
  readonly text: string;
}

interface Extending extends Extension {
  readonly namespace: string;
  readonly selector: Labels;
  readonly sides: ReadonlySet<ProxySide>;
  readonly target: PolicyTarget;
}

const everySide: ReadonlySet<ProxySide> = new Set(['GATEWAY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND']);

/** EnvoyFilters, WasmPlugins and TrafficExtensions, by the proxies they change. */
export class Extensions {
  private readonly all: readonly Extending[];

  constructor(
    objects: Objects,
    private readonly rootNamespace: string,
  ) {
    this.all = [
      ...objects.ofKind('networking.istio.io', 'EnvoyFilter').flatMap(envoyFilter),
      ...objects.ofKind('extensions.istio.io', 'WasmPlugin').flatMap(wasmPlugin),
      ...objects.ofKind('extensions.istio.io', 'TrafficExtension').flatMap(wasmPlugin),
    ];
  }

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** What changes this side of the proxy of a pod: objects of its namespace and of the root namespace that select it. */
  of({ namespace, labels }: { readonly namespace: string; readonly labels: Labels }, side: ProxySide): readonly Extension[] {
    return this.all.filter(
      (extension) =>
        (extension.namespace === namespace || extension.namespace === this.rootNamespace) &&
        extension.sides.has(side) &&
        (extension.target.isTargeted ? extension.target.includes({ namespace, labels }) : fits(extension.selector, labels)),
    );
  }

  /** What changes a waypoint on the way to a Service: objects that name one of the two. */
  at(waypoint: { readonly namespace: string; readonly labels: Labels }, service: Service): readonly Extension[] {
    return this.all.filter(({ target }) => target.includesAt(waypoint, service, this.rootNamespace));
  }
}

function envoyFilter(manifest: Manifest): Extending[] {
  const spec = new FieldReader(manifest.object).at('spec');
  const patches = spec.at('configPatches').items.filter((patch) => !isHarmless(patch));
  if (patches.length === 0) return [];
  const contexts = patches.map((patch) => patch.at('match', 'context').text);
  const sides = contexts.some((context) => context === '' || context === 'ANY') ? everySide : new Set(contexts as ProxySide[]);
  const kinds = [...new Set(patches.map((patch) => patch.at('applyTo').text))].join(', ');
  return [extending(manifest, spec.at('workloadSelector', 'labels').labels ?? {}, { sides, does: `patches ${kinds}` })];
}

function wasmPlugin(manifest: Manifest): Extending[] {
  const spec = new FieldReader(manifest.object).at('spec');
  const url = spec.at('url').text || spec.at('wasm', 'url').text;
  const does = `runs ${url || 'a module'}`;
  return [extending(manifest, spec.at('selector', 'matchLabels').labels ?? {}, { sides: new Set(['GATEWAY', 'SIDECAR_INBOUND']), does })];
}

function extending(manifest: Manifest, selector: Labels, { sides, does }: { sides: ReadonlySet<ProxySide>; does: string }): Extending {
  const { object } = manifest;
  return {
    manifest,
    namespace: namespaceOf(object),
    selector,
    sides,
    text: `${object.kind} ${qualifiedName(object)} ${does}`,
    target: new PolicyTarget(manifest),
  };
}

/** HTTP filters that neither end a request nor change where it goes. */
const harmlessFilters = /compressor|decompressor|grpc_stats|grpc_web|tap$|istio\.stats|stackdriver/;

/** Fields of listeners, clusters and connection managers that change no answer: logs, statistics, buffers, timeouts of connections. */
const harmlessFields: ReadonlySet<string> = new Set([
  'accessLog',
  'access_log',
  'access_log_options',
  'alt_stat_name',
  'common_http_protocol_options',
  'connect_timeout',
  'connection_balance_config',
  'delayed_close_timeout',
  'drain_timeout',
  'generate_request_id',
  'http2_protocol_options',
  'max_request_headers_kb',
  'per_connection_buffer_limit_bytes',
  'perConnectionBufferLimitBytes',
  'preserve_external_request_id',
  'server_name',
  'socket_options',
  'stat_prefix',
  'stream_idle_timeout',
  'tcp_backlog_size',
  'track_cluster_stats',
  'tracing',
  'upstream_connection_options',
]);

/** Does a patch leave every answer as it is? */
function isHarmless(patch: FieldReader): boolean {
  const applyTo = patch.at('applyTo').text;
  const operation = patch.at('patch', 'operation').text;
  const value = patch.at('patch', 'value');
  if (applyTo === 'BOOTSTRAP') return true;
  if (applyTo === 'HTTP_FILTER') return operation !== 'REMOVE' && operation !== 'REPLACE' && harmlessFilters.test(value.at('name').text);
  if (operation !== 'MERGE') return false;
  if (applyTo === 'LISTENER' || applyTo === 'CLUSTER') return hasOnlyHarmlessFields(value);
  return applyTo === 'NETWORK_FILTER' && hasOnlyHarmlessFields(value.at('typed_config'));
}

function hasOnlyHarmlessFields(value: FieldReader): boolean {
  return value.exists && value.entries.every(([name]) => name === '@type' || harmlessFields.has(name));
}
