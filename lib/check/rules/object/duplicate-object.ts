import { qualifiedName } from '../../../istio/names';
import { groupOf, type KubernetesObject } from '../../../istio/objects';
import { rule } from '../../rule';

export const duplicateObject = rule({
  code: 'MESH019',
  name: 'duplicate-object',
  level: 'warning',
  kinds: ['*'],
  evenIfOverridden: true,
  check({ manifest, object, nameField }, { mesh }) {
    if (groupOf(object) === forIstioctl) return [];
    const last = mesh.objects.duplicatesOf(manifest).at(-1);
    if (!last || last.object === object) return [];
    const place = last.source.position(['metadata', 'name']);
    return [
      nameField.finding({
        message: `${object.kind} \`${nameOf(object)}\` is declared again${place ? ` at ${place.file}:${place.line}` : ''}`,
        why: 'when the files are applied, the last one wins: this one is lost, or the two overwrite each other at every apply',
        fix: 'remove one of them, or keep them in folders that are applied one at a time',
      }),
    ];
  },
});

/** Not for a cluster: several files are several ways to install Istio, and most name nothing. */
const forIstioctl = 'install.istio.io';

/** Kinds that belong to the whole cluster have no namespace. */
const clusterWide =
  /^(Namespace|Node|CustomResourceDefinition|GatewayClass|ClusterIssuer|PersistentVolume|StorageClass|IngressClass|PriorityClass|RuntimeClass|APIService)$|^Cluster(Role|RoleBinding)$|WebhookConfiguration$/;

function nameOf(object: KubernetesObject): string {
  return clusterWide.test(object.kind) ? object.metadata.name : qualifiedName(object);
}
