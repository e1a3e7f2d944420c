import type { FieldPath, Manifest } from '../manifest/manifest';
import { expandGateway, expandHost, meshGateway, namespaceOf, qualifiedName } from './names';
import {
  type DestinationSpec,
  type HttpMatchSpec,
  type HttpRouteSpec,
  type TcpRouteSpec,
  type TlsRouteSpec,
  virtualServiceSpec,
} from './virtual-service-spec';
import { Visibility } from './visibility';

/** A place in a manifest, to point a reader at. */
export interface Place {
  readonly manifest: Manifest;
  readonly path: FieldPath;
}

/** One `http` rule with every name in it resolved. */
export interface HttpRule {
  readonly spec: HttpRouteSpec;
  /** Its place among the rules as the proxy sees them, delegates expanded. */
  readonly index: number;
  /** Where it is written; for a delegate's rule, in the delegate. */
  readonly place: Place;
  /** Where each `match` entry is written, in the order of `spec.match`. */
  readonly matchPlaces: readonly Place[];
}

/** A VirtualService as istiod reads it: names resolved, delegates expanded. */
export interface VirtualService {
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Resolved; empty for a delegate. */
  readonly hosts: readonly string[];
  /** Resolved: `namespace/name` or `mesh`. */
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  readonly http: readonly HttpRule[];
  readonly tls: readonly TlsRouteSpec[];
  readonly tcp: readonly TcpRouteSpec[];
  readonly manifest: Manifest;
}

/** Reads a VirtualService and resolves its names; delegates are not expanded yet. Source: Istio `ResolveVirtualServiceShortnames`. */
export function readVirtualService(manifest: Manifest): VirtualService {
  const spec = virtualServiceSpec.decode(manifest.object.spec);
  const namespace = namespaceOf(manifest.object);
  const resolve = new Resolver(namespace);
  const gateways = resolve.gateways(spec.gateways) ?? [];
  return {
    name: qualifiedName(manifest.object),
    namespace,
    hosts: (spec.hosts ?? []).map((host) => expandHost(host, namespace)),
    gateways: gateways.length > 0 ? gateways : [meshGateway],
    visibility: new Visibility(spec.exportTo, namespace),
    http: (spec.http ?? []).map((rule, index) => httpRule(manifest, resolve.http(rule), index)),
    tls: (spec.tls ?? []).map((rule) => ({ ...rule, match: resolve.matches(rule.match), route: resolve.routes(rule.route) })),
    tcp: (spec.tcp ?? []).map((rule) => ({ ...rule, match: resolve.matches(rule.match), route: resolve.routes(rule.route) })),
    manifest,
  };
}

function httpRule(manifest: Manifest, spec: HttpRouteSpec, index: number): HttpRule {
  const path = ['spec', 'http', index];
  const matchPlaces = (spec.match ?? []).map((_, match) => ({ manifest, path: [...path, 'match', match] }));
  return { spec, index, place: { manifest, path }, matchPlaces };
}

class Resolver {
  constructor(private readonly namespace: string) {}

  http(rule: HttpRouteSpec): HttpRouteSpec {
    const { match, route, mirror, mirrors } = rule;
    return {
      ...rule,
      match: match && this.matches<HttpMatchSpec>(match),
      route: route && this.routes(route),
      mirror: mirror && this.destination(mirror),
      mirrors: mirrors?.map((policy) => ({ ...policy, destination: policy.destination && this.destination(policy.destination) })),
    };
  }

  gateways(references: readonly string[] | undefined): readonly string[] | undefined {
    return references?.map((reference) => expandGateway(reference, this.namespace));
  }

  matches<M extends { readonly gateways?: readonly string[] }>(matches: readonly M[] = []): readonly M[] {
    return matches.map((match) => (match.gateways ? { ...match, gateways: this.gateways(match.gateways) } : match));
  }

  routes<R extends { readonly destination?: DestinationSpec }>(routes: readonly R[] = []): readonly R[] {
    return routes.map((route) => ({ ...route, destination: route.destination && this.destination(route.destination) }));
  }

  private destination(destination: DestinationSpec): DestinationSpec {
    return { ...destination, host: expandHost(destination.host ?? '', this.namespace) };
  }
}
