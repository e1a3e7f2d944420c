import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const sharedGatewayAddress = rule({
  code: 'KIA1502',
  name: 'shared-gateway-address',
  level: 'warning',
  kinds: [kinds.KubernetesGateway],
  check({ spec, qualifiedName }, { mesh }) {
    return spec.at('addresses').items.flatMap((address) => {
      if (address.at('type').text === 'Hostname') return [];
      const rival = (gatewaysByAddress(mesh).get(address.at('value').text) ?? []).find((name) => name !== qualifiedName);
      if (rival === undefined) return [];
      return address.at('value').finding({
        message: `the address \`${address.at('value').text}\` is also that of the Gateway \`${rival}\``,
        why: 'one of the two never gets it',
        fix: 'use another address, or one Gateway with more listeners',
      });
    });
  },
});

const gatewaysByAddress = memo((mesh: Mesh) => {
  const byAddress = new Map<string, string[]>();
  for (const { object } of mesh.ofKind('gateway.networking.k8s.io', 'Gateway')) {
    const name = `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
    for (const address of new FieldReader(object).at('spec', 'addresses').items) {
      if (address.at('type').text === 'Hostname') continue; // several Gateways may share the Service it names
      const value = address.at('value').text;
      byAddress.set(value, [...(byAddress.get(value) ?? []), name]);
    }
  }
  return byAddress;
});
