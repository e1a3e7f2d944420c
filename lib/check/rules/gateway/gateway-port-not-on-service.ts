import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { formatSelector } from '../../../mesh/workloads/pods';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';

export const gatewayPortNotOnService = rule({
  code: 'IST0162',
  name: 'gateway-port-not-on-service',
  level: 'warning',
  kinds: [kinds.Gateway],
  closedWorld: true,
  check({ spec }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    const pods = mesh.pods.select(selector);
    if (pods.length === 0) return [];
    const ports = new Set(pods.flatMap((pod) => reachablePorts(mesh, pod)));
    return spec
      .at('servers')
      .items.map((server) => server.at('port', 'number'))
      .filter((port) => port.number !== undefined && !ports.has(port.number))
      .map((port) =>
        port.finding({
          message: `no Service of the gateway pods (${formatSelector(selector)}) has port \`${port.number}\``,
          why: `the proxy listens there, but no client gets to it; the Services have ${[...ports].sort((a, b) => a - b).join(', ') || 'no port'}`,
          fix: 'add the port to the Service of the gateway, or use one of those it has',
        }),
      );
  },
});

/** Ports under which the Services of a Pod reach it: the Pod's own, and those that are mapped to a numbered one. */
function reachablePorts(mesh: Mesh, pod: Workload): number[] {
  const services = servicesByNamespace(mesh).get(pod.namespace) ?? [];
  return services.filter(({ selector }) => fits(selector, pod.labels)).flatMap(({ ports }) => ports);
}

/** Source: Istio `IngressGatewayPortAnalyzer`. A Service without a selector counts for every Pod there. */
const servicesByNamespace = memo((mesh: Mesh) => {
  const byNamespace = new Map<string, { readonly selector: Readonly<Record<string, string>>; readonly ports: number[] }[]>();
  for (const { registry, manifest, namespace, selector = {} } of mesh.services.all) {
    if (registry !== 'kubernetes') continue;
    const ports = new FieldReader(manifest.object).at('spec', 'ports').items.flatMap(portNumbers);
    const bucket = byNamespace.get(namespace);
    if (bucket) bucket.push({ selector, ports });
    else byNamespace.set(namespace, [{ selector, ports }]);
  }
  return byNamespace;
});

function portNumbers(port: FieldReader): number[] {
  if ((port.at('protocol').text || 'TCP') !== 'TCP') return [];
  const number = port.at('port').number ?? 0;
  const target = port.at('targetPort');
  if (!target.exists) return [number];
  // A named target port is found by its number in the Pod, which the name alone does not tell.
  const asNumber = target.number ?? Number.parseInt(target.text, 10);
  return Number.isNaN(asNumber) || asNumber === 0 ? [number] : [asNumber, number];
}
