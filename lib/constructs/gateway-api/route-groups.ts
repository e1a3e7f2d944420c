import type { IGateway } from '../gateway';
import { notInGatewayApi } from '../traffic-api';
import { type Attached, gatewayRefs, type ParentRef, parentOf, serviceRef } from './parent-refs';

/** Where one route of a virtual service applies. */
interface Scoped {
  readonly gateways?: readonly (IGateway | 'mesh')[];
  readonly port?: number;
}

/** Routes with all the parents that they have in common. */
export interface Group<Route> {
  readonly isMesh: boolean;
  readonly parents: readonly ParentRef[];
  readonly routes: readonly Route[];
}

interface Place extends Attached {
  readonly gateways: readonly (IGateway | 'mesh')[];
}

/** Parents with the same routes are parents of one object. @throws ConstructError `NotInGatewayApi`, `GatewayOfIstio` */
export function groups<Route extends Scoped>(routes: readonly Route[], service: Place): Group<Route>[] {
  const found = new Map<string, Group<Route>>();
  const ports = routes.some(({ port }) => port !== undefined) ? routes.map(({ port }) => port) : [];
  for (const gateway of service.gateways) {
    for (const port of portsOf(gateway, ports, service.protocols)) {
      const own = routes.filter((route) => (route.gateways ?? [gateway]).includes(gateway) && (route.port ?? port) === port);
      if (own.length === 0) continue;
      const key = [gateway === 'mesh', ...own.map((route) => routes.indexOf(route))].join();
      const parents = [...(found.get(key)?.parents ?? []), ...refs(gateway, { ...service, port })];
      found.set(key, { isMesh: gateway === 'mesh', parents, routes: own });
    }
  }
  return [...found.values()];
}

function refs(gateway: IGateway | 'mesh', attached: Attached): ParentRef[] {
  return gateway === 'mesh' ? attached.hosts.map((host) => serviceRef(host, attached)) : gatewayRefs(parentOf(gateway), attached);
}

/** The ports at which different routes may hold; undefined stands for all of them. */
function portsOf(
  gateway: IGateway | 'mesh',
  asked: readonly (number | undefined)[],
  protocols: readonly string[],
): readonly (number | undefined)[] {
  if (asked.length === 0) return [undefined];
  const known = gateway === 'mesh' ? undefined : parentOf(gateway).listeners?.filter(({ spec }) => protocols.includes(spec.protocol));
  if (known) return [...new Set(known.map(({ spec }) => spec.port))];
  if (asked.includes(undefined))
    throw notInGatewayApi('condition on the port of some routes only (`port`)', 'a VirtualService for each port');
  return [...new Set(asked)];
}
