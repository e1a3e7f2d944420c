import { covers, isWildcard } from '../../istio/hosts';
import { clusterDomain, serviceHost } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { byCreation } from '../order';
import type { ResourceDefaults } from '../resource-defaults';
import { kubernetesService, type Service } from './service';
import { serviceEntryServices } from './service-entry';

/** The registry of one mesh: every host that is a Kubernetes Service or stands in a ServiceEntry. */
export class ServiceIndex {
  /** In the order istiod visits them. */
  readonly all: readonly Service[];
  private readonly byHost = new Map<string, Service[]>();
  private byName: ReadonlyMap<string, Service> | undefined;
  private wildcards: readonly Service[] | undefined;
  private readonly inScope = new Map<string, Service | undefined>();
  private readonly domain: string;

  constructor(services: readonly Manifest[], serviceEntries: readonly Manifest[], defaults: ResourceDefaults = {}) {
    this.domain = defaults.domain ?? clusterDomain;
    const ofKubernetes = services.map((manifest) => kubernetesService(manifest, defaults));
    const external = serviceEntries.flatMap((manifest) => serviceEntryServices(manifest, defaults.exportedByDefault));
    this.all = [...ofKubernetes, ...external].sort((one, other) => byCreation(one.manifest.object, other.manifest.object));
    for (const service of this.all) {
      const bucket = this.byHost.get(service.host);
      if (bucket) bucket.push(service);
      else this.byHost.set(service.host, [service]);
    }
  }

  /** Every host of the registry. */
  hosts(): Iterable<string> {
    return this.byHost.keys();
  }

  /** All services of a host, whoever may see them; several when ServiceEntries repeat it. */
  withHost(host: string): readonly Service[] {
    return this.byHost.get(host) ?? [];
  }

  /** The ServiceEntry with a wildcard host that calls of a name go by: the most specific. */
  wildcardVisibleTo(namespace: string, name: string): Service | undefined {
    this.wildcards ??= this.all.filter(({ host }) => isWildcard(host)).sort((one, other) => other.host.length - one.host.length);
    return this.wildcards.find(({ host, visibility }) => visibility.includes(namespace) && covers(host, name));
  }

  /** A Kubernetes Service of that name, in whatever namespace. */
  named(name: string): Service | undefined {
    this.byName ??= new Map(this.all.filter(({ registry }) => registry === 'kubernetes').map((service) => [service.name, service]));
    return this.byName.get(name);
  }

  /** The service of a host in one namespace; a Kubernetes Service goes before a ServiceEntry. */
  inNamespace(host: string, namespace: string): Service | undefined {
    const own = this.withHost(host).filter((service) => service.namespace === namespace);
    return own.find((service) => service.registry === 'kubernetes') ?? own[0];
  }

  /** The Service that a host means in a cluster of another domain. Source: Kubernetes `--cluster-domain`, Istio `--domain`. */
  ofAnotherDomain(host: string): Service | undefined {
    const [name, namespace, svc, ...domain] = host.split('.');
    if (!name || !namespace || svc !== 'svc' || domain.length === 0 || host.endsWith(`.${this.domain}`)) return undefined;
    return this.inNamespace(serviceHost(name, namespace, this.domain), namespace);
  }

  /**
   * The service that proxies of a namespace know by a host name: exported to it by name first, then public ones, oldest
   * first; a Kubernetes Service replaces a ServiceEntry. Source: Istio `SidecarScope.appendSidecarServices`.
   */
  visibleTo(namespace: string, host: string): Service | undefined {
    const key = `${namespace}\n${host}`;
    if (this.inScope.has(key)) return this.inScope.get(key);
    const found = this.select(namespace, host);
    this.inScope.set(key, found);
    return found;
  }

  private select(namespace: string, host: string): Service | undefined {
    const visible = this.withHost(host).filter((service) => service.visibility.includes(namespace));
    const ordered = [
      ...visible.filter((service) => !service.visibility.isPublic),
      ...visible.filter((service) => service.visibility.isPublic),
    ];
    const first = ordered.find((service) => service.registry === 'kubernetes') ?? ordered[0];
    return first && mergePorts(first, ordered);
  }
}

/** ServiceEntries of one namespace and host add up their ports. Source: Istio `canMergeServices`. */
function mergePorts(first: Service, all: readonly Service[]): Service {
  const partners = all.filter(
    (service) =>
      service !== first &&
      first.registry === 'external' &&
      service.namespace === first.namespace &&
      service.resolution === first.resolution &&
      JSON.stringify(service.selector) === JSON.stringify(first.selector),
  );
  if (partners.length === 0) return first;
  const ports = [...first.ports];
  for (const port of partners.flatMap((service) => service.ports)) {
    if (!ports.some((known) => known.number === port.number)) ports.push(port);
  }
  return { ...first, ports };
}
