import type { Service } from '../../mesh/services/service';
import type { Waypoint } from '../../mesh/workloads/waypoint';
import type { Workload } from '../../mesh/workloads/workloads';
import type { Decision, Destination } from '../answer/decision';
import type { TraceStep } from '../answer/trace';
import type { Incoming } from '../request/incoming';
import type { Request } from '../request/request';
import type { Router } from '../router';
import type { Transport } from './server';

/** Makes the routers of proxies that are called on the way. */
export interface NextProxies {
  /** Of gateway pods that are called as a server. */
  gateway(pod: Workload): Router;
  waypoint(waypoint: Waypoint): NextWaypoint;
}

/** A request, or a connection whose bytes are not read, as it comes to a waypoint. */
export interface AtWaypoint {
  readonly service: Service;
  /** Of the Service. */
  readonly port: number;
  /** With scheme `https` where nothing is known of the bytes. */
  readonly request: Request;
  /** The identity of the caller's proxy. */
  readonly identity?: string;
}

/** What a waypoint makes of what it gets. */
export interface NextWaypoint {
  take(arrival: AtWaypoint, trace?: TraceStep[]): Decision;
}

/** A request that goes round and round passes more gateways than this; no sound mesh comes near. */
export const mostGateways = 4;

/** How a request leaves for the gateway. */
export interface Departure {
  readonly incoming: Incoming;
  /** Path and query as they are sent on. */
  readonly target: string;
  readonly headers: Incoming['headers'];
  /** The gateway's Service port. */
  readonly port: number;
  readonly transport: Transport;
  readonly serverName: string;
  /** The identity of the caller's proxy. */
  readonly identity?: string;
}

/** The request that a gateway gets from the proxy before it. */
export function requestAtGateway(destination: Destination, departure: Departure): Request {
  const { incoming, target, headers, port, transport, serverName, identity } = departure;
  const isMutual = transport === 'mutual';
  return {
    method: incoming.method,
    scheme: transport === 'plain' ? 'http' : 'https',
    port,
    host: destination.host,
    path: target,
    headers: Object.fromEntries(headers),
    ...(transport === 'plain' ? {} : { sni: serverName }),
    ...(isMutual ? { clientCertificate: { uris: identity === undefined ? [] : [identity] } } : {}),
    ...(incoming.token === undefined ? {} : { token: incoming.token }),
  };
}

/** The destination with what the gateway behind it makes of the request. @param failure what the caller gets where no answer comes back */
export function passedOn(destination: Destination, next: Decision, { gateway, failure }: PassedOn): Destination {
  if (next.status === 200) return destination;
  const status = next.status === 'error' ? failure : next.status;
  return { ...destination, status, reason: `the gateway ${gateway}: ${next.reason ?? `answers ${status}`}` };
}

interface PassedOn {
  readonly gateway: string;
  readonly failure: 503 | 'error';
}
