import { covers, isWildcard, overlaps } from '../../istio/hosts';
import { meshGateway } from '../../istio/names';
import { isHttp, parseProtocol } from '../../istio/protocol';
import type { VirtualService } from '../routing/virtual-service';
import type { DestinationSpec } from '../routing/virtual-service-spec';
import type { VirtualServiceIndex } from '../routing/virtual-services';
import type { Service } from '../services/service';
import type { ServiceIndex } from '../services/services';
import type { EgressListener, Sidecar } from './sidecars';

/** What one egress listener of a Sidecar lets its clients see. */
export interface EgressScope {
  /** Undefined: every port that no listener before names. */
  readonly port?: number;
  readonly isHttpProxy: boolean;
  /** Is the listener's own port declared to speak HTTP? */
  readonly speaksHttp: boolean;
  /** By host; of several namespaces that own a host, one is chosen. */
  readonly services: ReadonlyMap<string, Service>;
  readonly virtualServices: readonly VirtualService[];
}

/** What sidecars import from. */
interface Exports {
  readonly services: ServiceIndex;
  readonly virtualServices: VirtualServiceIndex;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

/** Everything the sidecar of a client knows. Source: Istio `SidecarScope`. */
export class SidecarScope {
  readonly listeners: readonly EgressScope[];
  /** Services of all listeners, and destinations of the VirtualServices they import. */
  private readonly services = new Map<string, Service>();
  private readonly openPorts = new Map<number, boolean>();

  constructor(
    private readonly mesh: Exports,
    private readonly namespace: string,
    readonly sidecar: Sidecar | undefined,
  ) {
    const egress = sidecar && sidecar.egress.length > 0 ? sidecar.egress : [{ hosts: ['*/*'] }];
    this.listeners = egress.map((listener) => this.scopeOf(listener));
    for (const listener of this.listeners) this.collect(listener);
  }

  /** May calls go where the mesh knows nothing? */
  get allowsAny(): boolean {
    return (this.sidecar?.outboundTrafficPolicy ?? this.mesh.outboundTrafficPolicy) === 'ALLOW_ANY';
  }

  service(host: string): Service | undefined {
    return this.services.get(host);
  }

  /** The listener for a port: the one that names it, else the one that names none. */
  listenerFor(port: number): EgressScope | undefined {
    return this.listeners.find((listener) => listener.port === undefined || listener.port === port);
  }

  /**
   * Is there a listener for HTTP on the port, which takes requests for any host? Every listener that imports a service opens
   * one for it, whichever of them then has the routes of the port. Source: Istio `buildSidecarOutboundListeners`.
   */
  opensHttp(port: number): boolean {
    let known = this.openPorts.get(port);
    if (known === undefined) {
      known = this.listeners.some((listener) =>
        listener.port === undefined
          ? servesHttp(listener.services, port)
          : listener.port === port && listener.speaksHttp && listener.services.size > 0,
      );
      this.openPorts.set(port, known);
    }
    return known;
  }

  private scopeOf({ hosts = [], port }: EgressListener): EgressScope {
    const imports = new Imports(hosts, this.namespace);
    const isHttpProxy = parseProtocol(port?.protocol ?? '') === 'http_proxy';
    const wanted = port && !isHttpProxy ? port.number : undefined;
    return {
      port: port?.number,
      isHttpProxy,
      speaksHttp: isHttpProxy || isHttp(parseProtocol(port?.protocol ?? '')),
      services: this.select(imports, wanted),
      virtualServices: this.mesh.virtualServices
        .visibleTo(this.namespace, meshGateway)
        .filter((service) => service.hosts.some((host) => imports.takesVirtualService(host, service.namespace))),
    };
  }

  /** A host of several namespaces belongs to the client's own, else to a Kubernetes Service, else to the first. */
  private select(imports: Imports, port: number | undefined): ReadonlyMap<string, Service> {
    const chosen = new Map<string, Service>();
    const visible = this.mesh.services.all.filter((service) => service.visibility.includes(this.namespace));
    for (const service of [
      ...visible.filter((entry) => !entry.visibility.isPublic),
      ...visible.filter((entry) => entry.visibility.isPublic),
    ]) {
      if (!imports.takesService(service) || (port !== undefined && service.ports.every((candidate) => candidate.number !== port))) continue;
      const before = chosen.get(service.host);
      if (!before || this.goesBefore(service, before))
        chosen.set(service.host, port === undefined ? service : trimmed(service, new Set([port])));
    }
    return chosen;
  }

