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

/** A virtual host that is made when it is first needed. */
export interface Draft<H extends VirtualHost = VirtualHost> {
  readonly domain: string;
  /** Undefined where nothing that was written for the host takes effect, so that there is none. */
  host(): H | undefined;
}

/** One Envoy route configuration: virtual hosts found by the Host header. Source: Envoy `findVirtualHost`. */
export class RouteTable<H extends VirtualHost = VirtualHost> {
  private readonly hosts = new HostIndex<Draft<H>>();
  /** `a.*`, which Istio never means and Envoy reads as a prefix. */
  private readonly prefixes: Draft<H>[] = [];
  private fallback: Draft<H> | undefined;

  /** @param all every virtual host there is, in order */
  constructor(
    drafts: Iterable<Draft<H>>,
    private readonly all: () => readonly H[],
  ) {
    for (const draft of drafts) this.add(draft);
  }

  /** A table of virtual hosts that are there. */
  static of<H extends VirtualHost>(hosts: readonly H[]): RouteTable<H> {
    return new RouteTable(
      hosts.map((host) => ({ domain: host.domain, host: () => host })),
      () => hosts,
    );
  }

  /** Every virtual host, in the order in which Istio writes them. */
  get virtualHosts(): readonly H[] {
    return this.all();
  }

  /** The virtual host of a domain. Once one is found, no other is tried. */
  find(domain: string): H | undefined {
    return this.hosts.mostSpecificWith(domain, 1, hostOf<H>) ?? this.prefixed(domain) ?? this.fallback?.host();
  }

  private add(draft: Draft<H>): void {
    const { domain } = draft;
    if (domain === '*') this.fallback = draft;
    else if (domain.endsWith('*') && !domain.startsWith('*')) this.prefixes.push(draft);
    else this.hosts.set(domain, draft);
  }

  private prefixed(domain: string): H | undefined {
    if (this.prefixes.length === 0) return undefined;
    return this.prefixes
      .filter((host) => domain.length >= host.domain.length && domain.startsWith(host.domain.slice(0, -1)))
      .sort((one, other) => other.domain.length - one.domain.length)
      .flatMap((draft) => draft.host() ?? [])[0];
  }
}

function hostOf<H extends VirtualHost>(draft: Draft<H>): H | undefined {
  return draft.host();
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
