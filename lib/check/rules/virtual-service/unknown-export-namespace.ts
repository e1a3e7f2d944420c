import { kinds } from '../../../istio/kinds';
import { existingNamespaces } from '../../existing-namespaces';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownExportNamespace = rule({
  code: 'KIA0005',
  name: 'unknown-export-namespace',
  level: 'warning',
  kinds: [kinds.VirtualService, kinds.DestinationRule, kinds.ServiceEntry],
  closedWorld: true,
  check: ({ spec }, { mesh }) =>
    // A set without any Namespace leaves them to somebody else.
    spec
      .at('exportTo')
      .items.filter(({ text }) => mesh.namespaces.size > 0 && !['', '.', '*', '~'].includes(text) && !existingNamespaces(mesh).has(text))
      .map((field) =>
        field.finding({
          message: `no namespace is called \`${field.text}\``,
          why: 'no proxy there sees this object',
          fix: closestName(field.text, existingNamespaces(mesh)),
        }),
      ),
});
