/** How one program names its request metrics: a counter of requests and a histogram of their durations, under the same labels. */
export interface RequestMetrics {
  /** Name of the counter. */
  readonly total: string;
  /** Name of the histogram, without `_bucket`. */
  readonly duration: string;
  /** What the histogram counts in. */
  readonly unit: 'seconds' | 'milliseconds';
  /** Upper bounds of the histogram's buckets, in its unit. */
  readonly buckets: readonly number[];
  /** Label with the HTTP status. */
  readonly status: string;
  /** Label with the version of the pod that answered. */
  readonly version: string;
  /** Labels that together name a route. */
  readonly route: readonly string[];
}

/**
 * What Istio's proxies count. The labels `virtual_service` and `route` exist where a `Telemetry` with `routeTags` adds them.
 *
 * Source: Istio "Standard metrics"; the buckets are Envoy's own (`HistogramSettingsImpl::defaultBuckets`).
 */
export const istioMetrics: RequestMetrics = {
  total: 'istio_requests_total',
  duration: 'istio_request_duration_milliseconds',
  unit: 'milliseconds',
  buckets: [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000],
  status: 'response_code',
  version: 'destination_version',
  route: ['virtual_service', 'route'],
};

/** What a program counts by the usual names of Prometheus' clients, as the article's services do. */
export const programMetrics: RequestMetrics = {
  total: 'http_requests_total',
  duration: 'http_request_duration_seconds',
  unit: 'seconds',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  status: 'status',
  version: 'version',
  route: ['route'],
};
