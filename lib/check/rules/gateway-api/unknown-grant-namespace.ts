import { kinds } from '../../../istio/kinds';
import { existingNamespaces } from '../../existing-namespaces';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownGrantNamespace = rule({
  code: 'KIA1601',
  name: 'unknown-grant-namespace',
  level: 'warning',
  kinds: [kinds.ReferenceGrant],
  closedWorld: true,
  check: ({ spec }, { mesh }) =>
    spec
      .at('from')
      .items.map((from) => from.at('namespace'))
      // A set without any Namespace leaves them to somebody else.
      .filter(({ text }) => mesh.namespaces.size > 0 && text !== '' && !existingNamespaces(mesh).has(text))
      .map((field) =>
        field.finding({
          message: `no namespace is called \`${field.text}\``,
          why: 'it grants nothing',
          fix: closestName(field.text, existingNamespaces(mesh)),
        }),
      ),
});
