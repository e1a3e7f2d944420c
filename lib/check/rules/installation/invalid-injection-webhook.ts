import { kinds } from '../../../istio/kinds';
import { memo } from '../../../memo';
import { takesPod } from '../../../mesh/installation/webhooks';
import type { Mesh } from '../../../mesh/mesh';
import { injectionLabel, podInjectionLabel, revisionLabel } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';

export const invalidInjectionWebhook = rule({
  code: 'IST0139',
  name: 'invalid-injection-webhook',
  level: 'error',
  kinds: [kinds.MutatingWebhookConfiguration],
  closedWorld: true,
  check: ({ root, name }, { mesh }) =>
    root.at('webhooks').items.flatMap((webhook) => {
      const own = `${name}/${webhook.at('name').text}`;
      if (!mesh.injectionWebhooks.injectors.some((injector) => injector.name === own)) return [];
      const rivals = overlaps(mesh).get(own) ?? new Set<string>();
      const service = webhook.at('clientConfig', 'service');
      const missing =
        service.exists && !mesh.find('', 'Service', { namespace: service.at('namespace').text, name: service.at('name').text });
      return [
        ...(rivals.size > 0
          ? [
              webhook.at('name').finding({
                message: `\`${own}\` injects the same pods as ${[...rivals]
                  .sort()
                  .map((rival) => `\`${rival}\``)
                  .join(', ')}`,
                why: 'a pod may then be injected twice',
                fix: 'remove one of the installations, or make their selectors exclude each other',
              }),
            ]
          : []),
        ...(missing
          ? [
              service.at('name').finding({
                message: `\`${own}\` calls the Service \`${service.at('namespace').text}/${service.at('name').text}\`, which does not exist`,
                why: 'no pod is injected, or none starts, as `failurePolicy` says',
              }),
            ]
          : []),
      ];
    }),
});

const choices = (label: string, yes: string, no: string): Record<string, string>[] => [{}, { [label]: yes }, { [label]: no }];

/** Webhooks by those that take a pod they take too, over every way in which namespaces and pods can be labelled. */
const overlaps = memo((mesh: Mesh) => {
  const { injectors, revisions } = mesh.injectionWebhooks;
  const found = new Map<string, Set<string>>();
  for (const namespaceLabels of withRevisions(choices(injectionLabel, 'enabled', 'disabled'), revisions)) {
    for (const podLabels of withRevisions(choices(podInjectionLabel, 'true', 'false'), revisions)) {
      const taking = injectors.filter(({ webhook }) => takesPod(webhook, namespaceLabels, podLabels));
      const names = new Set(taking.map(({ name }) => name));
      for (const name of names.size > 1 ? names : []) {
        const rivals = found.get(name) ?? new Set<string>();
        for (const other of names) if (other !== name) rivals.add(other);
        found.set(name, rivals);
      }
    }
  }
  return found;
});

function withRevisions(base: Record<string, string>[], revisions: ReadonlySet<string>): Record<string, string>[] {
  return [...base, ...[...revisions].flatMap((revision) => base.map((labels) => ({ ...labels, [revisionLabel]: revision })))];
}