  private goesBefore(service: Service, before: Service): boolean {
    if (before.namespace === this.namespace) return false;
    return service.namespace === this.namespace || (before.registry === 'external' && service.registry === 'kubernetes');
  }

  private collect(listener: EgressScope): void {
    for (const [host, service] of listener.services) this.services.set(host, withPortsOf(this.services.get(host), service));
    for (const [host, ports] of destinations(listener.virtualServices, this.namespace)) {
      const service = this.mesh.services.inNamespace(host, this.namespace) ?? this.mesh.services.visibleTo(this.namespace, host);
      const wanted = listener.port !== undefined && !listener.isHttpProxy ? new Set([listener.port]) : ports;
      const usable = service && trimmed(service, wanted);
      if (usable && usable.ports.length > 0) this.services.set(host, withPortsOf(this.services.get(host), usable));
    }
  }
}

function servesHttp(services: ReadonlyMap<string, Service>, port: number): boolean {
  for (const { ports } of services.values()) if (ports.some(({ number, protocol }) => number === port && isHttp(protocol))) return true;
  return false;
}

/** A service that several listeners import has the ports of all of them. Source: Istio `SidecarScope.appendSidecarServices`. */
function withPortsOf(known: Service | undefined, service: Service): Service {
  if (!known) return service;
  const more =
    known.namespace === service.namespace ? service.ports.filter(({ number }) => known.ports.every((port) => port.number !== number)) : [];
  return more.length > 0 ? { ...known, ports: [...known.ports, ...more] } : known;
}

/** The service with only the ports named; a 0 among them means all. */
function trimmed(service: Service, ports: ReadonlySet<number>): Service {
  if (ports.size === 0 || ports.has(0)) return service;
  return { ...service, ports: service.ports.filter((port) => ports.has(port.number)) };
}

/** Hosts and ports that VirtualServices send calls of this namespace to; port 0 where none is named. */
function destinations(services: readonly VirtualService[], namespace: string): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  const add = ({ host, port }: DestinationSpec = {}) => {
    if (host) found.set(host, (found.get(host) ?? new Set()).add(port?.number ?? 0));
  };
  for (const service of services) {
    for (const { spec } of service.http) {
      const sources = (spec.match ?? []).map((match) => match.sourceNamespace).filter(Boolean);
      if (sources.length > 0 && sources.length === spec.match?.length && !sources.includes(namespace)) continue;
      for (const route of spec.route ?? []) add(route.destination);
      add(spec.mirror);
      for (const mirror of spec.mirrors ?? []) add(mirror.destination);
    }
    for (const rule of [...service.tls, ...service.tcp]) for (const route of rule.route ?? []) add(route.destination);
  }
  return found;
}

/** The `namespace/host` entries of one egress listener. Source: Istio `hostClassification`. */
class Imports {
  private readonly byNamespace = new Map<string, string[]>();
  private readonly excluded = new Map<string, string[]>();

  constructor(hosts: readonly string[], ownNamespace: string) {
    for (const entry of hosts) {
      const [given = '', host, ...more] = entry.split('/');
      if (host === undefined || more.length > 0) continue;
      const isExcluded = given.startsWith('~');
      const name = isExcluded ? given.slice(1) || '*' : given;
      const index = isExcluded ? this.excluded : this.byNamespace;
      const namespace = name === '.' ? ownNamespace : name;
      index.set(namespace, [...(index.get(namespace) ?? []), host]);
    }
  }

  takesService({ host, namespace }: Service): boolean {
    return !this.isExcluded(host, namespace) && this.hosts(namespace).some((entry) => covers(entry, host));
  }

  /** Overlap either way will do for a VirtualService, so an import of `a.com` takes `*.com` too. */
  takesVirtualService(host: string, namespace: string): boolean {
    if (this.isExcluded(host, namespace)) return false;
    return this.hosts(namespace).some((entry) => (isWildcard(host) || isWildcard(entry) ? overlaps(entry, host) : entry === host));
  }

  private isExcluded(host: string, namespace: string): boolean {
    return [...(this.excluded.get(namespace) ?? []), ...(this.excluded.get('*') ?? [])].some((entry) => covers(entry, host));
  }

  private hosts(namespace: string): string[] {
    return [...(this.byNamespace.get(namespace) ?? []), ...(this.byNamespace.get('*') ?? [])];
  }
}
