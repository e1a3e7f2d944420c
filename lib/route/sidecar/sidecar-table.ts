import { HostIndex } from '../../istio/host-index';
import { isWildcard, overlaps } from '../../istio/hosts';
import { meshGateway } from '../../istio/names';
import { isHttp } from '../../istio/protocol';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { Service, ServicePort } from '../../mesh/services/service';
import { serviceDomains } from '../../mesh/sidecars/service-domains';
import type { EgressScope } from '../../mesh/sidecars/sidecar-scope';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { type Route, routesOf } from '../rule/route';
import { RouteTable, type VirtualHost } from '../rule/route-table';

/** A virtual host of a service that no VirtualService takes: everything goes to the service. */
export interface ServiceHost extends VirtualHost {
  /** The service it belongs to; undefined for a VirtualService host that is no service. */
  readonly service?: Service;
  /** Nothing routes it, so requests go straight to the service. */
  readonly isPlain: boolean;
}

/** The route table of a sidecar for one port. Source: Istio `BuildSidecarOutboundVirtualHosts`. */
export class SidecarTable {
  readonly table: RouteTable<ServiceHost>;
  private readonly byService = new Map<string, ServiceHost>();

  constructor(proxy: EnvoyProxy, scope: EgressScope, port: number, aliases: ReadonlyMap<string, readonly string[]>) {
    this.table = RouteTable.of(new Builder(proxy, scope, port, aliases).build());
    for (const host of this.table.virtualHosts) {
      if (host.service && !this.byService.has(host.service.host)) this.byService.set(host.service.host, host);
    }
  }

  find(domain: string): ServiceHost | undefined {
    return this.table.find(domain);
  }

  /** The virtual host of a service, for a port whose protocol is found by sniffing: the Host header is not looked at. */
  ofService(host: string): ServiceHost | undefined {
    return this.byService.get(host);
  }
}

class Builder {
  private readonly services = new Map<string, Service>();
  private readonly entries: ServiceHost[] = [];
  private readonly names = new Set<string>();
  private readonly domains = new Set<string>();

  constructor(
    private readonly proxy: EnvoyProxy,
    private readonly scope: EgressScope,
    private readonly port: number,
    private readonly aliases: ReadonlyMap<string, readonly string[]>,
  ) {
    for (const [host, service] of scope.services) {
      const own = service.ports.find((candidate) => candidate.number === port);
      if (own) this.services.set(host.toLowerCase(), { ...service, ports: [own] });
    }
  }

  build(): readonly ServiceHost[] {
    const owners = this.wildcardOwners();
    const routed = new Set<Service>();
    const candidates =
      this.port === 80 ? this.scope.virtualServices : this.scope.virtualServices.filter((service) => this.concerns(service));
    for (const service of candidates) this.addVirtualService(service, owners, routed);
    for (const service of this.services.values()) {
      if (!routed.has(service) && service.externalName === undefined && speaksHttp(service))
        this.addHost(service.host, { service, routes: [], isPlain: true });
    }
    return this.entries;
  }

  /** Ports other than 80 only carry VirtualServices that have a host there. */
  private concerns({ hosts }: VirtualService): boolean {
    return hosts.some((given) => {
      const host = given.toLowerCase();
      if (this.services.has(host)) return true;
      return [...this.services.keys()].some((name) => (isWildcard(host) || isWildcard(name)) && overlaps(host, name));
    });
  }

  private addVirtualService(service: VirtualService, owners: ReadonlyMap<string, VirtualService>, routed: Set<Service>): void {
    const context = {
      proxy: this.proxy,
      namespace: service.namespace,
      port: this.port,
      localPort: this.port,
      isTls: false,
      lookup: (host: string) => this.services.get(host),
    };
    const routes = routesOf(service, meshGateway, context);
    if (routes.length === 0) return;
    const { hosts, services } = this.split(service, owners);
    if (service.isConverted && !services.some((entry) => this.concernsRoute(entry, service))) return;
    const served = services.filter(speaksHttp);
    if (served.length === 0 && this.port !== 80) return;
    for (const host of hosts) this.addHost(host.toLowerCase(), { routes, isPlain: false });
    for (const entry of served) {
      routed.add(entry);
      this.addHost(entry.host, { service: entry, routes, isPlain: false });
    }
  }

  /** Routes of the Gateway API are for their own namespace's callers, or its services. Source: Istio `buildSidecarVirtualHostsForVirtualService`. */
  private concernsRoute({ namespace }: Service, route: VirtualService): boolean {
    return namespace === route.namespace || this.proxy.client.namespace === route.namespace;
  }

  /** Hosts that are services, and hosts that are not. */
  private split({ hosts, name }: VirtualService, owners: ReadonlyMap<string, VirtualService>): { hosts: string[]; services: Service[] } {
    const plain: string[] = [];
    const services: Service[] = [];
    for (const given of [...hosts.filter((host) => !isWildcard(host)), ...hosts.filter(isWildcard)]) {
      const host = given.toLowerCase();
      const exact = isWildcard(host) ? undefined : this.services.get(host);
      if (exact) services.push(exact);
      else if (!isWildcard(host)) plain.push(given);
      else {
        const covered = [...this.services.values()].filter((service) => overlaps(host, service.host));
        services.push(...covered.filter((service) => owners.get(service.host)?.name === name));
        if (covered.length === 0) plain.push(host);
      }
    }
    return { hosts: plain, services };
  }

  /** To which VirtualService a service belongs when wildcards compete: the most specific host, the older one first. */
  private wildcardOwners(): ReadonlyMap<string, VirtualService> {
    const index = new HostIndex<VirtualService>();
    for (const service of this.scope.virtualServices) for (const host of service.hosts) if (!index.get(host)) index.set(host, service);
    const owners = new Map<string, VirtualService>();
    for (const { host } of this.services.values()) {
      const owner = index.mostSpecific(host);
      if (owner) owners.set(host, owner);
    }
    return owners;
  }

  /** The first to claim a name keeps it; the same holds for each Host header that means it. */
  private addHost(name: string, host: { service?: Service; routes: readonly Route[]; isPlain: boolean }): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    const { service } = host;
    const { client, mesh } = this.proxy;
    const domains = service
      ? serviceDomains(service, { namespace: client.namespace, domain: mesh.clusterDomain }, this.aliases.get(service.host))
      : [name];
    for (const domain of domains.map((entry) => entry.toLowerCase())) {
      if (this.domains.has(domain)) continue;
      this.domains.add(domain);
      this.entries.push({ ...host, domain, requireTls: false });
    }
  }
}

/** Is the port routed by HTTP rules: declared so, or found by sniffing? */
export function speaksHttp({ ports: [port] }: { readonly ports: readonly ServicePort[] }): boolean {
  return port !== undefined && (isHttp(port.protocol) || port.protocol === 'unsupported');
}
