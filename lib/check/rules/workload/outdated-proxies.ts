import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { injectionLabel, proxyContainer, revisionLabel } from '../../../mesh/workloads/injection';
import { podOf } from '../../../mesh/workloads/pods';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';

export const outdatedProxies = rule({
  code: 'IST0158',
  name: 'outdated-proxies',
  level: 'warning',
  kinds: [kinds.Namespace],
  check({ labels, name, nameField }, { mesh }) {
    const revision = labels[revisionLabel] ?? (labels[injectionLabel] === 'enabled' ? 'default' : undefined);
    const image = revision === undefined ? undefined : mesh.injectors.of(revision)?.image;
    if (image === undefined) return [];
    const outdated = mesh.workloads.inNamespace(name).filter((pod) => isOutdated(pod, image, mesh));
    if (outdated.length === 0) return [];
    return [
      nameField.finding({
        message: `pods run another sidecar than the injector would give them now: ${outdated.map((pod) => `\`${pod.name}\``).join(', ')}`,
        why: `they were made before an upgrade; a new pod would get \`${image}\``,
        fix: `kubectl rollout restart deployment -n ${name}`,
      }),
    ];
  },
});

/** Only a Pod that runs has the image it was given. Source: Istio injection `ImageAnalyzer`. */
function isOutdated(pod: Workload, image: string, mesh: Mesh): boolean {
  const template = podOf(pod);
  if (pod.kind !== 'Pod' || template.at('metadata', 'annotations', 'sidecar.istio.io/proxyImage').exists) return false;
  const running = proxyContainer(template)?.at('image').text ?? '';
  return running !== '' && running !== image && running !== `${image}-${imageType(pod, mesh)}`;
}

/** The variant of the image that is asked for: by the pod's own ProxyConfig, its namespace's, the mesh's. */
function imageType(pod: Workload, mesh: Mesh): string {
  let type = mesh.config.fields.at('defaultConfig', 'image', 'imageType').text;
  for (const { object } of mesh.ofKind('networking.istio.io', 'ProxyConfig')) {
    const spec = new FieldReader(object).at('spec');
    const namespace = object.metadata.namespace ?? 'default';
    const selector = spec.at('selector', 'matchLabels').labels ?? {};
    const fits = Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
    if (fits && (namespace === pod.namespace || namespace === mesh.rootNamespace)) type = spec.at('image', 'imageType').text || type;
  }
  return type;
}
