import { expandHost } from '../../istio/names';
import { memo } from '../../memo';
import type { Service } from './service';
import type { ServiceIndex } from './services';

/** Whoever holds the registry of a mesh. */
interface Registry {
  readonly services: ServiceIndex;
  readonly clusterDomain: string;
}

/** Services of the registry whose host is a wildcard, as a ServiceEntry may have. */
const wildcardServices = memo((services: ServiceIndex) => services.all.filter((service) => service.host.startsWith('*')));

/**
 * The service a host means to an object of `namespace`: one that everybody sees, then one that the object's audience
 * sees, then a wildcard that covers it. Source: Istio `GetDestinationHost` in its analyzers' `service_lookup.go`.
 *
 * @param exportTo of the object that names the host: who will make the call
 */
export function findService(
  { services, clusterDomain }: Registry,
  host: string,
  { namespace, exportTo }: { namespace: string; exportTo: readonly string[] },
) {
  const name = expandHost(host, namespace, clusterDomain);
  const known = services.withHost(name);
  const scopes = exportTo.length === 0 ? [namespace] : exportTo.map((scope) => (scope === '.' ? namespace : scope));
  return (
    preferred(known.filter(({ visibility }) => visibility.isPublic)) ??
    preferred(known.filter(({ visibility }) => scopes.some((scope) => visibility.namespaces.has(scope)))) ??
    wildcardServices(services).find(({ host: wildcard, visibility }) => visibility.includes(namespace) && coveredBy(wildcard, name))
  );
}

/** A Kubernetes Service goes before ServiceEntries of the same host, and among those the last counts. */
function preferred(services: readonly Service[]): Service | undefined {
  return services.find(({ registry }) => registry === 'kubernetes') ?? services.at(-1);
}

function coveredBy(wildcard: string, host: string): boolean {
  return host.replace(/^\*/, '').endsWith(wildcard.slice(1));
}
