import type { Labels } from '../../istio/labels';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { labelSelectorFits } from '../workloads/label-selector';

const group = 'admissionregistration.k8s.io';
const revisionLabel = 'istio.io/rev';

/** One webhook that injects sidecars. */
export interface Injector {
  /** `configuration/webhook`. */
  readonly name: string;
  readonly webhook: FieldReader;
}

/** The webhooks that may inject sidecars. */
export class InjectionWebhooks {
  /** Webhooks of Istio in every MutatingWebhookConfiguration. */
  readonly ofIstio: readonly FieldReader[];
  /** Everything that may inject sidecars. Source: Istio webhook `Analyzer`. */
  readonly injectors: readonly Injector[];
  /** The revisions that these speak of. */
  readonly revisions: ReadonlySet<string>;

  constructor(objects: Objects) {
    const injectors: Injector[] = [];
    const revisions = new Set<string>();
    const configurations = objects.ofKind(group, 'MutatingWebhookConfiguration');
    this.ofIstio = configurations.flatMap(webhooksOf).filter(isIstios);
    for (const manifest of configurations) {
      const webhooks = webhooksOf(manifest);
      const spoken = [manifest.object.metadata.labels?.[revisionLabel], ...webhooks.flatMap(revisionsOf)].filter(
        (one) => one !== undefined,
      );
      if (spoken.length === 0 && !webhooks.some(isIstios)) continue;
      for (const revision of spoken) revisions.add(revision);
      injectors.push(...webhooks.map((webhook) => ({ name: `${manifest.object.metadata.name}/${webhook.at('name').text}`, webhook })));
    }
    this.injectors = injectors;
    this.revisions = revisions;
  }
}

/** Does a webhook take pods with these labels in a namespace with those? */
export function takesPod(webhook: FieldReader, namespaceLabels: Labels, podLabels: Labels): boolean {
  return labelSelectorFits(webhook.at('namespaceSelector'), namespaceLabels) && labelSelectorFits(webhook.at('objectSelector'), podLabels);
}

function isIstios(webhook: FieldReader): boolean {
  return webhook.at('name').text.endsWith('istio.io');
}

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
