import type { VirtualServiceSpecTcp, VirtualServiceSpecTls } from '../../imports/networking.istio.io';
import type { Destination, Target } from './destination';
import { hostNames } from './host';
import { portNumber } from './port';

/** A route for TLS that the destination ends, chosen by the name asked for. Source: Istio `TLSRoute`. */
export interface TlsRoute {
  readonly to: Destination;
  /** Names asked for (SNI), each covered by a host of the virtual service. @default - its hosts */
  readonly sniHosts?: readonly string[];
  /** @default - any port */
  readonly port?: number;
}

/** A route for bytes of any protocol, chosen by the port. Source: Istio `TCPRoute`. */
export interface TcpRoute {
  readonly to: Destination;
  /** @default - any port */
  readonly port?: number;
}

/** @throws ConstructError `NoHosts`, `HostForm`, `PortRange` */
export function renderTlsRoute({ to, sniHosts, port }: TlsRoute, hosts: readonly string[]): VirtualServiceSpecTls {
  return {
    match: [{ sniHosts: hostNames(sniHosts ?? hosts), port: port === undefined ? undefined : portNumber(port) }],
    route: to.toTargets().map(renderTarget),
  };
}

/** @throws ConstructError `PortRange` */
export function renderTcpRoute({ to, port }: TcpRoute): VirtualServiceSpecTcp {
  return { match: port === undefined ? undefined : [{ port: portNumber(port) }], route: to.toTargets().map(renderTarget) };
}

function renderTarget({ host, port, subset, weight }: Target) {
  return { destination: { host, subset, port: port === undefined ? undefined : { number: port } }, weight };
}
