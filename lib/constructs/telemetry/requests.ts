import { ConstructError } from '../../errors';
import { closest } from '../../text';
import type { Microservice } from '../microservice';
import { onlyKnown } from '../only-known';
import type { VirtualService } from '../virtual-service';
import { type Matcher, series } from './promql';
import { istioMetrics, programMetrics, type RequestMetrics } from './request-metrics';

/** Requests to one version alone. */
export interface VersionOptions<V extends string> {
  /** One version of the service. @default - all versions */
  readonly version?: V;
}

/** Requests that the program itself counts. */
export interface ProgramOptions<V extends string> extends VersionOptions<V> {
  /** The declared path, as the program labels it. @default - all of them */
  readonly route?: string;
  /**
   * The names and labels of the program's own metrics.
   *
   * @default - `http_requests_total` and `http_request_duration_seconds` with labels `method`, `route` and `status`
   */
  readonly metrics?: RequestMetrics;
}

/** What a set of requests is made from. */
interface RequestSet {
  readonly title: string;
  readonly namespace: string;
  readonly metrics: RequestMetrics;
  readonly matchers: readonly Matcher[];
  readonly failed: { readonly label: string; readonly values: string };
}

/** Status codes of gRPC by which the server failed: unknown, deadline exceeded, unimplemented, internal, unavailable, data loss. */
const grpcFailures = '2|4|12|13|14|15';

/** Which requests are meant, and by whose counters: what an objective is promised for, and what a dashboard shows. */
export class Requests {
  /**
   * Requests to a microservice as its callers' proxies count them, the gateway's included. What never reached a pod is
   * counted, too, which the pod's own proxy could not know.
   *
   * @throws ConstructError `NamespaceUnknown`, `UnknownVersion`, `NoRequests` for a TCP microservice
   */
  static to<V extends string>(service: Microservice<V>, options: VersionOptions<NoInfer<V>> = {}): Requests {
    const { version } = onlyKnown('VersionOptions', options);
    const namespace = namespaceOf(service, service.serviceName);
    checkVersion(service, version);
    const matchers: Matcher[] = [
      ['reporter', '=', 'source'],
      ['destination_service_namespace', '=', namespace],
      ['destination_service_name', '=', service.serviceName],
    ];
    if (version !== undefined) matchers.push([istioMetrics.version, '=', version]);
    const failed = failures(service, istioMetrics.status, 'grpc_response_status');
    return new Requests({ title: titled(service.serviceName, version), namespace, metrics: istioMetrics, matchers, failed });
  }

