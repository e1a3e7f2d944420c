import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';

export const servicePortInPolicy = rule({
  code: 'MESH033',
  name: 'service-port-in-policy',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy, kinds.PeerAuthentication],
  check({ spec, namespace }, { mesh }) {
    const selector = spec.at('selector', 'matchLabels').labels ?? {};
    const pods = mesh.workloads.select(namespace, selector);
    if (pods.length === 0) return [];
    return portsOf(spec).flatMap(({ field, port }) => {
      const target = containerPortOf(mesh, pods, port);
      if (target === undefined) return [];
      return field.finding({
        message: `\`${port}\` is the port of a Service; its pods take those connections on \`${target}\``,
        why: 'policies compare the port of the container, so this never holds, and an ALLOW policy then denies everything',
        fix: `${target}`,
      });
    });
  },
});

interface PolicyPort {
  readonly field: FieldReader;
  readonly port: number;
}

function portsOf(spec: FieldReader): PolicyPort[] {
  const operations = spec.at('rules').items.flatMap((rule) => rule.at('to').items.map((to) => to.at('operation')));
  const listed = operations.flatMap((operation) => [...operation.at('ports').items, ...operation.at('notPorts').items]);
  const levels = spec.at('portLevelMtls').entries;
  return [
    ...listed.map((field) => ({ field, port: Number(field.text) })),
    ...levels.map(([port, field]) => ({ field, port: Number(port) })),
  ];
}

/** The container port that a Service maps the number to, where no container of the pods has the number itself. */
function containerPortOf(mesh: Mesh, pods: readonly Workload[], port: number): number | string | undefined {
  if (pods.some(({ containerPorts }) => containerPorts.includes(port))) return undefined;
  const services = mesh.services.all.filter(({ registry, selector }) => registry === 'kubernetes' && selector !== undefined);
  for (const { namespace, selector = {}, ports } of services) {
    const mapped = ports.find(({ number, targetPort }) => number === port && targetPort !== port);
    if (mapped && mesh.workloads.select(namespace, selector).some((pod) => pods.includes(pod))) return mapped.targetPort;
  }
  return undefined;
}
