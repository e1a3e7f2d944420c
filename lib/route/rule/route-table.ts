import { HostIndex } from '../../istio/host-index';
import type { Incoming } from '../request/incoming';
import { type Route, takes } from './route';

/** The routes of one host, in the order they are tried. */
export interface VirtualHost {
  readonly domain: string;
  readonly routes: readonly Route[];
  /** Plain HTTP is sent to https before any route is looked at. */
  readonly requireTls: boolean;
}

/** One Envoy route configuration: virtual hosts found by the Host header. Source: Envoy `findVirtualHost`. */
export class RouteTable<H extends VirtualHost = VirtualHost> {
  private readonly hosts = new HostIndex<H>();
  /** `a.*`, which Istio never means and Envoy reads as a prefix. */
  private readonly prefixes: H[] = [];
  private fallback: H | undefined;

  constructor(readonly virtualHosts: readonly H[]) {
    for (const host of virtualHosts) this.add(host);
  }

  /** The virtual host of a domain. Once one is found, no other is tried. */
  find(domain: string): H | undefined {
    return this.hosts.mostSpecific(domain, 1) ?? this.prefixed(domain) ?? this.fallback;
  }

  private add(host: H): void {
    const { domain } = host;
    if (domain === '*') this.fallback = host;
    else if (domain.endsWith('*') && !domain.startsWith('*')) this.prefixes.push(host);
    else this.hosts.set(domain, host);
  }

  private prefixed(domain: string): H | undefined {
    return this.prefixes
      .filter((host) => domain.length >= host.domain.length && domain.startsWith(host.domain.slice(0, -1)))
      .sort((one, other) => other.domain.length - one.domain.length)[0];
  }
}

/** Catch-all routes go last, all others keep their order. Source: Istio `SortVHostRoutes`. */
export function catchAllsLast(routes: readonly Route[]): readonly Route[] {
  return [...routes.filter((route) => !route.isCatchAll), ...routes.filter((route) => route.isCatchAll)];
}

/** The first route of the virtual host that takes the request. */
export function firstRoute(host: VirtualHost, request: Incoming): Route | undefined {
  for (const route of host.routes) if (takes(route, request)) return route;
  return undefined;
}
