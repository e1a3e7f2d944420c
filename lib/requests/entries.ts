import { covers, isWildcard, overlaps } from '../istio/hosts';
import { meshGateway } from '../istio/names';
import type { Mesh } from '../mesh/mesh';
import type { Request } from '../route/request/request';

/** Where requests come in: a host as it is written, with a name that it covers, and a port. */
export interface Entry extends Pick<Request, 'scheme' | 'host' | 'port'> {
  /** Of a Gateway, a Service, a ServiceEntry or a VirtualService: `shop.example.com`, `*.example.com`, `*`. */
  readonly pattern: string;
  /** What readers call the host. @default - the pattern */
  readonly text?: string;
}

/** Where clients outside the mesh knock: hosts of gateways and of the VirtualServices bound to them, at the ports that lead there. */
export function outerEntries(mesh: Mesh): Entry[] {
  const bound = mesh.virtualServices.roots.filter(({ gateways }) => gateways.some((gateway) => gateway !== meshGateway));
  const servers = mesh.gateways.all.flatMap((gateway) => gateway.servers);
  const served = servers.flatMap(({ hosts }) => hosts.map((host) => host.slice(host.indexOf('/') + 1)));
  const hosts = [...new Set([...bound.flatMap((service) => service.hosts), ...served].map((host) => host.toLowerCase()))];
  const ports = new Map<number, Request['scheme']>();
  for (const { port, tls } of servers) {
    const scheme = port.protocol === 'https' || port.protocol === 'tls' || tls?.mode !== undefined ? 'https' : 'http';
    for (const number of dialled(mesh, port.number)) ports.set(number, scheme);
  }
  return hosts.flatMap((pattern) =>
    [...ports].map(([port, scheme]) => ({ pattern, scheme, host: withPort(instanceOf(pattern), port, scheme), port })),
  );
}

/** Ports of Services that lead to a port of their pods. */
function dialled(mesh: Mesh, podPort: number): number[] {
  const leading = mesh.services.all.flatMap(({ ports }) => ports.filter(({ targetPort }) => targetPort === podPort));
  return [...new Set([podPort, ...leading.map(({ number }) => number)])];
}

/** What applications in the mesh call: Services, hosts of ServiceEntries, and hosts that VirtualServices alone name. What is assumed nobody calls. */
export function* innerEntries(mesh: Mesh, isWanted: (host: string) => boolean = () => true): Generator<Entry> {
  const called = new Set<string>();
  const written = new Set(mesh.manifests);
  for (const { host, ports, manifest } of mesh.services.all) {
    called.add(host);
    if (!written.has(manifest) || !isWanted(host)) continue;
    for (const { number, protocol } of ports) {
      const scheme = protocol === 'https' || protocol === 'tls' ? 'https' : 'http';
      yield { pattern: host, scheme, host: withPort(instanceOf(host), number, scheme), port: number };
    }
  }
  for (const { hosts, gateways } of mesh.virtualServices.roots) {
    if (!gateways.includes(meshGateway)) continue;
    for (const host of hosts) {
      if (!called.has(host) && isWanted(host)) yield { pattern: host, scheme: 'http', host: instanceOf(host), port: 80 };
    }
  }
}

/** Hosts that applications in the mesh may call and that some mesh knows. */
export function knownHosts(meshes: readonly Mesh[]): string[] {
  return meshes.flatMap((mesh) => [
    ...mesh.services.all.map(({ host }) => host),
    ...mesh.virtualServices.roots.flatMap(({ hosts, gateways }) => (gateways.includes(meshGateway) ? hosts : [])),
  ]);
}

/** Names of which one is surely called by nobody. */
const elsewhere = ['elsewhere.example.net', 'elsewhere.example.org', 'elsewhere.invalid'];

/** Calls of hosts that no mesh knows. @param known hosts; none is left where one of them is `*` */
export function unknownEntries(known: readonly string[]): Entry[] {
  const host = elsewhere.find((name) => !known.some((each) => overlaps(each, name)));
  if (host === undefined) return [];
  const ports = [['http', 80] as const, ['https', 443] as const];
  return ports.map(([scheme, port]) => ({ pattern: '*', text: 'any other host', scheme, host, port }));
}

/** A name that a wildcard host covers. */
export function instanceOf(host: string): string {
  if (host === '*') return 'any.example.com';
  return isWildcard(host) ? `any${host.slice(1)}` : host;
}

/** The names under a wildcard that belong to another host of a list, which is more specific. */
export function moreSpecific(pattern: string, hosts: readonly string[]): string[] {
  if (!isWildcard(pattern)) return [];
  return hosts.filter((host) => host !== pattern && covers(pattern, host));
}

/** The Host header that clients send: with the port, unless it is the scheme's own. */
export function withPort(host: string, port: number, scheme: Request['scheme']): string {
  return port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;
}
