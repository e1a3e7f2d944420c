import { expandGateway, expandHost, meshGateway, namespaceOf, qualifiedName } from '../../istio/names';
import { lazy } from '../../lazy';
import type { Manifest } from '../../manifest/manifest';
import type { CandidateOptions } from '../resource-defaults';
import { Visibility } from '../visibility';
import type { ConvertedRule, ConvertedVirtualService } from './converted';
import { type DroppedDelegate, droppedDelegates, expandDelegates } from './delegates';
import type { HttpRule } from './http-rule';
import {
  type DestinationSpec,
  type HttpMatchSpec,
  type HttpRouteSpec,
  type TcpRouteSpec,
  type TlsRouteSpec,
  type VirtualServiceRules,
  virtualServiceHead,
  virtualServiceRules,
} from './virtual-service-spec';

/**
 * A VirtualService as istiod reads it: names resolved, delegates expanded. Its rules are read when first asked for, as
 * most questions are about few of many. Source: Istio `ResolveVirtualServiceShortnames`.
 */
export class VirtualService {
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Resolved; empty for a delegate. */
  readonly hosts: readonly string[];
  /** Resolved: `namespace/name` or `mesh`. */
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  /** Made from routes of the Gateway API, which reads some fields otherwise. Source: Istio `UseGatewaySemantics`. */
  readonly isConverted: boolean;
  /** Does a prefix end where a step of the path ends? Source: Istio `TranslateRouteMatch`. */
  readonly readsPrefixesBySteps: boolean;
  private readonly stored: () => boolean;
  private readonly resolve: Resolver;
  private read: VirtualServiceRules | undefined;
  private written: readonly HttpRule[] | undefined;
  private expanded: readonly HttpRule[] | undefined;

  /** @param find another VirtualService by `namespace/name`, for delegates */
  constructor(
    readonly manifest: Manifest & Partial<ConvertedVirtualService>,
    private readonly find: (name: string) => VirtualService | undefined,
    { exportedByDefault = [], domain, isStored = () => true }: CandidateOptions = {},
  ) {
    this.stored = lazy(() => this.manifest.origin !== undefined || isStored(manifest));
    const { hosts = [], gateways = [], exportTo } = virtualServiceHead.decode(manifest.object.spec);
    this.isConverted = manifest.semantics === 'gateway';
    this.readsPrefixesBySteps = manifest.semantics !== undefined;
    this.name = qualifiedName(manifest.object);
    this.namespace = namespaceOf(manifest.object);
    this.resolve = new Resolver(this.namespace, domain);
    this.hosts = hosts.map((host) => expandHost(host, this.namespace, domain));
    this.gateways = gateways.length > 0 ? this.resolve.gateways(gateways) : [meshGateway];
    this.visibility = new Visibility(exportTo, this.namespace, exportedByDefault);
  }

  /** Does the cluster store it? What is made from another API is not validated again. */
  get isStored(): boolean {
    return this.stored();
  }

  /** Every rule as the proxy sees it: a delegate's rules stand in place of the one that names it. */
  get http(): readonly HttpRule[] {
    this.expanded ??= this.hosts.length === 0 ? this.writtenHttp : expandDelegates(this, this.find);
    return this.expanded;
  }

  /** The VirtualServices that its rules delegate to, by `namespace/name`. */
  get delegateNames(): readonly string[] {
    return this.writtenHttp.flatMap(({ spec: { delegate } }) =>
      delegate ? [`${delegate.namespace || this.namespace}/${delegate.name ?? ''}`] : [],
    );
  }

  /** Its rules that delegate in vain. */
  get droppedDelegates(): readonly DroppedDelegate[] {
    return this.hosts.length === 0 ? [] : droppedDelegates(this, this.find);
  }

  /** The rules as they are written, delegates not expanded. */
  get writtenHttp(): readonly HttpRule[] {
    this.written ??=
      this.manifest.converted?.map(convertedRule) ??
      (this.rules.http ?? []).map((rule, index) => httpRule(this.manifest, this.resolve.http(rule), index));
    return this.written;
  }

  /** What a reader knows it by: its name, or the kind and name of the route or Ingress that a rule is written in. */
  titleOf({ place }: Partial<Pick<HttpRule, 'place'>> = {}): string {
    if (!this.manifest.origin) return this.name;
    const { object } = place?.manifest ?? this.manifest.origin;
    return `${object.kind} ${qualifiedName(object)}`;
  }

  /** Is it made of a route that reads no HTTP? */
  get isConnectionRoute(): boolean {
    return this.isTlsRoute || this.manifest.origin?.object.kind === 'TCPRoute';
  }

  /** Is it made of a TLSRoute? Its rules also take connections whose TLS ends at a gateway. */
  get isTlsRoute(): boolean {
    return this.manifest.origin?.object.kind === 'TLSRoute';
  }

  get tls(): readonly TlsRouteSpec[] {
    return (this.rules.tls ?? []).map((rule) => ({
      ...rule,
      match: this.resolve.matches(rule.match),
      route: this.resolve.routes(rule.route),
    }));
  }

  get tcp(): readonly TcpRouteSpec[] {
    return (this.rules.tcp ?? []).map((rule) => ({
      ...rule,
      match: this.resolve.matches(rule.match),
      route: this.resolve.routes(rule.route),
    }));
  }

  private get rules(): VirtualServiceRules {
    this.read ??= virtualServiceRules.decode(this.manifest.object.spec);
    return this.read;
  }
}

/** The place of a converted rule is its place in the route. */
function convertedRule({ spec, place, matchPlaces }: ConvertedRule): HttpRule {
  return { spec, place, matchPlaces, index: Number(place.path.at(-1)) };
}

function httpRule(manifest: Manifest, spec: HttpRouteSpec, index: number): HttpRule {
  const path = ['spec', 'http', index];
  const matchPlaces = (spec.match ?? []).map((_, match) => ({ manifest, path: [...path, 'match', match] }));
  return { spec, index, place: { manifest, path }, matchPlaces };
}

class Resolver {
  constructor(
    private readonly namespace: string,
    private readonly domain: string | undefined,
  ) {}

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

  gateways(references: readonly string[]): readonly string[] {
    return references.map((reference) => expandGateway(reference, this.namespace));
  }

  matches<M extends { readonly gateways?: readonly string[] }>(matches: readonly M[] = []): readonly M[] {
    return matches.map((match) => (match.gateways ? { ...match, gateways: this.gateways(match.gateways) } : match));
  }

  routes<R extends { readonly destination?: DestinationSpec }>(routes: readonly R[] = []): readonly R[] {
    return routes.map((route) => ({ ...route, destination: route.destination && this.destination(route.destination) }));
  }

  private destination(destination: DestinationSpec): DestinationSpec {
    return { ...destination, host: expandHost(destination.host ?? '', this.namespace, this.domain) };
  }
}
