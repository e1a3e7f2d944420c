import { normalize, sep } from 'node:path';
import type { Manifest } from './manifest';

/** Kinds of which a cluster has one of each name. Source: the resources of Kubernetes and of the projects named here that are not namespaced. */
const clusterWide: ReadonlySet<string> = new Set([
  ...'Namespace Node PersistentVolume ComponentStatus ClusterRole ClusterRoleBinding CustomResourceDefinition APIService'.split(' '),
  ...'MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding'.split(' '),
  ...'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding CertificateSigningRequest ClusterTrustBundle IngressClass RuntimeClass'.split(
    ' ',
  ),
  ...'FlowSchema PriorityLevelConfiguration PriorityClass StorageClass CSIDriver CSINode VolumeAttachment VolumeAttributesClass'.split(' '),
  ...'IPAddress ServiceCIDR DeviceClass ResourceSlice GatewayClass ClusterIssuer ClusterSecretStore ClusterExternalSecret'.split(' '),
  ...'ClusterAnalysisTemplate ClusterPolicy ClusterIstio IstioCNI ZTunnel Istio IstioRevision IstioRevisionTag'.split(' '),
]);

/** Where objects go that name no namespace: one for all, or one for a folder and all in it. The most exact path wins. */
export type NamespaceOf = (file: string | undefined) => string | undefined;

/**
 * Reads `NAME` and `PATH=NAME`.
 *
 * @throws RangeError for a name that is none
 */
export function namespaceOf(options: readonly string[]): NamespaceOf {
  const rules = options.map((option) => {
    const at = option.lastIndexOf('=');
    const name = option.slice(at + 1);
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) throw new RangeError(name);
    return { path: at < 0 ? '' : normalize(option.slice(0, at)).replace(/[\\/]$/, ''), name };
  });
  const fromExact = rules.sort((one, other) => other.path.length - one.path.length);
  return (file) => fromExact.find(({ path }) => path === '' || isIn(file, path))?.name;
}

function isIn(file: string | undefined, folder: string): boolean {
  if (file === undefined) return false;
  const path = normalize(file);
  return folder === '.' ? !path.startsWith('..') : path === folder || path.startsWith(`${folder}${sep}`);
}

/** The same manifest in a namespace, when it names none and its kind has one: as `kubectl apply -n` has it. */
export function inNamespace(manifest: Manifest, namespace: string | undefined): Manifest {
  const { object } = manifest;
  if (namespace === undefined || object.metadata.namespace || clusterWide.has(object.kind)) return manifest;
  return { ...manifest, object: { ...object, metadata: { ...object.metadata, namespace } } };
}
