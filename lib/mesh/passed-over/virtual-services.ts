import { isWildcard, overlaps, splitNamespace } from '../../istio/hosts';
import { meshGateway } from '../../istio/names';
import { isHttp } from '../../istio/protocol';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import { closest } from '../../text';
import type { GatewayPod } from '../gateways/gateway-ports';
import type { Gateway, GatewayIndex } from '../gateways/gateways';
import type { VirtualService } from '../routing/virtual-service';
import type { VirtualServiceIndex } from '../routing/virtual-services';
import type { Service, ServicePort } from '../services/service';
import type { PassedOver, Reason } from './cause';

/** A call inside the mesh, as far as VirtualServices may be for it. */
export interface MeshCall {
  readonly virtualServices: VirtualServiceIndex;
  readonly namespace: string;
  readonly service: Service;
  /** The name that is called, where the Service has a wildcard host. */
  readonly calledName?: string;
  readonly port: ServicePort | undefined;
  /** Those whose rules were tried. */
  readonly used: ReadonlySet<VirtualService>;
  /** Is there a Service or ServiceEntry of that host? */
  readonly hasHost: (host: string) => boolean;
  /** Does the caller's Sidecar import a VirtualService? */
  readonly imports: (service: VirtualService) => boolean;
  /** Why the caller has no proxy that reads HTTP; undefined for one with a sidecar. */
  readonly noProxy?: string;
  /** Of a caller in the ambient mesh, why no waypoint reads the rules. */
  readonly noWaypoint?: (virtualService: VirtualService) => PassedOver | undefined;
}

/** A request at a gateway, as far as VirtualServices may be for it. */
export interface GatewayCall {
  readonly virtualServices: VirtualServiceIndex;
  readonly gateways: GatewayIndex;
  readonly pod: GatewayPod;
  /** Those whose servers took the connection. */
  readonly asked: ReadonlySet<Gateway>;
  /** The Host header, without its port and in lower case. */
  readonly domain: string;
  /** The virtual host that takes it. */
  readonly host: { readonly domain: string } | undefined;
  /** Those whose rules were tried. */
  readonly used: ReadonlySet<VirtualService>;
}

/** VirtualServices that name the called Service and are not used, nearest first. */
export function passedOverInMesh(call: MeshCall): readonly PassedOver[] {
  const naming = call.virtualServices.roots.filter(
    (each) => !call.used.has(each) && each.hosts.some((host) => names(host, call) || isNearly(host, each, call)),
  );
  return naming
    .sort((one, other) => distance(one, call) - distance(other, call))
    .map((virtualService) => call.noWaypoint?.(virtualService) ?? passedOver(virtualService, reasonInMesh(virtualService, call)));
}

/** VirtualServices that name the host and yet have no route in this table, each with the one reason. */
export function passedOverAtGateway(call: GatewayCall): readonly PassedOver[] {
  const tried = new Set([...call.used].flatMap(routesIn));
  return call.virtualServices.roots
    .filter((service) => !call.used.has(service) && service.hosts.some((entry) => overlaps(entry.toLowerCase(), call.domain)))
    .filter((service) => !service.isConnectionRoute && service.gateways.some((gateway) => gateway !== meshGateway))
    .flatMap((service) => {
      if (!service.isConverted) return [passedOver(service, reasonAtGateway(service, call))];
      const left = routesIn(service).filter((route) => !tried.has(route));
      return left.map((manifest) => ({ manifest, ...reasonAtGateway(service, call), path: ['spec', 'parentRefs'] }));
    });
}

/** The routes whose rules are in a VirtualService: it stands for one host at one listener, and they for more. */
function routesIn({ manifest: { converted = [] } }: VirtualService): Manifest[] {
  return [...new Set(converted.map(({ place }) => place.manifest))];
}

function passedOver(service: VirtualService, reason: Reason): PassedOver {
  const { manifest } = service;
  return service.manifest.origin ? { manifest, title: service.titleOf(), ...reason } : { manifest, ...reason };
}

function names(host: string, { service, calledName }: Pick<MeshCall, 'service' | 'calledName'>): boolean {
  if (isWildcard(service.host) && host.toLowerCase() === calledName?.toLowerCase()) return true;
  return host.toLowerCase() === service.host.toLowerCase() || (isWildcard(host) && host !== '*' && overlaps(host, service.host));
}

/** A short name that means a Service of the rules' own namespace, which has none of that name. */
function isNearly(host: string, { namespace }: VirtualService, { service, hasHost }: MeshCall): boolean {
  const [name, home] = host.split('.', 2);
  return service.registry === 'kubernetes' && name === service.name && home === namespace && home !== service.namespace && !hasHost(host);
}

function distance({ namespace }: VirtualService, call: MeshCall): number {
  return namespace === call.namespace ? 0 : namespace === call.service.namespace ? 1 : 2;
}

