import { kinds } from '../../../istio/kinds';
import { existingNamespaces } from '../../existing-namespaces';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownSourceNamespace = rule({
  code: 'IST0101',
  name: 'unknown-source-namespace',
  level: 'error',
  kinds: [kinds.AuthorizationPolicy],
  closedWorld: true,
  check: ({ spec }, { mesh }) =>
    spec
      .at('rules')
      .items.flatMap((rule) => rule.at('from').items.map((from) => from.at('source')))
      .flatMap((source) => [...source.at('namespaces').items, ...source.at('notNamespaces').items])
      .filter(({ text }) => text !== '*' && ![...existingNamespaces(mesh)].some((name) => namespaceFits(text, name)))
      .map((field) =>
        field.finding({
          message: `no namespace is called \`${field.text}\``,
          why: 'this source never calls, so the rule says nothing about it',
          fix: closestName(field.text, existingNamespaces(mesh)),
        }),
      ),
});

/** A `*` at either end stands for any text. Source: Istio `namespaceMatch`. */
export function namespaceFits(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return name.toLowerCase() === pattern.toLowerCase();
}