  /**
   * Requests that one named route of a virtual service took, whatever it does with them. They are told apart where a
   * `Telemetry` with `routeTags` is applied to the gateway or the callers.
   *
   * @throws ConstructError `NamespaceUnknown`, `UnknownRoute`
   */
  static along(virtualService: VirtualService, route: string): Requests {
    const { id: name } = virtualService.node;
    const namespace = namespaceOf(virtualService, name);
    const { routeNames } = virtualService;
    if (!routeNames.includes(route)) {
      throw new ConstructError('UnknownRoute', `virtual service \`${name}\` has no route named \`${route}\``, {
        why: routeNames.length > 0 ? `it names ${routeNames.map((known) => `\`${known}\``).join(', ')}` : 'none of its routes has a name',
        fix: closest(route, routeNames),
      });
    }
    // A proxy knows the whole path of the object, group and version included.
    const matchers: Matcher[] = [
      ['reporter', '=', 'source'],
      ['virtual_service', '=~', `.+/namespaces/${namespace}/virtual-service/${name}`],
      ['route', '=', route],
    ];
    const failed = { label: istioMetrics.status, values: '5..' };
    return new Requests({ title: `${name} ${route}`, namespace, metrics: istioMetrics, matchers, failed });
  }

  /**
   * Requests to a microservice as the program itself counts them, scraped as a `ServiceMonitor` or `PodMonitor` here says.
   *
   * @throws ConstructError `NamespaceUnknown`, `UnknownVersion`, `NoRequests` for a TCP microservice
   */
  static servedBy<V extends string>(service: Microservice<V>, options: ProgramOptions<NoInfer<V>> = {}): Requests {
    const { version, route, metrics = programMetrics } = onlyKnown('ProgramOptions', options);
    const namespace = namespaceOf(service, service.serviceName);
    checkVersion(service, version);
    const matchers: Matcher[] = [
      ['namespace', '=', namespace],
      ['app', '=', service.labels.app],
    ];
    if (version !== undefined) matchers.push([metrics.version, '=', version]);
    if (route !== undefined) matchers.push([metrics.route[0] ?? 'route', '=', route]);
    const title = [titled(service.serviceName, version), route, '(its own count)'].filter(Boolean).join(' ');
    return new Requests({ title, namespace, metrics, matchers, failed: failures(service, metrics.status, metrics.status) });
  }

  /** How people speak of them. */
  readonly title: string;
  /** The namespace of the service that answers them. */
  readonly namespace: string;
  /** The metrics that count them. */
  readonly metrics: RequestMetrics;

  private constructor(private readonly set: RequestSet) {
    this.title = set.title;
    this.namespace = set.namespace;
    this.metrics = set.metrics;
  }

  /** The counter of all of them. @internal */
  all(): string {
    return series(this.metrics.total, this.set.matchers);
  }

  /** The counter of those that failed. @internal */
  failed(): string {
    return series(this.metrics.total, [...this.set.matchers, [this.set.failed.label, '=~', this.set.failed.values]]);
  }

  /** The histogram's buckets over all of them. @internal */
  durations(): string {
    return series(`${this.metrics.duration}_bucket`, this.set.matchers);
  }

  /** The histogram's count of those that did not fail. @internal */
  answered(): string {
    return series(`${this.metrics.duration}_count`, this.answeredMatchers());
  }

  /**
   * The histogram's count of those that did not fail and took at most `bound`, which is one of the buckets.
   *
   * Prometheus 3 stores a whole bound as `250.0`, Prometheus 2 as the program wrote it.
   *
   * @internal
   */
  answeredWithin(bound: number): string {
    const le: Matcher = Number.isInteger(bound) ? ['le', '=~', `${bound}|${bound}.0`] : ['le', '=', String(bound)];
    return series(`${this.metrics.duration}_bucket`, [...this.answeredMatchers(), le]);
  }

  private answeredMatchers(): Matcher[] {
    return [...this.set.matchers, [this.set.failed.label, '!~', this.set.failed.values]];
  }
}

function namespaceOf({ namespace }: { readonly namespace?: string }, name: string): string {
  if (namespace !== undefined) return namespace;
  throw new ConstructError('NamespaceUnknown', `the namespace of \`${name}\` is not known`, {
    why: 'metrics of another namespace would be counted with its own',
    fix: 'give its chart a `namespace`',
  });
}

function checkVersion(service: Microservice<string>, version: string | undefined): void {
  if (version === undefined) return;
  const versions = service.versionNames ?? ['v1'];
  if (versions.includes(version)) return;
  throw new ConstructError('UnknownVersion', `microservice \`${service.node.id}\` has no version \`${version}\``, {
    why: `there is ${versions.map((name) => `\`${name}\``).join(', ')}`,
    fix: closest(version, versions),
  });
}

function failures({ protocol, node }: Microservice<string>, httpLabel: string, grpcLabel: string): RequestSet['failed'] {
  if (protocol === 'tcp') {
    throw new ConstructError('NoRequests', `microservice \`${node.id}\` speaks TCP`, { why: 'whose requests are not counted' });
  }
  // Envoy answers a gRPC call with status 200 whatever becomes of it.
  return protocol === 'grpc' ? { label: grpcLabel, values: grpcFailures } : { label: httpLabel, values: '5..' };
}

function titled(name: string, version: string | undefined): string {
  return version === undefined ? name : `${name} ${version}`;
}
