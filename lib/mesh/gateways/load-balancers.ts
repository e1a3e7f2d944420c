import { fits } from '../../istio/labels';
import { list, map, record, text } from '../decode';
import type { Service } from '../services/service';
import type { ServiceIndex } from '../services/services';
import type { Gateway } from './gateways';

/** The Service that leads from outside to the pods of a gateway. */
export interface LoadBalancer {
  readonly namespace: string;
  readonly name: string;
  /** IP addresses and host names that were given to it; empty until they are, and where the set does not say. */
  readonly addresses: readonly string[];
}

/** Istio's own ingress gateway, which is part of its installation rather than of what is declared. */
const installed: LoadBalancer = { namespace: 'istio-system', name: 'istio-ingressgateway', addresses: [] };

const exposed = record({
  spec: record({ type: text, selector: map(text), externalIPs: list(text) }),
  status: record({ loadBalancer: record({ ingress: list(record({ ip: text, hostname: text })) }) }),
});

/** The load balancers before the pods that serve a gateway; Istio's own where the set has none and the selector means it. */
export function loadBalancersOf(services: ServiceIndex, { selector }: Gateway): readonly LoadBalancer[] {
  const found = services.all.filter(isLoadBalancer).filter(({ selector: pods = {} }) => fits(selector, pods));
  if (found.length > 0) return found.map(loadBalancer);
  return fits(selector, { istio: 'ingressgateway', app: 'istio-ingressgateway' }) ? [installed] : [];
}

function isLoadBalancer({ registry, manifest }: Service): boolean {
  return registry === 'kubernetes' && exposed.decode(manifest.object).spec?.type === 'LoadBalancer';
}

function loadBalancer({ namespace, name, manifest }: Service): LoadBalancer {
  const { spec, status } = exposed.decode(manifest.object);
  const given = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  return { namespace, name, addresses: given.length > 0 ? given : (spec?.externalIPs ?? []) };
}
