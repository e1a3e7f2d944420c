import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';

interface Ignored {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** What Istio's translation does not read. Source: Istio `pilot/pkg/config/kube/gateway`. */
const parts: Readonly<Record<string, Ignored>> = {
  sessionPersistence: {
    message: 'Istio ignores `sessionPersistence`',
    why: 'requests of one session go to any pod',
    fix: 'a DestinationRule for the Service, with `trafficPolicy.loadBalancer.consistentHash`',
  },
  useDefaultGateways: {
    message: 'Istio ignores `useDefaultGateways`',
    why: 'the route is attached where `parentRefs` says, and nowhere else',
    fix: 'name the Gateway in `parentRefs`',
  },
  defaultScope: {
    message: 'Istio ignores `defaultScope`',
    why: 'no route is attached here unless its `parentRefs` says so',
    fix: 'name the Gateway in `parentRefs` of routes',
  },
};

const udp: Ignored = {
  message: 'Istio ignores UDPRoutes',
  why: 'the gateway opens no port of UDP',
  fix: 'a Service of type LoadBalancer in front of the pods',
};

export const ignoredGatewayApiPart = rule({
  code: 'MESH226',
  name: 'ignored-gateway-api-part',
  level: 'warning',
  kinds: [kinds.KubernetesGateway, kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute, kinds.UDPRoute],
  check({ spec, object, nameField }) {
    if (object.kind === 'UDPRoute') return [nameField.finding(udp)];
    return [spec, ...spec.at('rules').items].flatMap((place) => ignoredIn(place));
  },
});

function ignoredIn(place: FieldReader) {
  return Object.entries(parts).flatMap(([name, ignored]) => {
    const field = place.at(name);
    return field.exists ? [field.finding(ignored)] : [];
  });
}
