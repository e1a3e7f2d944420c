import { kinds } from '../../../istio/kinds';
import type { Listener } from '../../../mesh/gateway-api/listeners';
import type { Mesh } from '../../../mesh/mesh';
import type { Service } from '../../../mesh/services/service';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const unusableGatewayAddress = rule({
  code: 'MESH229',
  name: 'unusable-gateway-address',
  level: 'warning',
  kinds: [kinds.KubernetesGateway, kinds.ListenerSet],
  closedWorld: true,
  check(subject, { mesh }) {
    const own = mesh.gatewayApi.listeners.filter(({ manifest }) => manifest === subject.manifest);
    const [first] = own;
    if (!first) return [];
    const services = servicesOf(first, mesh);
    return services.length === 0 ? withoutService(subject, first) : own.flatMap((listener) => withoutPort(subject, listener, services));
  },
});

/** A Gateway is served by the pods of Services of its own namespace. Source: Istio `InternalGatewayServiceAnnotation`. */
function servicesOf({ services, serviceNamespace }: Listener, mesh: Mesh): readonly Service[] {
  return services.flatMap((host) => mesh.services.withHost(host)).filter(({ namespace }) => namespace === serviceNamespace);
}

function withoutService({ spec }: Subject, { services, serviceNamespace }: Listener) {
  const address = spec.at('addresses').items.find((each) => each.at('type').text === 'Hostname');
  if (!address) return [];
  return [
    address.at('value').finding({
      message: `no Service of namespace \`${serviceNamespace}\` is called \`${services.join('`, `')}\``,
      why: 'no pods serve the Gateway: istiod writes `AddressNotUsable` into its status',
      fix: 'name the Service of the gateway pods, in the namespace of the Gateway; or leave `addresses` out, and istiod makes the pods',
    }),
  ];
}

function withoutPort({ root }: Subject, { path, port }: Listener, services: readonly Service[]) {
  const numbers = services.flatMap(({ ports }) => ports.map(({ number }) => number));
  if (numbers.length === 0 || numbers.includes(port)) return [];
  return [
    root.at(...path, 'port').finding({
      message: `no Service of the gateway has port \`${port}\``,
      why: 'the listener is not opened: it names a port of the Service that `addresses` names, not of its pods',
      fix: `use ${[...new Set(numbers)].join(', ')}, or add the port to the Service`,
    }),
  ];
}
