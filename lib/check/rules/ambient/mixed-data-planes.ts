import { kinds } from '../../../istio/kinds';
import { dataplaneModeLabel, podInjectionLabel, proxyContainer } from '../../../mesh/workloads/injection';
import { podTemplateOf } from '../../../mesh/workloads/pod-makers';
import { rule } from '../../rule';

export const mixedDataPlanes = rule({
  code: 'KIA1311',
  name: 'mixed-data-planes',
  level: 'warning',
  kinds: [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet, kinds.Pod],
  check({ object, namespace }, { mesh }) {
    const pod = podTemplateOf(object);
    const labels = pod.at('metadata', 'labels');
    const sidecar = labels.at(podInjectionLabel).text === 'true' ? labels.at(podInjectionLabel) : proxyContainer(pod)?.at('name');
    const mode = labels.at(dataplaneModeLabel).text;
    // A gateway brings its proxy along and is no member of the ambient mesh.
    const isGateway = pod.at('metadata', 'annotations', 'inject.istio.io/templates').text.includes('gateway');
    if (!sidecar || isGateway || mode === 'none' || (mode !== 'ambient' && !mesh.injection.isAmbient(namespace))) return [];
    return [
      sidecar.finding({
        message: `these pods get a sidecar, and ${mode === 'ambient' ? 'their label' : `the namespace \`${namespace}\``} puts them into the ambient mesh`,
        why: 'a pod is in one of the two: the sidecar wins, and policies for the ambient mesh do nothing here',
        fix: `labels: { ${dataplaneModeLabel}: none }`,
      }),
    ];
  },
});
