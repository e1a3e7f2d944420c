import { kinds } from '../../../istio/kinds';
import { namespaceOf, qualifiedName } from '../../../istio/names';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { Visibility } from '../../../mesh/visibility';
import { rule } from '../../rule';

export const serviceEntryProtocolConflict = rule({
  code: 'IST0177',
  name: 'service-entry-protocol-conflict',
  level: 'warning',
  kinds: [kinds.ServiceEntry],
  check(subject, { mesh }) {
    const found = conflicts(mesh).get(subject.qualifiedName);
    if (!found) return [];
    const port = subject.spec.at('ports').items.find((entry) => entry.at('number').number === found.port);
    return [
      (port?.at('protocol').exists ? port.at('protocol') : subject.nameField).finding({
        message: `\`${found.host}\` port ${found.port} is declared as ${[...found.protocols].join(' and ')}: in ${[...found.names].map((name) => `\`${name}\``).join(', ')}`,
        why: 'a proxy takes a host and port for one protocol only; which of them is a matter of age',
        fix: 'use one protocol, or different ports',
      }),
    ];
  },
});

interface Conflict {
  readonly host: string;
  readonly port: number;
  readonly protocols: Set<string>;
  readonly names: Set<string>;
}

/** Host and port with more than one protocol within what one audience sees. Source: Istio `ConflictingServiceEntryProtocolAnalyzer`. */
const conflicts = memo((mesh: Mesh) => {
  const byPlace = new Map<string, { scope: string; entry: Conflict }>();
  for (const { object } of mesh.ofKind('networking.istio.io', 'ServiceEntry')) {
    const spec = new FieldReader(object).at('spec');
    const visibility = new Visibility(spec.at('exportTo').texts, namespaceOf(object));
    for (const scope of visibility.isPublic ? ['*'] : visibility.namespaces) {
      for (const host of spec.at('hosts').texts) {
        for (const port of spec.at('ports').items) note(byPlace, { scope, host, port, name: qualifiedName(object) });
      }
    }
  }
  const found = new Map<string, Conflict>();
  for (const { scope, entry } of byPlace.values()) {
    const everybody = scope === '*' ? undefined : byPlace.get(placeKey('*', entry.host, entry.port))?.entry;
    const protocols = new Set([...entry.protocols, ...(everybody?.protocols ?? [])]);
    if (protocols.size < 2) continue;
    const names = new Set([...entry.names, ...(everybody?.names ?? [])]);
    for (const name of names) if (!found.has(name)) found.set(name, { ...entry, protocols, names });
  }
  return found;
});

const placeKey = (scope: string, host: string, port: number): string => `${scope} ${host} ${port}`;

interface Declaration {
  readonly scope: string;
  readonly host: string;
  readonly port: FieldReader;
  readonly name: string;
}

function note(byPlace: Map<string, { scope: string; entry: Conflict }>, { scope, host, port: field, name }: Declaration): void {
  const port = field.at('number').number ?? 0;
  const key = placeKey(scope, host, port);
  const known = byPlace.get(key) ?? { scope, entry: { host, port, protocols: new Set<string>(), names: new Set<string>() } };
  byPlace.set(key, known);
  known.entry.protocols.add(field.at('protocol').text.toUpperCase());
  known.entry.names.add(name);
}
