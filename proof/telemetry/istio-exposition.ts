/**
 * Stands in for the proxies' metrics, which only Istio's own build of Envoy counts: written by hand from the labels that
 * Istio documents as its standard metrics, with those that `routeTags` adds. Run as a pod whose port has a proxy's name.
 */
import { createServer } from 'node:http';

const since = Date.now();
const bounds = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000];

/** Requests of one kind: how many a second, how long they take in milliseconds. */
interface Kind {
  readonly service: 'user' | 'product';
  readonly version: string;
  readonly code: string;
  readonly route: string;
  readonly perSecond: number;
  readonly durations: readonly number[];
}

const kinds: readonly Kind[] = [
  { service: 'user', version: 'v1', code: '200', route: 'user-http-route', perSecond: 88, durations: [3, 7, 12, 40, 300] },
  { service: 'user', version: 'v1', code: '404', route: 'user-http-route', perSecond: 1, durations: [2] },
  { service: 'user', version: 'v2', code: '200', route: 'user-http-route', perSecond: 9, durations: [4, 9, 60, 120] },
  { service: 'user', version: 'v2', code: '500', route: 'user-http-route', perSecond: 1, durations: [6] },
  { service: 'user', version: 'unknown', code: '503', route: 'user-http-route', perSecond: 1, durations: [1] },
  { service: 'product', version: 'v1', code: '200', route: 'product-http-route', perSecond: 50, durations: [5, 15] },
];

function labelsOf(kind: Kind, reporter: 'source' | 'destination'): Record<string, string> {
  const namespace = 'traffic-management';
  const host = `${kind.service}-service.${namespace}.svc.cluster.local`;
  const isKnown = kind.version !== 'unknown';
  const known = (value: string) => (isKnown ? value : 'unknown');
  return {
    reporter,
    source_workload: 'istio-ingressgateway',
    source_workload_namespace: 'istio-system',
    source_canonical_service: 'istio-ingressgateway',
    source_canonical_revision: 'latest',
    source_principal: 'spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account',
    source_app: 'istio-ingressgateway',
    source_version: 'unknown',
    source_cluster: 'Kubernetes',
    destination_workload: known(kind.version === 'v1' ? `${kind.service}-deployment` : `${kind.service}-deployment-${kind.version}`),
    destination_workload_namespace: known(namespace),
    destination_principal: known(`spiffe://cluster.local/ns/${namespace}/sa/${kind.service}`),
    destination_app: known(kind.service),
    destination_version: kind.version,
    destination_service: host,
    destination_service_name: `${kind.service}-service`,
    destination_service_namespace: namespace,
    destination_canonical_service: known(kind.service),
    destination_canonical_revision: kind.version,
    destination_cluster: known('Kubernetes'),
    request_protocol: 'http',
    response_code: kind.code,
    grpc_response_status: '',
    response_flags: isKnown ? '-' : 'UH',
    connection_security_policy: reporter === 'destination' ? 'mutual_tls' : 'unknown',
    ...(reporter === 'source'
      ? {
          virtual_service: `/apis/networking.istio.io/v1/namespaces/${namespace}/virtual-service/microservice-virtual-service`,
          route: kind.route,
        }
      : {}),
  };
}

function exposition(seconds: number): string {
  const lines = ['# TYPE istio_requests_total counter'];
  const histogram = ['# TYPE istio_request_duration_milliseconds histogram'];
  for (const reporter of ['source', 'destination'] as const) {
    for (const kind of kinds.filter(({ version }) => reporter === 'source' || version !== 'unknown')) {
      const labels = text(labelsOf(kind, reporter));
      const count = Math.floor(kind.perSecond * seconds);
      lines.push(`istio_requests_total{${labels}} ${count}`);
      const within = (bound: number) => kind.durations.filter((one) => one <= bound).length / kind.durations.length;
      for (const bound of bounds) {
        histogram.push(`istio_request_duration_milliseconds_bucket{${labels},le="${bound}"} ${Math.floor(count * within(bound))}`);
      }
      histogram.push(
        `istio_request_duration_milliseconds_bucket{${labels},le="+Inf"} ${count}`,
        `istio_request_duration_milliseconds_sum{${labels}} ${(count * kind.durations.reduce((sum, one) => sum + one, 0)) / kind.durations.length}`,
        `istio_request_duration_milliseconds_count{${labels}} ${count}`,
      );
    }
  }
  return `${[...lines, ...histogram].join('\n')}\n`;
}

function text(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');
}

const server = createServer((request, response) => {
  const found = request.url === '/stats/prometheus';
  response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
  response.end(found ? exposition((Date.now() - since) / 1000) : '');
});
server.listen(15090);
process.once('SIGTERM', () => process.exit(0));
