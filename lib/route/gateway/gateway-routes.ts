import type { Server } from '../../mesh/gateways/gateways';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { type Route, routesOf } from '../rule/route';

const none: readonly Route[] = [];

/**
 * The routes of VirtualServices at the servers of one table, made when they are first needed. They are made for the first server of a
 * Gateway that yields any, and used for its others. Source: Istio `buildGatewayHTTPRouteConfig`, its `gatewayRoutes`.
 */
export class GatewayRoutes {
  /** By the names of Gateway and VirtualService. */
  private readonly known = new Map<string, FirstRoutes>();

  constructor(
    private readonly proxy: EnvoyProxy,
    private readonly localPort: number,
  ) {}

  /** @param server asked in the order of the servers of the table */
  of(server: Server, service: VirtualService): () => readonly Route[] {
    const key = `${server.gateway.name} ${service.name}`;
    const first = this.known.get(key) ?? new FirstRoutes();
    this.known.set(key, first);
    return first.or(() => this.make(server, service));
  }

  private make(server: Server, service: VirtualService): readonly Route[] {
    if (!service.isStored) return none;
    const { proxy, localPort } = this;
    const context = { proxy, namespace: service.namespace, port: server.port.number, localPort, isTls: server.tls !== undefined };
    return routesOf(service, server.gateway.name, context);
  }
}

/** The first of several attempts that yields routes. */
class FirstRoutes {
  private readonly attempts: (() => readonly Route[])[] = [];
  private tried = 0;
  private found: readonly Route[] = none;

  /** The routes of this attempt, unless one before it yields any. */
  or(attempt: () => readonly Route[]): () => readonly Route[] {
    const place = this.attempts.push(attempt);
    return () => this.upTo(place);
  }

  private upTo(place: number): readonly Route[] {
    while (this.found.length === 0 && this.tried < place) this.found = this.attempts[this.tried++]?.() ?? none;
    return this.tried <= place ? this.found : none;
  }
}
