import type { IConstruct } from 'constructs';
import { MeshApp } from '../../app';
import { ConstructError } from '../../errors';
import type { Call } from '../call';
import { Caller } from '../caller';
import { IngressGateway } from '../edge/ingress-gateway';
import { ExternalService } from '../external-service';
import type { IGateway } from '../gateway';
import { overlap } from '../host';
import { Microservice } from '../microservice';
import { RouteDelegate } from '../route-delegate';
import { VirtualService } from '../virtual-service';
import { Workload } from '../workload/existing-workload';
import { type PodTemplate, podTemplates } from '../workload/pod-templates';
import type { Identity } from './identity';

/** Who may call a microservice, and what of it. */
export interface Inbound extends Omit<Call, 'to'> {
  readonly from: Identity;
}

type Program = Caller;
/** One that callers can ask for by a name. */
type Callable = Microservice<string> | Workload<string>;

/** Istio's own ingress gateway, as its `default` profile installs it. */
export const installedGateway: Identity = {
  namespace: 'istio-system',
  serviceAccountName: 'istio-ingressgateway-service-account',
  labels: { istio: 'ingressgateway' },
};

/**
 * Every edge that a tree declares: calls of microservices, and routes of gateways. A call to a host whose routes in the mesh
 * send elsewhere is a call to there, too.
 */
export class Edges {
  readonly microservices: readonly Program[];
  /** Gateways whose pods the tree makes. */
  readonly ownGateways: readonly IngressGateway[];
  /** Every template of pods that the tree holds, whoever declared it. */
  readonly templates: readonly PodTemplate[];
  private readonly routes: readonly (VirtualService | RouteDelegate)[];
  private readonly external: readonly ExternalService[];
  private readonly gateways: readonly Identity[];
  private readonly byHost: ReadonlyMap<string, Callable>;
  private readonly inboundOf = new Map<Program, Inbound[]>();
  private readonly outboundOf = new Map<Program, Set<Call['to']>>();

  /** @param scope an app with its alternatives, or any part of one */
  constructor(scope: IConstruct, gateways: readonly Identity[]) {
    const tree = (scope instanceof MeshApp ? scope.family() : [scope]).flatMap(({ node }) => node.findAll());
    this.microservices = tree.filter((construct): construct is Program => construct instanceof Caller);
    this.byHost = new Map(this.microservices.flatMap((each) => (isCallable(each) ? [[each.host, each] as const] : [])));
    this.routes = tree.filter((construct) => construct instanceof VirtualService || construct instanceof RouteDelegate);
    this.external = tree.filter((construct) => construct instanceof ExternalService);
    this.ownGateways = tree.filter((construct) => construct instanceof IngressGateway);
    this.templates = podTemplates(scope instanceof MeshApp ? scope.family() : [scope]);
    this.gateways = [...this.ownGateways, ...gateways];
    for (const microservice of this.microservices) this.addCalls(microservice);
    for (const route of this.routes) this.addRoutes(route);
  }

  /** Who may call a microservice: deny everybody else. */
  into(microservice: Program): readonly Inbound[] {
    return this.inboundOf.get(microservice) ?? [];
  }

  /** Whom it may call. */
  outOf(microservice: Program): readonly Call['to'][] {
    return [...(this.outboundOf.get(microservice) ?? [])];
  }

  /** The microservice that answers for a host, if it is one of the tree. */
  at(host: string): Callable | undefined {
    return this.byHost.get(host);
  }

  private addCalls(caller: Program): void {
    for (const { to, methods, paths } of caller.outgoing) {
      for (const callee of [to, ...this.routedFrom(to.host)]) {
        this.outboundOf.set(caller, (this.outboundOf.get(caller) ?? new Set()).add(callee));
        const microservice = this.at(callee.host);
        if (microservice) this.addInbound(microservice, { from: caller, methods, paths });
      }
    }
  }

  /** Where the mesh's own routes send calls to a host. */
  private routedFrom(host: string): Call['to'][] {
    return this.routes
      .filter(
        ({ gateways, hosts, namespace }) =>
          gateways.some((gateway) => gateway === 'mesh') && hosts.some((each) => overlap(inFull(each, namespace), host)),
      )
      .flatMap(({ destinations }) => destinations)
      .filter((destination) => destination !== host)
      .map((destination) => this.known(destination));
  }

  private known(host: string): Call['to'] {
    return this.at(host) ?? this.external.find((external) => external.host === host) ?? Microservice.fromHost(host);
  }

  private addRoutes({ gateways, destinations, node }: VirtualService | RouteDelegate): void {
    const microservices = destinations.flatMap((host) => this.at(host) ?? []);
    if (microservices.length === 0) return;
    for (const gateway of gateways) {
      if (gateway === 'mesh') continue;
      for (const from of this.podsOf(gateway, node.path)) for (const to of microservices) this.addInbound(to, { from });
    }
  }

  /** The gateway pods that serve a gateway: any that is known, where the selector is not. */
  private podsOf({ selector, reference, identity }: IGateway, construct: string): readonly Identity[] {
    if (identity) return [identity];
    if (selector === undefined) return this.gateways;
    const found = this.gateways.filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
    if (found.length > 0) return found;
    const [first] = Object.entries(selector).map(([key, value]) => `${key}: '${value}'`);
    throw new ConstructError('GatewayIdentity', `nothing says as whom the pods of gateway \`${reference}\` call`, {
      construct,
      why: 'what it routes to admits callers by their service account',
      fix: `ingressGateways: [{ namespace: 'istio-system', serviceAccountName: '…', labels: { ${first} } }]`,
    });
  }

  private addInbound(microservice: Program, inbound: Inbound): void {
    const all = this.inboundOf.get(microservice) ?? [];
    const isKnown = all.some((each) => JSON.stringify(sayingOf(each)) === JSON.stringify(sayingOf(inbound)));
    if (!isKnown) this.inboundOf.set(microservice, [...all, inbound]);
  }
}

function isCallable(program: Program): program is Callable {
  return program instanceof Microservice || (program instanceof Workload && program.isCallable);
}

function sayingOf({ from, methods, paths }: Inbound): readonly unknown[] {
  return [from.namespace, from.serviceAccountName, from.labels, methods, paths];
}

/** A host of a virtual service as Istio reads it: a short name is of its own namespace. */
function inFull(host: string, namespace: string | undefined): string {
  return host.includes('.') || host === '*' || namespace === undefined ? host : `${host}.${namespace}.svc.cluster.local`;
}
