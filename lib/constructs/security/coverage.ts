import { ConstructError } from '../../errors';
import { type PodTemplate, selects } from '../workload/pod-templates';
import type { Edges } from './edges';
import type { Identity } from './identity';

/** @throws ConstructError `UncoveredWorkload` for pods of a secured namespace that are no member's */
export function checkCovered({ templates, microservices, ownGateways }: Edges, namespaces: ReadonlySet<string>): void {
  const members: readonly Identity[] = [...microservices, ...ownGateways];
  const isCovered = ({ namespace, labels }: PodTemplate) =>
    members.some((member) => member.namespace === namespace && selects(member.labels, labels));
  const stray = templates.find((template) => namespaces.has(template.namespace ?? '') && !isCovered(template));
  if (stray) throw uncovered(stray);
}

function uncovered({ object, namespace, labels, serviceAccountName }: PodTemplate): ConstructError {
  const [label] = Object.entries(labels);
  const shown = label ? `'${label[0]}': '${label[1]}'` : "app: '…'";
  return new ConstructError(
    'UncoveredWorkload',
    `nothing covers the pods of ${object.kind} \`${object.name}\` in the secured namespace \`${namespace}\``,
    {
      construct: object.node.path,
      why: 'all that is not declared is denied there: no service could call it, and it could call none',
      fix: `Workload.existing(this, '${object.name}', { labels: { ${shown} }, serviceAccountName: '${serviceAccountName}' })`,
    },
  );
}
