import { covers, isWildcard } from '../../istio/hosts';
import { clusterDomain, namespaceOf, serviceHost } from '../../istio/names';
import { lazy } from '../../lazy';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import { byCreation } from '../order';
import type { CandidateOptions } from '../resource-defaults';
import { kubernetesService, type Service } from './service';
import { serviceEntryServices } from './service-entry';

/**
 * The registry of one mesh: every host that is a Kubernetes Service or stands in a ServiceEntry. The host of a Service follows from its
 * name, so it is validated and read when its host is asked for: a request is about few of many.
 */
export class ServiceIndex {
  private readonly domain: string;
  private readonly external: readonly Service[];
  private readonly candidates: ReadonlyMap<string, readonly Manifest[]>;
  private readonly externalByHost: ReadonlyMap<string, readonly Service[]>;
  private readonly byHost = new Map<string, readonly Service[]>();
  private readonly inScope = new Map<string, Service | undefined>();
  private readonly everything = lazy(() => [...this.ofKubernetes([...this.candidates.values()].flat()), ...this.external].sort(byAge));
  private readonly kubernetesByName = lazy(
    () => new Map(this.all.filter(({ registry }) => registry === 'kubernetes').map((service) => [service.name, service])),
  );
  private readonly wildcards = lazy(() =>
    this.all.filter(({ host }) => isWildcard(host)).sort((one, other) => other.host.length - one.host.length),
  );

  constructor(
    services: readonly Manifest[],
    serviceEntries: readonly Manifest[],
    private readonly options: CandidateOptions = {},
  ) {
    this.domain = options.domain ?? clusterDomain;
    this.candidates = grouped(services, ({ object }) => serviceHost(object.metadata.name, namespaceOf(object), this.domain));
    this.external = serviceEntries.flatMap((manifest) => serviceEntryServices(manifest, options));
    this.externalByHost = grouped(this.external, ({ host }) => host);
  }

  /** In the order istiod visits them. */
  get all(): readonly Service[] {
    return this.everything();
  }

  /** Every host of the registry. */
  hosts(): Iterable<string> {
    return new Set(this.all.map(({ host }) => host));
  }

  /** All services of a host, whoever may see them; several when ServiceEntries repeat it. */
  withHost(host: string): readonly Service[] {
    let known = this.byHost.get(host);
    if (!known) {
      const own = this.ofKubernetes(this.candidates.get(host) ?? none);
      const external = this.externalByHost.get(host);
      known = external || own.length > 1 ? [...own, ...(external ?? [])].sort(byAge) : own;
      this.byHost.set(host, known);
    }
    return known;
  }

  /** Those of one namespace, in the order istiod visits them. */
  ofNamespace(namespace: string): readonly Service[] {
    const own = [...this.candidates.values()].flat().filter(({ object }) => namespaceOf(object) === namespace);
    return [...this.ofKubernetes(own), ...this.external.filter((service) => service.namespace === namespace)].sort(byAge);
  }

  /** The ServiceEntry with a wildcard host that calls of a name go by: the most specific. */
  wildcardVisibleTo(namespace: string, name: string): Service | undefined {
    return this.wildcards().find(({ host, visibility }) => visibility.includes(namespace) && covers(host, name));
  }

  /** A Kubernetes Service of that name, in whatever namespace. */
  named(name: string): Service | undefined {
    return this.kubernetesByName().get(name);
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

  private ofKubernetes(candidates: readonly Manifest[]): Service[] {
    const { isStored = () => true } = this.options;
    return candidates.filter(isStored).map(this.read);
  }

  /** The one object that stands for a Service, whoever asks for it. */
  private readonly read = memo((manifest: Manifest) => kubernetesService(manifest, this.options));

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

const none: readonly Manifest[] = [];

function byAge(one: Service, other: Service): number {
  return byCreation(one.manifest.object, other.manifest.object);
}

function grouped<T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
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
