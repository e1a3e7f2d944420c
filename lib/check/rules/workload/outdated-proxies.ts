import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { namespaceOf } from '../../../istio/names';
import { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { injectionLabel, proxyContainer, revisionLabel } from '../../../mesh/workloads/injection';
import { podOf } from '../../../mesh/workloads/pods';
import { annotatedConfig } from '../../../mesh/workloads/proxy-config';
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
    const outdated = mesh.workloads.writtenIn(name).filter((pod) => isOutdated(pod, image, mesh));
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

/**
 * The variant of the image that is asked for: by the mesh, the root namespace, the namespace, the pod's annotation, a
 * ProxyConfig that selects the pod; the last that says something. Source: Istio `EffectiveProxyConfig`.
 */
function imageType(pod: Workload, mesh: Mesh): string {
  const configs = mesh.ofKind('networking.istio.io', 'ProxyConfig').map(({ object }) => ({
    namespace: namespaceOf(object),
    selector: new FieldReader(object).at('spec', 'selector', 'matchLabels').labels,
    type: new FieldReader(object).at('spec', 'image', 'imageType').text,
  }));
  const wide = (namespace: string) =>
    configs.filter((config) => config.namespace === namespace && !config.selector).map(({ type }) => type);
  const own = configs.filter((config) => config.namespace === pod.namespace && config.selector && fits(config.selector, pod.labels));
  const inOrder = [
    mesh.config.fields.at('defaultConfig', 'image', 'imageType').text,
    ...wide(mesh.rootNamespace),
    ...wide(pod.namespace),
    annotatedConfig(pod).at('image', 'imageType').text,
    ...own.map(({ type }) => type),
  ];
  return inOrder.findLast((type) => type !== '') ?? '';
}
