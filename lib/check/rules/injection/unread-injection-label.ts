import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { injectionLabel, podInjectionLabel } from '../../../mesh/workloads/injection';
import { podTemplateOf } from '../../../mesh/workloads/pod-makers';
import { workloadKinds } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const unreadInjectionLabel = rule({
  code: 'MESH052',
  name: 'unread-injection-label',
  level: 'warning',
  kinds: [kinds.Namespace, kinds.Pod, ...workloadKinds],
  check: (subject, { mesh }) =>
    subject.object.kind === 'Namespace' ? ofNamespace(subject) : ofPods(subject, mesh).filter((found) => found !== undefined),
});

function ofNamespace({ root }: Subject) {
  const label = root.at('metadata', 'labels', injectionLabel);
  if (!label.exists || label.text === 'enabled' || label.text === 'disabled') return [];
  return [
    label.finding({
      message: `\`${injectionLabel}: ${label.text}\` is neither \`enabled\` nor \`disabled\``,
      why: 'no webhook takes its pods, so none gets a sidecar, whatever their own labels say',
      fix: /^(true|on|yes|enable)/i.test(label.text) ? 'enabled' : 'disabled',
    }),
  ];
}

function ofPods(subject: Subject, mesh: Mesh) {
  const pod = podTemplateOf(subject.object);
  const label = pod.at('metadata', 'labels', podInjectionLabel);
  const own = subject.root.at('metadata', 'labels', podInjectionLabel);
  const annotation = pod.at('metadata', 'annotations', podInjectionLabel);
  const isMisplaced = subject.object.kind !== 'Pod' && own.exists && !label.exists;
  return [
    isBoolean(label) ? undefined : notBoolean(label),
    isMisplaced
      ? own.finding({
          message: `\`${podInjectionLabel}\` is on the ${subject.object.kind}, and its pods do not carry it`,
          why: 'webhooks read the labels of pods',
          fix: 'move it to `spec.template.metadata.labels`',
        })
      : undefined,
    !label.exists && annotation.text === 'true' && !isInjected(subject, mesh)
      ? annotation.finding({
          message: `the annotation \`${podInjectionLabel}\` asks for a sidecar, and the pods get none`,
          why: 'in a namespace that asks for none, webhooks take pods with the label of that name, and read no annotation',
          fix: `labels: { ${podInjectionLabel}: "true" }`,
        })
      : undefined,
  ];
}

function isBoolean(label: FieldReader): boolean {
  return !label.exists || label.text === '' || label.text === 'true' || label.text === 'false';
}

function notBoolean(label: FieldReader) {
  return label.finding({
    message: `\`${podInjectionLabel}: ${label.text}\` is neither \`true\` nor \`false\``,
    why: 'the injector takes it for no answer, and does what it does to pods that say nothing',
    fix: /^(on|y|yes|true|enabled?)$/i.test(label.text) ? '"true"' : '"false"',
  });
}

function isInjected({ namespace, name, object }: Subject, mesh: Mesh): boolean {
  const own = mesh.workloads.all.find((each) => each.kind === object.kind && each.namespace === namespace && each.name === name);
  return own !== undefined && mesh.injection.proxyOf(own).kind !== 'none';
}
