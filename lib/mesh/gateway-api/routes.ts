import { covers, intersection } from '../../istio/hosts';
import { meshGateway, namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { type ConvertedRule, type ConvertedVirtualService, placedAt } from '../routing/converted';
import type { TcpRouteSpec, TlsRouteSpec } from '../routing/virtual-service-spec';
import { type Backends, RouteReport } from './backends';
import { gatewayApi, type Problem, type RouteKind, stored } from './objects';
import type { Parent, Parents } from './parents';
import { hostnamesOf } from './parents';
import { byRouteAge } from './route-age';
import { byPrecedence, convertedRules } from './rules';

/** A rule set for one host before those of other routes join it. */
interface Draft {
  readonly key: string;
  readonly route: Manifest;
  readonly host: string;
  readonly gateway: string;
  readonly rules: readonly ConvertedRule[];
}

/** Where istiod sends the connections of a rule whose backends all have weight 0: no such cluster is there. */
const nowhere = { host: 'internal.cluster.local', subset: 'zero-weight', port: { number: 65535 } };

/** Translates routes into VirtualServices, one for each gateway and host. Source: Istio `kube/gateway/route_collections.go`. */
export class RouteConverter {
  readonly virtualServices: readonly ConvertedVirtualService[];
  readonly problems: Problem[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly objects: Objects,
    private readonly parents: Parents,
    private readonly backends: Backends,
  ) {
    this.virtualServices = [...this.http(), ...this.connections('TLSRoute'), ...this.connections('TCPRoute')];
  }

  private routes(kind: RouteKind): readonly Manifest[] {
    return this.objects.ofKind(gatewayApi, kind);
  }

  private http(): ConvertedVirtualService[] {
    const drafts = new Map<string, Draft[]>();
    for (const route of [...this.routes('HTTPRoute'), ...this.routes('GRPCRoute')]) {
      for (const draft of this.drafts(route)) drafts.set(draft.key, [...(drafts.get(draft.key) ?? []), draft]);
    }
    return [...drafts].map(([key, all]) => merged(key, all));
  }

  private drafts(route: Manifest): Draft[] {
    const namespace = namespaceOf(route.object);
    const rulesFor = this.perSide((report) => convertedRules(route, this.backends, report), route);
    return this.attached(route, rulesFor).flatMap((parent) => {
      const isMesh = parent.gateway === meshGateway;
      const rules = rulesFor(isMesh);
      if (rules.length === 0) return [];
      const hosts = isMesh ? parent.hosts : hostnamesOf(route).filter((host) => this.parents.isolates(parent, host));
      const scope = isMesh ? `${namespace}${parent.port ? `/${parent.port}` : ''}` : parent.gateway;
      const ofPort = isMesh && parent.port ? rules.map((rule) => withPort(rule, parent.port)) : rules;
      return hosts.map((host) => ({ key: `${scope}/${host}`, route, host, gateway: parent.gateway, rules: ofPort }));
    });
  }

  /** The parents of a route. Where all deny it, istiod looks at its backends all the same. */
  private attached(route: Manifest, rulesFor: (isMesh: boolean) => unknown): readonly Parent[] {
    const before = this.parents.problems.length;
    const parents = this.parents.of(route);
    if (parents.length === 0 && this.parents.problems.length > before) rulesFor(false);
    return parents;
  }

  private connections(kind: 'TLSRoute' | 'TCPRoute'): ConvertedVirtualService[] {
    const field = kind === 'TLSRoute' ? 'tls' : 'tcp';
    return this.routes(kind).flatMap((route) => {
      const rulesFor = this.perSide((report) => this.forwarding(route, report), route);
      return this.attached(route, rulesFor).flatMap((parent, place) => {
        const isMesh = parent.gateway === meshGateway;
        return hostsOf(route, parent, kind).map((host, index) => {
          const rules = rulesFor(isMesh).map((rule) => matching(rule, { route, parent, host, kind }));
          const { name } = route.object.metadata;
          const spec = { hosts: [host], gateways: [parent.gateway], [field]: rules };
          return virtualService(`${name}~${field}~${place}~${index}`, route, spec, []);
        });
      });
    });
  }

  private forwarding(route: Manifest, report: RouteReport): (TlsRouteSpec | TcpRouteSpec)[] {
    return stored(route)
      .at('spec', 'rules')
      .items.map((rule) => {
        const targets = this.backends.weighted(rule, report);
        if (targets.length === 0) return { route: [{ destination: nowhere }] };
        return { route: targets.map(({ destination, weight }) => ({ destination, ...(weight === undefined ? {} : { weight }) })) };
      });
  }

  /** Rules for gateways and rules for the mesh differ in what they need grants for; each is made once, and reported once. */
  private perSide<R>(convert: (report: RouteReport) => R[], route: Manifest): (isMesh: boolean) => R[] {
    const made = new Map<boolean, R[]>();
    return (isMesh) => {
      const known = made.get(isMesh);
      if (known) return known;
      const report = new RouteReport(route, isMesh);
      const rules = convert(report);
      for (const problem of report.problems) this.report(problem);
      made.set(isMesh, report.isHopeless ? [] : rules);
      return made.get(isMesh) ?? [];
    };
  }

  private report(problem: Problem): void {
    const { object } = problem.manifest;
    const key = [object.kind, namespaceOf(object), object.metadata.name, problem.path.join('.'), problem.message].join(' ');
    if (!this.seen.has(key)) this.problems.push(problem);
    this.seen.add(key);
  }
}

function withPort(rule: ConvertedRule, port: number): ConvertedRule {
  const [match = {}] = rule.spec.match ?? [];
  return { ...rule, spec: { ...rule.spec, match: [{ ...match, port }] } };
}

/** The hosts of the VirtualServices for one parent. */
function hostsOf(route: Manifest, { gateway, hosts, listener }: Parent, kind: RouteKind): readonly string[] {
  if (gateway === meshGateway) return hosts;
  if (kind === 'TCPRoute') return ['*'];
  return listener?.hostname ? intersection(hostnamesOf(route), [listener.hostname]) : hostnamesOf(route);
}

interface Attachment {
  readonly route: Manifest;
  readonly parent: Parent;
  readonly host: string;
  readonly kind: 'TLSRoute' | 'TCPRoute';
}

/** The connections that a rule takes: of some server names, or of a port in the mesh. */
function matching<R extends TlsRouteSpec | TcpRouteSpec>(rule: R, { route, parent, host, kind }: Attachment): R {
  const isMesh = parent.gateway === meshGateway;
  const port = isMesh && parent.port ? { port: parent.port } : {};
  if (kind === 'TCPRoute') return parent.port && isMesh ? { ...rule, match: [port] } : rule;
  const named = hostnamesOf(route);
  const inMesh = named.length === 1 && named[0] === '*' ? [host] : named.filter((name) => covers(host, name) || named.length === 1);
  const atGateway = parent.listener?.hostname ? intersection(named, [parent.listener.hostname]) : named;
  return { ...rule, match: [{ sniHosts: isMesh ? inMesh : atGateway, ...port }] };
}

/** The rules of all routes for one gateway and host. Source: Istio `mergeHTTPRoutes`. */
function merged(key: string, drafts: readonly Draft[]): ConvertedVirtualService {
  const ordered = [...drafts].sort((one, other) => byRouteAge(one.route.object, other.route.object));
  const rules = ordered.flatMap((draft) => draft.rules).sort(byPrecedence);
  const [first] = ordered;
  const { host, gateway, route } = first as Draft;
  const spec = { hosts: [host], gateways: [gateway], http: rules.map((rule) => rule.spec) };
  return virtualService(key.replaceAll('/', '~'), route, spec, rules);
}

function virtualService(name: string, route: Manifest, spec: object, rules: readonly ConvertedRule[]): ConvertedVirtualService {
  const { creationTimestamp } = route.object.metadata;
  const metadata = { name, namespace: namespaceOf(route.object), ...(creationTimestamp ? { creationTimestamp } : {}) };
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec };
  // what is asked about the whole leads to the route; its rules know their own places
  return { object, source: placedAt(route.source, () => []), converted: rules, origin: route, semantics: 'gateway' };
}
