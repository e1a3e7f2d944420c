import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const overlappingListeners = rule({
  code: 'KIA1501',
  name: 'overlapping-listeners',
  level: 'info',
  kinds: [kinds.KubernetesGateway],
  check: ({ spec, qualifiedName }, { mesh }) =>
    spec.at('listeners').items.flatMap((listener) => {
      const rival = [...(gatewaysByListener(mesh).get(keyOf(listener)) ?? [])].find((name) => name !== qualifiedName);
      if (rival === undefined || listener.at('hostname').text === '') return [];
      return listener.at('hostname').finding({
        message: `\`${listener.at('hostname').text}\` port ${listener.at('port').number ?? ''} is also a listener of the Gateway \`${rival}\``,
        why: 'each has an address of its own; which of them a client reaches is for DNS to say, and routes of one are not those of the other',
        fix: 'keep the hostname in one of them',
      });
    }),
});

function keyOf(listener: FieldReader): string {
  return `${listener.at('port').number} ${listener.at('hostname').text}`;
}

const gatewaysByListener = memo((mesh: Mesh) => {
  const byListener = new Map<string, Set<string>>();
  for (const { object } of mesh.ofKind('gateway.networking.k8s.io', 'Gateway')) {
    const name = `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
    for (const listener of new FieldReader(object).at('spec', 'listeners').items) {
      const key = keyOf(listener);
      byListener.set(key, (byListener.get(key) ?? new Set()).add(name));
    }
  }
  return byListener;
});
