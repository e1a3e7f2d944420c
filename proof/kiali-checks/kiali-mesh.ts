import { namespaceOf } from '../../lib/istio/names';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { Manifest } from '../../lib/manifest/manifest';
import { stored } from '../../lib/mesh/gateway-api/objects';
import type { Mesh } from '../../lib/mesh/mesh';
import type { Workload } from '../../lib/mesh/workloads/workloads';

/** What Kiali reads of a cluster: from the API server, and from istiod's registry of services. */
export interface KialiMesh {
  readonly namespaces: readonly object[];
  readonly workloads: readonly object[];
  readonly services: readonly object[];
  readonly deployments: readonly object[];
  readonly pods: readonly object[];
  readonly registry: readonly object[];
  readonly accounts: readonly string[];
  readonly objects: readonly object[];
  /** Are proxies encrypted without a rule that asks for it? */
  readonly autoMtls: boolean;
  /** May hosts be called that the mesh does not know? */
  readonly allowAny: boolean;
}

const groups = ['networking.istio.io', 'security.istio.io', 'gateway.networking.k8s.io'];

/** The cluster that holds a mesh, with one Pod for each workload. */
export function kialiMeshOf(mesh: Mesh): KialiMesh {
  const workloads = mesh.workloads.all.filter(({ machine }) => machine === undefined);
  const objects = groups.flatMap((group) => mesh.objects.ofGroup(group)).map(asStored);
  const services = mesh.objects.ofKind('', 'Service').map(asStored);
  return {
    namespaces: namespacesOf(mesh, [...objects, ...services], workloads),
    workloads: workloads.map(({ kind, name, namespace, labels }) => ({ type: kind, name, namespace, labels })),
    services,
    deployments: mesh.objects.ofKind('apps', 'Deployment').map(asStored),
    pods: workloads.map((workload) => podOf(workload, mesh)),
    registry: [...services.map(serviceOf), ...objects.filter(({ kind }) => kind === 'ServiceEntry').flatMap(externalsOf)],
    accounts: [...new Set(workloads.map(({ namespace, serviceAccount }) => `cluster.local/ns/${namespace}/sa/${serviceAccount}`))],
    objects,
    autoMtls: mesh.config.autoMtls,
    allowAny: mesh.outboundTrafficPolicy === 'ALLOW_ANY',
  };
}

function asStored(manifest: Manifest): KubernetesObject {
  const object = stored(manifest).value as KubernetesObject;
  return { ...object, metadata: { ...object.metadata, namespace: namespaceOf(object) } };
}

/** Those that are declared, and those that objects are in: a cluster has them all. */
function namespacesOf(mesh: Mesh, objects: readonly KubernetesObject[], workloads: readonly Workload[]): readonly object[] {
  const inhabited = [...objects.map(namespaceOf), ...workloads.map(({ namespace }) => namespace)];
  return [...new Set([...mesh.namespaces.keys(), ...inhabited, mesh.rootNamespace])].map((name) => {
    const labels = mesh.namespaces.get(name)?.object.metadata.labels ?? {};
    return { name, labels: { 'kubernetes.io/metadata.name': name, ...labels }, isAmbient: labels['istio.io/dataplane-mode'] === 'ambient' };
  });
}

function podOf(workload: Workload, { injection }: Mesh): object {
  const { name, namespace, labels } = workload;
  const hasSidecar = injection.proxyOf(workload).kind === 'sidecar';
  const annotations = hasSidecar ? { 'sidecar.istio.io/status': '{"containers":["istio-proxy"]}' } : {};
  return { metadata: { name, namespace, labels, annotations } };
}

/** An entry of istiod's `/debug/registryz`. */
function serviceOf({ metadata, spec }: KubernetesObject): object {
  const { name, namespace, labels, annotations } = metadata;
  const { selector, type, externalName } = (spec ?? {}) as { selector?: object; type?: string; externalName?: string };
  const exportTo = annotations?.['networking.istio.io/exportTo']?.split(',').map((each) => each.trim());
  return {
    hostname: `${name}.${namespace}.svc.cluster.local`,
    Attributes: {
      ServiceRegistry: 'Kubernetes',
      Name: name,
      Namespace: namespace,
      Labels: labels,
      ExportTo: visibility(exportTo),
      ...(type === 'ExternalName' && externalName !== undefined ? {} : { LabelSelectors: selector }),
    },
  };
}

function externalsOf({ metadata, spec }: KubernetesObject): readonly object[] {
  const { hosts = [], exportTo } = (spec ?? {}) as { hosts?: string[]; exportTo?: string[] };
  return hosts.map((hostname) => ({
    hostname,
    Attributes: { ServiceRegistry: 'External', Name: hostname, Namespace: metadata.namespace, ExportTo: visibility(exportTo) },
  }));
}

function visibility(exportTo: readonly string[] | undefined): object | undefined {
  return exportTo && Object.fromEntries(exportTo.map((each) => [each, {}]));
}