function reasonInMesh(virtualService: VirtualService, call: MeshCall): Reason {
  const { namespace, service, port, imports, noProxy } = call;
  const at = (...path: FieldPath) => ['spec', ...path];
  if (!virtualService.hosts.some((host) => names(host, call))) {
    const message = `its host means \`${virtualService.hosts[0]}\`, and the Service is \`${service.host}\``;
    return { cause: 'no such host', message, path: at('hosts') };
  }
  if (noProxy !== undefined)
    return { cause: 'no proxy', message: `the caller has no proxy that reads HTTP: ${noProxy}`, path: at('hosts') };
  if (!virtualService.gateways.includes(meshGateway)) {
    const message = `\`gateways\` lacks \`mesh\`: it is for ${virtualService.gateways.join(', ')} alone`;
    return { cause: 'not for the mesh', message, path: at('gateways') };
  }
  if (!virtualService.visibility.includes(namespace))
    return { cause: 'not exported', message: `\`exportTo\` leaves out the caller's namespace ${namespace}`, path: at('exportTo') };
  if (!imports(virtualService)) return { cause: 'not imported', message: "the caller's Sidecar does not import it", path: at('hosts') };
  if (port && !isHttp(port.protocol) && port.protocol !== 'unsupported' && virtualService.http.length > 0) {
    const message = `port ${port.number} (${port.name || 'without a name'}) of ${service.host} is declared as ${port.protocol}, so \`http\` rules are not read`;
    return { cause: 'another protocol', message, path: at('http') };
  }
  const layer4 = port && isHttp(port.protocol) ? layer4Rules(virtualService, port.number) : undefined;
  if (port && layer4) {
    const message = `port ${port.number} (${port.name || 'without a name'}) of ${service.host} is declared as ${port.protocol}, so \`${layer4}\` rules are not read`;
    return { cause: 'another protocol', message, path: at(layer4) };
  }
  const own = virtualService.hosts.find((host) => names(host, call));
  if (own !== undefined && isWildcard(own)) {
    const message = `\`${service.host}\` has rules of its own, and those of \`${own}\` are not merged into them`;
    return { cause: 'more specific host', message, path: at('hosts') };
  }
  return (
    droppedRules(virtualService) ?? { cause: 'no rule for it', message: 'none of its rules is for this port and caller', path: at('http') }
  );
}

/** The rules for connections that a VirtualService has for a port, and none for HTTP. */
function layer4Rules({ http, tcp, tls }: VirtualService, port: number): 'tcp' | 'tls' | undefined {
  const specs = http.map(({ spec: { match } }) => ({ match }));
  if (isFor(specs, port)) return undefined;
  return isFor(tcp, port) ? 'tcp' : isFor(tls, port) ? 'tls' : undefined;
}

/** Is one of these rules for the port? */
function isFor(rules: readonly { readonly match?: readonly { readonly port?: number }[] }[], port: number): boolean {
  return rules.some(({ match = [] }) => match.length === 0 || match.some((entry) => !entry.port || entry.port === port));
}

/** Rules that a VirtualService lacks as it delegates in vain. */
function droppedRules({ droppedDelegates }: VirtualService): Reason | undefined {
  const [first, ...more] = droppedDelegates.filter(({ isWhole }) => isWhole);
  if (!first) return undefined;
  const others = more.length === 0 ? '' : `, and so for ${more.length} more`;
  return {
    cause: 'dropped delegate',
    message: `a rule delegates in vain: ${first.message}${others}`,
    path: ['spec', 'http', first.index, 'delegate'],
  };
}

function reasonAtGateway(service: VirtualService, { pod, asked, gateways, domain, host }: GatewayCall): Reason {
  const atGateways: FieldPath = ['spec', 'gateways'];
  if (!service.visibility.includes(pod.namespace)) {
    const message = `it is not exported to namespace ${pod.namespace}, where the gateway runs`;
    return { cause: 'not exported', message, path: ['spec', 'exportTo'] };
  }
  const bound = service.gateways.flatMap((gateway) => gateways.get(gateway) ?? []);
  if (bound.length === 0) {
    const near = service.gateways.flatMap((gateway) => closest(gateway, gateways.names) ?? [])[0];
    const message = `no Gateway is called ${service.gateways.join(', ')}${near ? `; did you mean \`${near}\`?` : ''}`;
    return { cause: 'no such gateway', message, path: atGateways };
  }
  const selected = bound.filter((gateway) => gateway.selects(pod));
  if (service.isConverted && !selected.some((gateway) => asked.has(gateway))) {
    const listeners = bound.flatMap((gateway) => gateway.servers.map(({ index }) => gateway.titleOf(index)));
    return { cause: 'another gateway', message: `it is attached to ${listeners.join(', ')}`, path: atGateways };
  }
  if (selected.length === 0) {
    const message = `its Gateways ${bound.map((gateway) => gateway.name).join(', ')} do not select this pod`;
    return { cause: 'another gateway', message, path: atGateways };
  }
  const served = selected.flatMap((gateway) => gateway.servers.flatMap((server) => server.hosts.map(splitNamespace)));
  const open = served.filter((entry) => entry.namespace === undefined || entry.namespace === service.namespace);
  if (!open.some((entry) => service.hosts.some((own) => overlaps(entry.host, own)))) {
    const message = `its Gateways serve ${served.map((entry) => entry.host).join(', ')} only`;
    return { cause: 'host not served', message, path: ['spec', 'hosts'] };
  }
  const own = service.hosts.find((entry) => overlaps(entry.toLowerCase(), domain)) ?? '';
  if (host && isWildcard(own) && host.domain.length >= own.length) {
    const message = `\`${host.domain}\` has a virtual host of its own, and the rules of \`${own}\` are not merged into it`;
    return { cause: 'more specific host', message, path: ['spec', 'hosts'] };
  }
  return (
    droppedRules(service) ?? { cause: 'no rule for it', message: 'none of its rules is for this gateway and port', path: ['spec', 'http'] }
  );
}
