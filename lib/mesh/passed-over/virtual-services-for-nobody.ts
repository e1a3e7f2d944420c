import { isWildcard } from '../../istio/hosts';
import { expandHost, meshGateway, namespaceOf, qualifiedName } from '../../istio/names';
import { isHttp } from '../../istio/protocol';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { VirtualService } from '../routing/virtual-service';
import { sidecarNamespaces } from './callers';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';

/** Hosts of the cluster in a VirtualService that sidecars do not read. */
export function notForMesh({ object }: Manifest, { clusterNames, virtualServices }: Facts): Reason[] {
  const spec = new FieldReader(object).at('spec');
  const gateways = spec.at('gateways').texts;
  if (gateways.length === 0 || gateways.includes(meshGateway)) return [];
  return spec.at('hosts').items.flatMap((host) => {
    const service = clusterNames.service(host.text, namespaceOf(object));
    if (!service || virtualServices.hasHost(meshGateway, service.host)) return [];
    return reasonAt(host, {
      cause: 'not for the mesh',
      message: `calls of \`${host.text}\` inside the mesh ignore these rules: \`gateways\` lacks \`mesh\``,
      why: 'a VirtualService that names gateways holds for those alone; sidecars send such calls straight to the Service',
      fix: `gateways: [${[...gateways, meshGateway].join(', ')}]`,
    });
  });
}

/** Rules for HTTP at a host whose ports speak something else. */
export function httpForOtherProtocol({ object }: Manifest, { services, clusterDomain }: Facts): Reason[] {
  const spec = new FieldReader(object).at('spec');
  const namespace = namespaceOf(object);
  const gateways = spec.at('gateways').texts;
  const isForMesh = gateways.length === 0 || gateways.includes(meshGateway);
  if (!isForMesh || spec.at('http').items.length === 0) return [];
  return spec.at('hosts').items.flatMap((host) => {
    const name = expandHost(host.text, namespace, clusterDomain);
    const service = services.visibleTo(namespace, name) ?? services.wildcardVisibleTo(namespace, name);
    if (!service || service.ports.length === 0) return [];
    if (service.ports.some(({ protocol }) => isHttp(protocol) || protocol === 'unsupported')) return [];
    const ports = service.ports.map(({ name, number, protocol }) => `${name || number} (${protocol})`).join(', ');
    return reasonAt(spec.at('http'), {
      cause: 'another protocol',
      message: `no port of \`${isWildcard(service.host) ? service.host : host.text}\` speaks HTTP, so these rules are never used: ${ports}`,
      why: 'Istio decides by the name or `appProtocol` of a Service port which rules hold: `tcp` and `tls` rules for the others',
      fix: 'name the port `http` or `http-…`, or set `appProtocol: http`',
    });
  });
}

/** A wildcard host of whose names another VirtualService takes some. */
export function wildcardHidden({ object }: Manifest, { virtualServices }: Facts): Reason[] {
  const own = virtualServices.get(qualifiedName(object));
  // Most have no wildcard, and every other VirtualService may be a rival.
  if (!own?.hosts.some((host) => isWildcard(host) && host !== '*')) return [];
  const rivals = [...new Set(own.gateways)].flatMap((gateway) => virtualServices.boundTo(gateway)).filter((service) => service !== own);
  const hidden = firstHidden(own, rivals);
  return new FieldReader(object).at('spec', 'hosts').items.flatMap((host) => {
    const first = isWildcard(host.text) && host.text !== '*' ? hidden.get(host.text) : undefined;
    if (!first) return [];
    return reasonAt(host, {
      cause: 'more specific host',
      message: `requests for \`${first.exact}\` never reach these rules: VirtualService \`${first.rival.name}\` has that host`,
      why: 'Envoy looks for the most specific host and stays there: rules of a wildcard are not merged into it',
      fix: `repeat the rules for \`${first.exact}\`, or move them into \`${first.rival.name}\``,
    });
  });
}

interface Hidden {
  readonly rival: VirtualService;
  readonly exact: string;
}

/** For each wildcard of a VirtualService the first host of a rival below it. One pass over the hosts of all: both sides may have thousands. */
function firstHidden(own: VirtualService, rivals: readonly VirtualService[]): ReadonlyMap<string, Hidden> {
  const hosts = new Set(own.hosts);
  const lengths = new Set(own.hosts.filter(isWildcard).map((host) => host.length - 1));
  const first = new Map<string, Hidden>();
  for (const rival of rivals) {
    for (const exact of rival.hosts.filter((host) => !hosts.has(host))) {
      for (const length of lengths) {
        const wildcard = `*${exact.slice(exact.length - length)}`;
        if (length <= exact.length && exact !== wildcard && !first.has(wildcard)) first.set(wildcard, { rival, exact });
      }
    }
  }
  return first;
}

/** Rules that nobody who could follow them sees: sidecars of callers, and gateway pods. */
export function exportedToNobody({ object }: Manifest, facts: Facts): Reason[] {
  const own = facts.virtualServices.get(qualifiedName(object));
  if (!own || own.visibility.isPublic || own.hosts.length === 0) return [];
  const ofGateways = own.gateways.flatMap((name) => podsOfGateway(name, facts));
  const audience = [...new Set([...(own.gateways.includes(meshGateway) ? sidecarNamespaces(facts) : []), ...ofGateways])];
  if (audience.length === 0 || audience.some((namespace) => own.visibility.includes(namespace))) return [];
  return [
    reasonAt(new FieldReader(object).at('spec', 'exportTo'), {
      cause: 'not exported',
      message: `\`exportTo\` leaves out ${audience.length > 3 ? 'every namespace' : listed(audience)} whose proxies these rules are for`,
      why: 'a proxy reads the VirtualServices that are exported to its own namespace',
      fix: 'exportTo: ["*"]',
    }),
  ];
}

function podsOfGateway(name: string, { gateways, pods }: Facts): string[] {
  const gateway = name === meshGateway ? undefined : gateways.get(name);
  return gateway && Object.keys(gateway.selector).length > 0 ? pods.select(gateway.selector).map(({ namespace }) => namespace) : [];
}

function listed(names: readonly string[]): string {
  return `the ${names.length === 1 ? 'namespace' : 'namespaces'} ${names.map((name) => `\`${name}\``).join(', ')}`;
}

/** A short name that means no Service here, while another namespace has one of that name. */
export function shortNameElsewhere({ object }: Manifest, { services, clusterDomain }: Facts): Reason[] {
  const namespace = namespaceOf(object);
  return new FieldReader(object).at('spec', 'hosts').items.flatMap((host) => {
    const meant = expandHost(host.text, namespace, clusterDomain);
    if (meant === host.text || isWildcard(host.text) || services.withHost(meant).length > 0) return [];
    const other = services.named(host.text);
    if (!other) return [];
    return reasonAt(host, {
      cause: 'no such host',
      message: `\`${host.text}\` means \`${meant}\` here, and no such Service exists`,
      why: `a short name is completed by the namespace \`${namespace}\` of this VirtualService; the Service is in \`${other.namespace}\``,
      fix: other.host,
    });
  });
}
