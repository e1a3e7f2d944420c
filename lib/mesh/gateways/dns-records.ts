import { isIP } from 'node:net';
import { hostsForNamespace, intersection } from '../../istio/hosts';
import type { VirtualServiceIndex } from '../routing/virtual-services';
import type { ServiceIndex } from '../services/services';
import type { Gateway, GatewayIndex } from './gateways';
import { type LoadBalancer, loadBalancersOf } from './load-balancers';

/** One record that callers need to find the mesh. */
export interface DnsRecord {
  readonly host: string;
  /** Absent while the address is not known, since it decides the type. */
  readonly type?: 'A' | 'AAAA' | 'CNAME';
  /** An IP address, or a name. */
  readonly value?: string;
  /** `namespace/name` of the Gateway that serves the host. */
  readonly gateway: string;
  /** `namespace/name` of the Service whose address it is. */
  readonly service?: string;
  /** Why there can be none. */
  readonly problem?: string;
}

/** What decides which hosts are served, and from which addresses. */
interface Served {
  readonly gateways: GatewayIndex;
  readonly services: ServiceIndex;
  readonly virtualServices: VirtualServiceIndex;
}

/** The records for every host that the gateways of a mesh serve. @param addresses take the place of those that the set knows */
export function dnsRecords(mesh: Served, addresses: readonly string[] = []): DnsRecord[] {
  const records = mesh.gateways.all.flatMap((gateway) => recordsOf(mesh, gateway, addresses));
  const unique = new Map(records.map((record) => [`${record.host} ${record.value ?? record.service} ${record.problem}`, record]));
  return [...unique.values()].sort((one, other) => (one.host < other.host ? -1 : one.host > other.host ? 1 : 0));
}

function recordsOf(mesh: Served, gateway: Gateway, given: readonly string[]): DnsRecord[] {
  const balancers = loadBalancersOf(mesh.services, gateway);
  return servedHosts(mesh, gateway).flatMap((host): DnsRecord[] => {
    const about = { host, gateway: gateway.name };
    if (host === '*') return [{ ...about, problem: 'no record is for every host there is: name the hosts' }];
    if (balancers.length === 0) return [{ ...about, problem: "no Service of type LoadBalancer leads to the gateway's pods" }];
    return balancers.flatMap((balancer) => toBalancer(about, balancer, given));
  });
}

function toBalancer(about: Pick<DnsRecord, 'host' | 'gateway'>, balancer: LoadBalancer, given: readonly string[]): DnsRecord[] {
  const service = `${balancer.namespace}/${balancer.name}`;
  const addresses = given.length > 0 ? given : balancer.addresses;
  if (addresses.length === 0) return [{ ...about, service }];
  return addresses.map((value) => ({ ...about, service, value, type: typeOf(value) }));
}

function typeOf(address: string): DnsRecord['type'] {
  const version = isIP(address);
  return version === 4 ? 'A' : version === 6 ? 'AAAA' : 'CNAME';
}

/** A server for every host serves those that virtual services name; a server of bytes knows no hosts, one between clusters those of the mesh. */
function servedHosts(mesh: Served, gateway: Gateway): string[] {
  const named = gateway.servers.filter(
    ({ port, tls }) => (port.protocol !== 'tcp' || tls !== undefined) && tls?.mode !== 'AUTO_PASSTHROUGH',
  );
  const hosts = new Set<string>();
  for (const server of named) {
    const all = server.hosts.map((host) => host.replace(/^.*\//, ''));
    for (const host of all.filter((each) => each !== '*')) hosts.add(host);
    if (all.includes('*')) for (const host of routedHosts(mesh, gateway, server.hosts)) hosts.add(host);
  }
  return [...hosts];
}

function routedHosts(mesh: Served, gateway: Gateway, serverHosts: readonly string[]): string[] {
  const bound = mesh.virtualServices.boundTo(gateway.name);
  const hosts = bound.flatMap((service) => intersection(hostsForNamespace(serverHosts, service.namespace), service.hosts));
  return hosts.length > 0 ? hosts : ['*'];
}
