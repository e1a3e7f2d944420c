import { kinds } from '../../../istio/kinds';
import type { Mesh } from '../../../mesh/mesh';
import { podOf } from '../../../mesh/workloads/pods';
import { isRelabelled } from '../../../mesh/workloads/relabelled';
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
    const selected = mesh.workloads.select(namespace, selector).filter(({ machine, manifest }) => !machine && !isRelabelled(manifest));
    const pods = selected.filter(({ containerPorts }) => containerPorts.length > 0);
    const known = [...new Set(pods.flatMap(({ containerPorts }) => containerPorts))].filter((port) => port > 0);
    return spec.at('ports').items.flatMap((port) => {
      const target = port.at('targetPort').exists ? port.at('targetPort') : port.at('port');
      // Pods that declare no ports may listen on any number, and have no name.
      const asked = target.number === undefined ? selected : pods;
      if (asked.length === 0) return [];
      const isThere = asked.some(({ containerPorts, namedPorts }) =>
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

/** Envoy opens the ports of the Gateways that select a pod, a program those it is started with, whatever its containers declare. */
function opensPort(mesh: Mesh, pod: Workload, port: number): boolean {
  return isGivenTo(pod, port) || mesh.gateways.selecting(pod).some(({ servers }) => servers.some((server) => server.port.number === port));
}

/** Is the port in the program's arguments or environment, or probed? */
function isGivenTo(pod: Workload, port: number): boolean {
  const number = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  return podOf(pod)
    .at('spec', 'containers')
    .items.some((container) => {
      const env = container.at('env').items.map((variable) => variable.at('value').text);
      const probed = probes.flatMap((probe) => handlers.map((handler) => container.at(probe, handler, 'port').number));
      return (
        probed.includes(port) || [...container.at('command').texts, ...container.at('args').texts, ...env].some((text) => number.test(text))
      );
    });
}

const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const handlers = ['httpGet', 'tcpSocket', 'grpc'];
