import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { EnvoyGateway } from '../gateway/envoy-gateway';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { HttpClient } from '../requests/client';
import { until } from '../until';

/** The labels that `routeTags` adds, and their values as they stand in the committed Telemetry. */
export const routeLabels: Readonly<Record<string, string>> = {
  route: 'xds.route_name',
  virtual_service: "xds.route_metadata.filter_metadata['istio'].config",
};

/**
 * What these expressions come to for a request that the real Envoy answers by a route of the real istiod. Envoy evaluates
 * them in an access log, for want of Istio's own filter that would count by them.
 */
export async function proveRouteLabels(plane: Plane, gateway: EnvoyGateway, site: string, results: Results): Promise<void> {
  const file = join(plane.logs, 'route-labels.log');
  await plane.apply([accessLog(file)]);
  await plane.settle(gateway);
  const expected =
    'route=user-http-route virtual_service=/apis/networking.istio.io/v1/namespaces/traffic-management/virtual-service/microservice-virtual-service';
  const client = new HttpClient(gateway.ip, 80); // a connection from before would still be served as before
  await client.send({ host: site, path: '/user/about' });
  client.close();
  const written = () => readFileSync(file, 'utf8').split('\n');
  const problem = await until('the access log has the request', () => written().includes(expected), { within: 20, explain: written }).then(
    () => undefined,
    (error: Error) => `expected ${expected}\n${error.message}`,
  );
  results.add('Envoy knows the route and the virtual service of a request by the names that objectives look for', problem);
}

function accessLog(path: string): KubernetesObject {
  const type = (name: string) => `type.googleapis.com/envoy.extensions.${name}`;
  const format = Object.entries(routeLabels).map(([label, value]) => `${label}=%CEL(${value})%`);
  const log = {
    name: 'envoy.access_loggers.file',
    typed_config: {
      '@type': type('access_loggers.file.v3.FileAccessLog'),
      path,
      log_format: {
        text_format_source: { inline_string: `${format.join(' ')}\n` },
        formatters: [{ name: 'envoy.formatter.cel', typed_config: { '@type': type('formatter.cel.v3.Cel') } }],
      },
    },
  };
  const manager = type('filters.network.http_connection_manager.v3.HttpConnectionManager');
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'route-labels', namespace: 'istio-system' },
    spec: {
      workloadSelector: { labels: { istio: 'ingressgateway' } },
      configPatches: [
        {
          applyTo: 'NETWORK_FILTER',
          match: { context: 'GATEWAY', listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } } },
          patch: { operation: 'MERGE', value: { typed_config: { '@type': manager, access_log: [log] } } },
        },
      ],
    },
  };
}
