import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { podTemplateOf } from '../../../mesh/workloads/pod-makers';
import { podOf } from '../../../mesh/workloads/pods';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';

const annotation = 'sidecar.istio.io/rewriteAppHTTPProbers';
const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

export const probeUnderStrict = rule({
  code: 'MESH050',
  name: 'probe-under-strict',
  level: 'warning',
  kinds: [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet, kinds.Pod],
  check({ manifest, namespace }, { mesh }) {
    const pod = podTemplateOf(manifest.object);
    if (pod.at('metadata', 'annotations', annotation).text !== 'false') return [];
    const workload = mesh.workloads.inNamespace(namespace).find((each) => each.manifest.object === manifest.object);
    if (!workload || mesh.injection.proxyOf(workload).kind !== 'sidecar') return [];
    return probesOf(podOf(workload)).flatMap(({ probe, port, paths }) => {
      const number = numberOf(workload, port);
      const mode = number === undefined ? undefined : strictAt(mesh, workload, number);
      if (!mode) return [];
      return {
        path: [...pod.path, ...paths],
        message: `the kubelet calls port \`${number}\` in plain text, and mutual TLS is STRICT there${mode}`,
        why: `\`${annotation}: "false"\` keeps the proxy from answering the ${probe} in its place, so the probe fails and the pod never gets ready`,
        fix: `remove the annotation \`${annotation}\``,
      };
    });
  },
});

interface HttpProbe {
  readonly probe: string;
  readonly port: FieldReader;
  /** Where it is written, below the template. */
  readonly paths: readonly (string | number)[];
}

/** Probes by HTTP and gRPC: a TCP probe asks for a connection alone, which the proxy takes. */
function probesOf(pod: FieldReader): HttpProbe[] {
  return pod.at('spec', 'containers').items.flatMap((container, index) =>
    probes.flatMap((probe) =>
      ['httpGet', 'grpc'].flatMap((by) => {
        const port = container.at(probe, by, 'port');
        return port.exists ? [{ probe, port, paths: ['spec', 'containers', index, probe, by] }] : [];
      }),
    ),
  );
}

function numberOf({ namedPorts }: Workload, port: FieldReader): number | undefined {
  return port.number ?? namedPorts.get(port.text);
}

/** By which PeerAuthentication, in parentheses; undefined where plain text is accepted. */
function strictAt(mesh: Mesh, workload: Workload, port: number): string | undefined {
  const { mode, by } = mesh.peerAuthentications.modeOf(workload, port);
  if (mode !== 'STRICT') return undefined;
  return by ? ` (PeerAuthentication \`${by.object.metadata.namespace ?? 'default'}/${by.object.metadata.name}\`)` : '';
}
