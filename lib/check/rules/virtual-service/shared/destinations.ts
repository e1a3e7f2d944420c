import { expandHost } from '../../../../istio/names';
import type { FieldReader } from '../../../../manifest/field';
import { memo, memoLast } from '../../../../memo';
import type { Mesh } from '../../../../mesh/mesh';
import type { Service } from '../../../../mesh/services/service';
import type { Subject } from '../../../subject';

/** A `destination` of a VirtualService as it is written. */
export interface Destination {
  /** The whole `destination`, or `mirror`. */
  readonly field: FieldReader;
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
  readonly use: 'route' | 'mirror';
}

/** Every destination of a VirtualService, in the order of the text. */
export const destinationsOf = memoLast((subject: Subject): Destination[] => {
  const { spec } = subject;
  const routes = (['tcp', 'tls', 'http'] as const).flatMap((protocol) =>
    spec.at(protocol).items.flatMap((rule) => rule.at('route').items.map((route) => destination(route.at('destination'), 'route'))),
  );
  const mirrors = spec
    .at('http')
    .items.flatMap((rule) => [
      ...(rule.at('mirror').exists ? [rule.at('mirror')] : []),
      ...rule.at('mirrors').items.map((mirror) => mirror.at('destination')),
    ]);
  return [...routes, ...mirrors.map((field) => destination(field, 'mirror'))];
});

function destination(field: FieldReader, use: 'route' | 'mirror'): Destination {
  return {
    field,
    host: field.at('host').text,
    subset: field.at('subset').text,
    port: field.at('port').exists ? (field.at('port', 'number').number ?? 0) : undefined,
    use,
  };
}

/** Services of the registry whose host is a wildcard, as a ServiceEntry may have. */
const wildcardServices = memo((mesh: Mesh) => mesh.services.all.filter((service) => service.host.startsWith('*')));

/**
 * The service a host means to an object of `namespace`: one that everybody sees, then one that the object's audience
 * sees, then a wildcard that covers it. Source: Istio `GetDestinationHost` in its analyzers' `service_lookup.go`.
 *
 * @param exportTo of the object that names the host: who will make the call
 */
export function findService(mesh: Mesh, host: string, { namespace, exportTo }: { namespace: string; exportTo: readonly string[] }) {
  const name = expandHost(host, namespace, mesh.clusterDomain);
  const services = mesh.services.withHost(name);
  const scopes = exportTo.length === 0 ? [namespace] : exportTo.map((scope) => (scope === '.' ? namespace : scope));
  return (
    preferred(services.filter(({ visibility }) => visibility.isPublic)) ??
    preferred(services.filter(({ visibility }) => scopes.some((scope) => visibility.namespaces.has(scope)))) ??
    wildcardServices(mesh).find(({ host: wildcard, visibility }) => visibility.includes(namespace) && coveredBy(wildcard, name))
  );
}

/** A Kubernetes Service goes before ServiceEntries of the same host, and among those the last counts. */
function preferred(services: readonly Service[]): Service | undefined {
  return services.find(({ registry }) => registry === 'kubernetes') ?? services.at(-1);
}

function coveredBy(wildcard: string, host: string): boolean {
  return host.replace(/^\*/, '').endsWith(wildcard.slice(1));
}
