import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const labelNames = ['method', 'route', 'status', 'version'] as const;

/** What a request is counted under. */
export interface RequestLabels {
  readonly method: string;
  /** The declared path, never the received one, so that their number is bounded. */
  readonly route: string;
  readonly status: number;
  /** By which a canary is compared with what it replaces. Empty, which to Prometheus means absent, where there is none. */
  readonly version: string;
}

/** The metrics of one process: Node's own, and its requests by method, route, status and version. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered, probes and scrapes excluded',
    labelNames,
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from the head of a request to the end of its answer, probes and scrapes excluded',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly contentType = this.registry.contentType;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  count(labels: RequestLabels, seconds: number): void {
    this.requests.inc({ ...labels });
    this.durations.observe({ ...labels }, seconds);
  }

  /** All metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
