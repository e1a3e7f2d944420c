import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { Mesh } from '../mesh';
import { revisionLabel } from '../workloads/injection';

const group = 'admissionregistration.k8s.io';

/** Webhooks of Istio in every MutatingWebhookConfiguration of the set. */
export const istioWebhooks = memo((mesh: Mesh): readonly FieldReader[] =>
  mesh
    .ofKind(group, 'MutatingWebhookConfiguration')
    .flatMap(webhooksOf)
    .filter((webhook) => webhook.at('name').text.endsWith('istio.io')),
);

/** One webhook that injects sidecars. */
export interface Injector {
  /** `configuration/webhook`. */
  readonly name: string;
  readonly webhook: FieldReader;
}

/** Everything that may inject sidecars, and the revisions that are spoken of. Source: Istio webhook `Analyzer`. */
export const injectorsOf = memo((mesh: Mesh) => {
  const injectors: Injector[] = [];
  const revisions = new Set<string>();
  for (const manifest of mesh.ofKind(group, 'MutatingWebhookConfiguration')) {
    const webhooks = webhooksOf(manifest);
    const spoken = [manifest.object.metadata.labels?.[revisionLabel], ...webhooks.flatMap(revisionsOf)].filter((one) => one !== undefined);
    if (spoken.length === 0 && !webhooks.some((webhook) => webhook.at('name').text.endsWith('istio.io'))) continue;
    for (const revision of spoken) revisions.add(revision);
    injectors.push(...webhooks.map((webhook) => ({ name: `${manifest.object.metadata.name}/${webhook.at('name').text}`, webhook })));
  }
  return { injectors, revisions };
});

function webhooksOf({ object }: Manifest): readonly FieldReader[] {
  return new FieldReader(object).at('webhooks').items;
}

function revisionsOf(webhook: FieldReader): string[] {
  return ['namespaceSelector', 'objectSelector'].flatMap((name) => {
    const selector = webhook.at(name);
    const expressions = selector.at('matchExpressions').items.filter((expression) => expression.at('key').text === revisionLabel);
    const label = selector.at('matchLabels', revisionLabel);
    return [...(label.exists ? [label.text] : []), ...expressions.flatMap((expression) => expression.at('values').texts)];
  });
}
