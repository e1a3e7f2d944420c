import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Counted } from './counted';

/**
 * Answers a scrape with the standard metrics of Istio's proxies, which Envoy's own build does not count: what it counted, once more each
 * second.
 */
export async function replay(counted: readonly Counted[]): Promise<{ readonly port: number; stop(): void }> {
  const since = Date.now();
  const server = createServer((_, response) => {
    const seconds = (Date.now() - since) / 1000;
    const lines = counted.flatMap((each) =>
      ['source', 'destination'].map(
        (reporter) => `istio_requests_total{${labelText(each, reporter)}} ${Math.floor(each.requests * seconds)}`,
      ),
    );
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(`# TYPE istio_requests_total counter\n${lines.join('\n')}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

/** Source: Istio's standard metrics, `canonical` names by the labels of the pods. */
function labelText({ host, namespace, workload, labels }: Counted, reporter: string): string {
  const [service = '', ofService = ''] = host.split('.');
  const all = {
    reporter,
    source_cluster: 'Kubernetes',
    source_workload: 'istio-ingressgateway',
    source_workload_namespace: 'istio-system',
    source_app: 'istio-ingressgateway',
    source_canonical_service: 'istio-ingressgateway',
    source_canonical_revision: 'latest',
    destination_cluster: 'Kubernetes',
    destination_workload: workload,
    destination_workload_namespace: namespace,
    destination_app: labels.app ?? 'unknown',
    destination_version: labels.version ?? 'unknown',
    destination_canonical_service: labels['service.istio.io/canonical-name'] ?? labels.app ?? workload,
    destination_canonical_revision: labels['service.istio.io/canonical-revision'] ?? labels.version ?? 'latest',
    destination_service: host,
    destination_service_name: service,
    destination_service_namespace: ofService,
    request_protocol: 'http',
    response_code: '200',
    grpc_response_status: '',
    response_flags: '-',
    connection_security_policy: reporter === 'destination' ? 'mutual_tls' : 'unknown',
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');
}
