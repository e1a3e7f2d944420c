import { fits } from '../../../../istio/labels';
import { FieldReader } from '../../../../manifest/field';
import { memo } from '../../../../memo';
import type { Mesh } from '../../../../mesh/mesh';
import type { Subject } from '../../../subject';

/** A Service as far as the ports of its pods go. */
interface ServiceOfPods {
  /** `namespace/name`. */
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort: string; readonly protocol: string }[];
}

/**
 * The Services that send requests to the pods of a Deployment with a sidecar. None for waypoints, whose Services Istio
 * makes itself. Source: Istio deployment `ServiceAssociationAnalyzer`.
 */
export function servicesOfDeployment(mesh: Mesh, { object, namespace, labels }: Subject): readonly ServiceOfPods[] {
  const workload = workloadsByName(mesh).get(`${namespace}/${object.metadata.name}`);
  if (!workload || labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller' || !mesh.injection.hasSidecar(workload)) return [];
  const candidates = servicesByLabel(mesh);
  const keys = Object.entries(workload.labels).map(([key, value]) => `${namespace} ${key}=${value}`);
  return keys.flatMap((key) => candidates.get(key) ?? []).filter(({ selector }) => fits(selector, workload.labels));
}

const workloadsByName = memo(
  (mesh: Mesh) =>
    new Map(
      mesh.workloads.all
        .filter(({ kind }) => kind === 'Deployment')
        .map((workload) => [`${workload.namespace}/${workload.name}`, workload]),
    ),
);

/** Services by one label of their selector, which every pod of theirs carries. */
const servicesByLabel = memo((mesh: Mesh) => {
  const byLabel = new Map<string, ServiceOfPods[]>();
  for (const { registry, manifest, namespace, name, selector } of mesh.services.all) {
    const [first] = Object.entries(selector ?? {});
    if (registry !== 'kubernetes' || !selector || !first) continue;
    const ports = new FieldReader(manifest.object).at('spec', 'ports').items.map(portOf);
    const key = `${namespace} ${first[0]}=${first[1]}`;
    const bucket = byLabel.get(key);
    const service = { name: `${namespace}/${name}`, selector, ports };
    if (bucket) bucket.push(service);
    else byLabel.set(key, [service]);
  }
  return byLabel;
});

function portOf(field: FieldReader): ServiceOfPods['ports'][number] {
  const port = field.at('port').number ?? 0;
  const target = field.at('targetPort');
  return { port, targetPort: String(target.number || target.text || port), protocol: field.at('protocol').text || 'TCP' };
}
