import { kinds } from '../../../istio/kinds';
import { namespaceOf, qualifiedName } from '../../../istio/names';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const duplicateServiceEntry = rule({
  code: 'KIA1211',
  name: 'duplicate-service-entry',
  level: 'warning',
  kinds: [kinds.ServiceEntry],
  check({ spec, qualifiedName: own, namespace }, { mesh }) {
    for (const host of spec.at('hosts').items) {
      for (const port of spec.at('ports').items) {
        const others = entriesByPlace(mesh).get(placeKey(namespace, host.text, port)) ?? [];
        const other = others.find((name) => name !== own);
        if (other === undefined) continue;
        return [
          host.finding({
            message: `\`${host.text}\` port ${port.at('number').number ?? ''} is also declared by \`${other}\``,
            why: 'the endpoints of the two are put together, or those of the younger are dropped, as their resolution says',
            fix: 'merge them into one ServiceEntry',
          }),
        ];
      }
    }
    return [];
  },
});

/** Another protocol for the same port is what `service-entry-protocol-conflict` tells. */
function placeKey(namespace: string, host: string, port: FieldReader): string {
  return `${namespace} ${host} ${port.at('number').number} ${port.at('protocol').text.toUpperCase()}`;
}

const entriesByPlace = memo((mesh: Mesh) => {
  const byPlace = new Map<string, string[]>();
  for (const { object } of mesh.ofKind('networking.istio.io', 'ServiceEntry')) {
    const spec = new FieldReader(object).at('spec');
    for (const host of spec.at('hosts').texts) {
      for (const port of spec.at('ports').items) {
        const key = placeKey(namespaceOf(object), host, port);
        const bucket = byPlace.get(key);
        if (bucket) bucket.push(qualifiedName(object));
        else byPlace.set(key, [qualifiedName(object)]);
      }
    }
  }
  return byPlace;
});
