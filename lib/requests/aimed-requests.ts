import { overlaps } from '../istio/hosts';
import type { Mesh } from '../mesh/mesh';
import type { VirtualService } from '../mesh/routing/virtual-service';
import type { HttpMatchSpec, StringMatch } from '../mesh/routing/virtual-service-spec';
import { type Request, withoutPort } from '../route/request/request';
import { type AimedRequest, writtenWorkloads } from './answers';
import { innerEntries, outerEntries } from './entries';
import { sampleOf } from './sample';

/** What a request may have beside its host and port. */
export type Shape = Partial<Pick<Request, 'path' | 'method' | 'headers' | 'claims'>>;

/** Where a request is sent. */
export type Base = Pick<Request, 'scheme' | 'host' | 'port'>;

/** Requests at every host and port that the manifests name, from everybody, shaped for every match and policy in them. */
export function* aimedRequests(mesh: Mesh): Generator<AimedRequest> {
  const policyShapes = shapesOfPolicies(mesh);
  const shapesAt = (host: string): readonly Shape[] => [{}, ...shapesOfRules(mesh, host), ...policyShapes];
  for (const base of outerEntries(mesh)) for (const shape of shapesAt(base.host ?? '')) yield { request: shaped(base, shape) };
  const inside = [...innerEntries(mesh)].map((base) => ({ base, shapes: shapesAt(withoutPort(base.host ?? '')) }));
  for (const from of writtenWorkloads(mesh)) {
    for (const { base, shapes } of inside) for (const shape of shapes) yield { from, request: shaped(base, shape) };
  }
}

/** The request with these parts. */
export function shaped({ scheme, host, port }: Base, { path = '/', method = 'GET', headers, claims }: Shape): Request {
  return { scheme, host, port, path, method, ...(headers ? { headers } : {}), ...(claims ? { claims } : {}) };
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

/** Paths, methods and headers that policies speak of, and a token of each issuer beside one without a valid signature. */
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
