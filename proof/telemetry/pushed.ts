import type { EnvoyGateway } from '../gateway/envoy-gateway';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { until } from '../until';
import { routeLabels } from './route-labels';

/**
 * What istiod makes of the mesh's Telemetry for the gateway: the labels that `routeTags` adds, and the filter of the access
 * log. The bench's Envoy is not Istio's own build, refuses the filter that counts, and goes on with what it had.
 */
export async function provePushed(plane: Plane, gateway: EnvoyGateway, results: Results): Promise<void> {
  const stats = (dump: unknown) => find(dump, ({ name }) => name === 'istio.stats');
  const dump = await until('istiod sends the gateway what counts requests', async () => {
    const pushed = await configDump(plane, gateway);
    return stats(pushed) && pushed;
  });
  const counting = JSON.stringify(stats(dump));
  const missing = Object.entries(routeLabels).filter(([label, value]) => !counting.includes(`"${label}":${JSON.stringify(value)}`));
  results.add(
    'istiod has the gateway count by virtual service and route',
    missing.length > 0 ? `${missing.join()} is not in ${counting}` : undefined,
  );
  const expression = 'response.code >= 500';
  const log = find(dump, ({ name, filter }) => name === 'envoy.access_loggers.file' && JSON.stringify(filter ?? '').includes(expression));
  results.add('istiod has the gateway log what fails, and only that', log ? undefined : 'no access log of the gateway has the filter');
}

async function configDump(plane: Plane, gateway: EnvoyGateway): Promise<unknown> {
  const { status, body } = await plane.istiod.debug.send({
    host: 'istiod',
    path: `/debug/config_dump?proxyID=${gateway.name}.istio-system`,
  });
  return status === 200 ? JSON.parse(body) : undefined;
}

/** The first object, however deep, that passes. */
function find(value: unknown, passes: (object: Record<string, unknown>) => boolean): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && passes(value as Record<string, unknown>)) return value as Record<string, unknown>;
  for (const child of Object.values(value)) {
    const found = find(child, passes);
    if (found) return found;
  }
  return undefined;
}
