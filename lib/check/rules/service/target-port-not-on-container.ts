import { kinds } from '../../../istio/kinds';
import type { Mesh } from '../../../mesh/mesh';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';

export const targetPortNotOnContainer = rule({
  code: 'KIA0701',
  name: 'target-port-not-on-container',
  level: 'warning',
  kinds: [kinds.Service],
  check({ spec, namespace }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    if (Object.keys(selector).length === 0) return [];
    const pods = mesh.workloads.select(namespace, selector).filter(({ containerPorts }) => containerPorts.length > 0);
    if (pods.length === 0) return [];
    const known = [...new Set(pods.flatMap(({ containerPorts }) => containerPorts))].filter((port) => port > 0);
    return spec.at('ports').items.flatMap((port) => {
      const target = port.at('targetPort').exists ? port.at('targetPort') : port.at('port');
      const isThere = pods.some(({ containerPorts, namedPorts }) =>
        target.number === undefined ? namedPorts.has(target.text) : containerPorts.includes(target.number),
      );
      const opened = target.number !== undefined && pods.some((pod) => opensPort(mesh, pod, target.number ?? 0));
      if (isThere || opened) return [];
      return target.finding({
        message: `no container of its pods has the port \`${target.number ?? target.text}\``,
        why:
          typeof target.value === 'string'
            ? 'a name that no pod has leads nowhere: the port has no endpoints'
            : 'if nothing listens there, connections are refused and requests answer 503',
        fix: known.length > 0 ? `targetPort: ${known.join(' or ')}` : undefined,
      });
    });
  },
});

/** Envoy opens the ports of the Gateways that select a pod, whatever its containers declare. */
function opensPort(mesh: Mesh, pod: Workload, port: number): boolean {
  return mesh.gateways.selecting(pod).some(({ servers }) => servers.some((server) => server.port.number === port));
}
