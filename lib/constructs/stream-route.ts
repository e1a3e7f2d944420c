import type { VirtualServiceSpecTcp, VirtualServiceSpecTls } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { closest } from '../text';
import { type Destination, renderTarget } from './destination';
import { gatewayNames, type IGateway } from './gateway';
import { covers, hostNames } from './host';
import { portNumber } from './port';

/** TLS passthrough route, selected by SNI. Source: Istio `TLSRoute`. */
export interface VirtualServiceTlsRoute {
  /** Where the connections go. */
  readonly to: Destination;
  /** Names asked for (SNI), each covered by a host of the virtual service. @default - its hosts */
  readonly sniHosts?: readonly string[];
  /** The port that the caller connects to. @default - any port */
  readonly port?: number;
  /** Some of the virtual service's gateways, or `'mesh'`. @default - all of them */
  readonly gateways?: readonly (IGateway | 'mesh')[];
}

/** A route for bytes of any protocol, chosen by the port. Source: Istio `TCPRoute`. */
export interface VirtualServiceTcpRoute {
  /** Where the connections go. */
  readonly to: Destination;
  /** The port that the caller connects to. @default - any port */
  readonly port?: number;
  /** Some of the virtual service's gateways, or `'mesh'`. @default - all of them */
  readonly gateways?: readonly (IGateway | 'mesh')[];
}

/** @throws ConstructError `NoHosts`, `HostForm`, `SniHost`, `PortRange` */
export function renderTlsRoute({ to, sniHosts, port, gateways }: VirtualServiceTlsRoute, hosts: readonly string[]): VirtualServiceSpecTls {
  const names = hostNames(sniHosts ?? hosts);
  const stray = names.find((name) => !hosts.some((host) => covers(host, name)));
  if (stray !== undefined) {
    throw new ConstructError('SniHost', `\`${stray}\` is none of the virtual service's hosts`, {
      why: `they are ${hosts.map((host) => `\`${host}\``).join(', ')}, and Istio rejects a name that they do not cover`,
      fix: closest(stray, hosts),
    });
  }
  return {
    match: [{ sniHosts: names, port: port === undefined ? undefined : portNumber(port), gateways: gateways && gatewayNames(gateways) }],
    route: renderTargets(to),
  };
}

/** @throws ConstructError `PortRange` */
export function renderTcpRoute({ to, port, gateways }: VirtualServiceTcpRoute): VirtualServiceSpecTcp {
  const match = { port: port === undefined ? undefined : portNumber(port), gateways: gateways && gatewayNames(gateways) };
  return { match: port === undefined && !gateways ? undefined : [match], route: renderTargets(to) };
}

function renderTargets(to: Destination) {
  return to.toTargets().map((target) => ({ destination: renderTarget(target), weight: target.weight }));
}
