import { isWildcard, overlaps } from '../istio/hosts';
import { meshGateway } from '../istio/names';
import type { Mesh } from '../mesh/mesh';
import type { VirtualService } from '../mesh/routing/virtual-service';
import type { HttpMatchSpec, StringMatch } from '../mesh/routing/virtual-service-spec';
import type { Workload } from '../mesh/workloads/workloads';
import { type Request, withoutPort } from '../route/request/request';
import { sampleOf } from './sample';

/** One request that the manifests themselves suggest, and who sends it. */
export interface AimedRequest {
  /** @default - a client outside the mesh */
  readonly from?: Workload;
  /** The request. */
  readonly request: Request;
}

/** What a request may have beside its host and port. */
export type Shape = Partial<Pick<Request, 'path' | 'method' | 'headers' | 'claims'>>;

/** Where a request is sent. */
export type Base = Pick<Request, 'scheme' | 'host' | 'port'>;

/** Requests at every host and port that the manifests name, from everybody, shaped for every match and policy in them. */
export function* aimedRequests(mesh: Mesh): Generator<AimedRequest> {
  const policyShapes = shapesOfPolicies(mesh);
  const shapesAt = (host: string): readonly Shape[] => [{}, ...shapesOfRules(mesh, host), ...policyShapes];
  for (const base of outside(mesh)) for (const shape of shapesAt(base.host ?? '')) yield { request: shaped(base, shape) };
  const inside = [...calls(mesh)].map((base) => ({ base, shapes: shapesAt(withoutPort(base.host ?? '')) }));
  for (const from of writtenWorkloads(mesh)) {
    for (const { base, shapes } of inside) for (const shape of shapes) yield { from, request: shaped(base, shape) };
  }
}

/** Workloads of the manifests themselves: what is assumed calls nobody. */
export function writtenWorkloads(mesh: Mesh): Workload[] {
  const written = new Set(mesh.manifests);
  return mesh.workloads.all.filter(({ manifest }) => written.has(manifest));
}

/** The request with these parts. */
export function shaped(base: Base, { path = '/', method = 'GET', headers, claims }: Shape): Request {
  return { ...base, path, method, ...(headers ? { headers } : {}), ...(claims ? { claims } : {}) };
}

/** Where clients outside the mesh knock: hosts of gateways and of the VirtualServices bound to them, at the ports that lead there. */
function* outside(mesh: Mesh): Generator<Base> {
  const bound = mesh.virtualServices.roots.filter(({ gateways }) => gateways.some((gateway) => gateway !== meshGateway));
  const servers = mesh.gateways.all.flatMap((gateway) => gateway.servers);
  const served = servers.flatMap(({ hosts }) => hosts.map((host) => host.slice(host.indexOf('/') + 1)));
  const hosts = new Set([...bound.flatMap((service) => service.hosts), ...served].map(instanceOf));
  const ports = new Map<number, Request['scheme']>();
  for (const { port, tls } of servers) {
    const scheme = port.protocol === 'https' || port.protocol === 'tls' || tls?.mode !== undefined ? 'https' : 'http';
    for (const number of dialled(mesh, port.number)) ports.set(number, scheme);
  }
  for (const host of hosts) for (const [port, scheme] of ports) yield { scheme, host: withPort(host, port, scheme), port };
}

/** Ports of Services that lead to a port of their pods. */
function dialled(mesh: Mesh, podPort: number): number[] {
  const leading = mesh.services.all.flatMap(({ ports }) => ports.filter(({ targetPort }) => targetPort === podPort));
  return [...new Set([podPort, ...leading.map(({ number }) => number)])];
}

/** What programs in the mesh call: Services, hosts of ServiceEntries, and hosts that VirtualServices alone name. */
function* calls(mesh: Mesh): Generator<Base> {
  const called = new Set<string>();
  for (const { host, ports } of mesh.services.all) {
    called.add(host);
    for (const { number, protocol } of ports) {
      const scheme = protocol === 'https' || protocol === 'tls' ? 'https' : 'http';
      yield { scheme, host: withPort(instanceOf(host), number, scheme), port: number };
    }
  }
  for (const { hosts, gateways } of mesh.virtualServices.roots) {
    if (!gateways.includes(meshGateway)) continue;
    for (const host of hosts) if (!called.has(host)) yield { scheme: 'http', host: instanceOf(host), port: 80 };
  }
}

function shapesOfRules(mesh: Mesh, host: string): Shape[] {
  const speaking = mesh.virtualServices.roots.filter(({ hosts }) => hosts.some((own) => own === host || overlaps(own, host)));
  return speaking.flatMap((service) => matchesOf(service).map(shapeOf));
}

function matchesOf({ http }: VirtualService): HttpMatchSpec[] {
  return http.flatMap(({ spec }) => spec.match ?? []);
}

/** A request that an entry of `match` takes, as far as that can be made of it. */
export function shapeOf({ uri, method, headers = {}, queryParams = {} }: HttpMatchSpec): Shape {
  const query = Object.entries(queryParams).map(([name, match]) => `${name}=${encodeURIComponent(takenBy(match))}`);
  const path = `${uri ? takenBy(uri) : '/'}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const sent = Object.entries(headers).map(([name, match]) => [name, takenBy(match)] as const);
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    ...(method ? { method: takenBy(method) } : {}),
    ...(sent.length > 0 ? { headers: Object.fromEntries(sent) } : {}),
  };
}

function takenBy({ exact, prefix, regex }: StringMatch): string {
  return exact ?? prefix ?? (regex === undefined ? 'any' : sampleOf(regex));
}

/** Paths, methods and headers that policies speak of, and a token of each issuer beside one that nobody signed. */
export function shapesOfPolicies(mesh: Mesh): Shape[] {
  const spoken = (['AuthorizationPolicy', 'RequestAuthentication'] as const).flatMap((kind) =>
    mesh.objects.ofKind('security.istio.io', kind).map(({ object }) => object.spec),
  );
  const words = (field: string) => [...new Set(spoken.flatMap((spec) => valuesAt(spec, field)))];
  const paths = [...words('paths'), ...words('notPaths')].map((path) => path.replace(/\*|\{[^}]*\}/g, 'any'));
  const methods = [...words('methods'), ...words('notMethods')].filter((method) => /^[A-Z]+$/.test(method));
  const issuers = words('issuer');
  return [
    ...paths.map((path): Shape => ({ path: path.startsWith('/') ? path : `/${path}` })),
    ...methods.map((method): Shape => ({ method })),
    ...paths.flatMap((path) => methods.map((method): Shape => ({ path: path.startsWith('/') ? path : `/${path}`, method }))),
    ...issuers.map((iss): Shape => ({ claims: { iss, sub: 'somebody' } })),
    ...(issuers.length > 0 ? [{ headers: { authorization: 'Bearer nobody.signed.this' } }] : []),
  ];
}

/** Every text that stands below a field of one name, however deep it is. */
function valuesAt(value: unknown, field: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => valuesAt(entry, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) =>
    name === field ? [below].flat().filter((text): text is string => typeof text === 'string') : valuesAt(below, field),
  );
}

/** A name that a wildcard host covers. */
export function instanceOf(host: string): string {
  if (host === '*') return 'any.example.com';
  return isWildcard(host) ? `any${host.slice(1)}` : host;
}

/** A host as the Host header has it. */
export function withPort(host: string, port: number, scheme: Request['scheme']): string {
  return port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;
}
