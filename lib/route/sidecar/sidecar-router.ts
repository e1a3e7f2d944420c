import { isHttp } from '../../istio/protocol';
import { lazy } from '../../lazy';
import { memo } from '../../memo';
import type { Mesh } from '../../mesh/mesh';
import { passedOverInMesh } from '../../mesh/passed-over/virtual-services';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { Caller } from '../../mesh/security/identities';
import { type EgressScope, SidecarScope } from '../../mesh/sidecars/sidecar-scope';
import type { PodProxy } from '../../mesh/workloads/injection';
import { answerAt, plainForward } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { misread, passedOverSteps, passedOverTo } from '../answer/passed-over';
import { destinationSteps, hostStep, ruleSteps } from '../answer/steps';
import type { TraceStep } from '../answer/trace';
import { forwardConnection } from '../gateway/forward-connection';
import { GatewayRouter } from '../gateway/gateway-router';
import { EnvoyProxy } from '../request/envoy-proxy';
import { type Incoming, type Reading, receive } from '../request/incoming';
import { calledHost, type Request } from '../request/request';
import type { Router } from '../router';
import type { RouterOptions } from '../stages/caller';
import { Delivery } from '../stages/delivery';
import { CalledServices } from './called-services';
import { outboundConnection } from './outbound-connection';
import { type Called, Passthrough, unread } from './passthrough';
import { type ServiceHost, SidecarTable } from './sidecar-table';

/** A call that came as far as a route table; no host there takes it if `host` is undefined. */
export interface AdmittedCall {
  readonly table: SidecarTable;
  readonly host: ServiceHost | undefined;
  readonly incoming: Incoming;
}

/** What is known of a client beside the mesh. */
export interface SidecarOptions extends RouterOptions {
  /** The router of another client of the same class, whose scope and tables are used. @default - its own are made */
  readonly like?: SidecarRouter;
}

/** ExternalName Services by the host they stand for. */
const aliasesOf = memo((mesh: Mesh): ReadonlyMap<string, string[]> => {
  const aliases = new Map<string, string[]>();
  for (const { host, externalName } of mesh.services.all) {
    if (externalName !== undefined) aliases.set(externalName, [...(aliases.get(externalName) ?? []), host]);
  }
  return aliases;
});

/** Answers requests that a program with a sidecar sends. Scopes and tables are made once, when first asked for. */
export class SidecarRouter implements Router {
  /** Settings of the proxy that change how it reads requests. */
  readonly proxy: EnvoyProxy;
  /** What the caller's Sidecar lets it see. */
  readonly scope: SidecarScope;
  private readonly tables: Map<number, SidecarTable>;
  private readonly passthrough: Passthrough;
  private readonly delivery = lazy(
    () =>
      new Delivery(
        this.mesh,
        { client: this.client, proxy: 'sidecar', identity: this.identity.name },
        this.options,
        GatewayRouter.next(this.mesh, this.options),
      ),
  );
  private readonly unevaluated = lazy(() => [
    ...this.mesh.notEvaluated,
    ...this.mesh.extensions.of(this.client, 'SIDECAR_OUTBOUND').map(({ text }) => text),
  ]);
  private readonly identity: { readonly name: string | undefined; readonly proxy: Pick<PodProxy, 'assumed' | 'why'> };
  private readonly called: CalledServices;
  /** How its proxies read paths. */
  readonly reading: Reading;
  /** ExternalName Services by the host they stand for. */
  private readonly aliases: ReadonlyMap<string, string[]>;

  constructor(
    /** The mesh it is made from. */
    readonly mesh: Mesh,
    /** The workload that calls. */
    readonly client: Caller,
    private readonly options: SidecarOptions = {},
  ) {
    const { like } = options;
    const workload = mesh.workloads.select(client.namespace, client.labels)[0];
    this.identity = {
      name: mesh.identities.of(client),
      proxy: workload ? mesh.injection.proxyOf(workload) : { assumed: false, why: '' },
    };
    this.reading = { normalization: mesh.config.pathNormalization };
    this.scope = like?.scope ?? new SidecarScope(mesh, client.namespace, mesh.sidecars.of(client.namespace, client.labels));
    this.proxy = like?.proxy ?? new EnvoyProxy(mesh, client, { lookup: (host) => this.scope.service(host) });
    this.tables = like?.tables ?? new Map();
    this.called = like?.called ?? new CalledServices(mesh, client.namespace);
    this.passthrough = new Passthrough(mesh, client, this);
    this.aliases = like?.aliases ?? aliasesOf(mesh);
  }

  /** What the client's sidecar, and then the proxies of the servers, do with a request; its host and port say whom the program calls. */
  route(request: Request, trace?: TraceStep[]): Decision {
    trace?.push(this.clientStep());
    const admitted = this.admit(request);
    trace?.push(...this.passedOver(request, 'table' in admitted ? admitted : undefined));
    const decision = 'table' in admitted ? this.answer(admitted, request, trace) : admitted;
    const incoming = 'table' in admitted ? admitted.incoming : plainRequest(request);
    trace?.push(...destinationSteps(decision));
    const encrypted = request.scheme === 'https' && !('table' in admitted) ? request : undefined;
    const delivered = this.delivery().deliver(decision, { incoming, isOpaque: !('table' in admitted), encrypted, trace });
    trace?.push(...this.passedOverTo(request, decision));
    const extensions = this.unevaluated();
    const assumed = this.identity.proxy.assumed ? [`the caller has a sidecar: ${this.identity.proxy.why}`] : [];
    if (extensions.length + assumed.length === 0) return delivered;
    return { ...delivered, undecided: [...new Set([...extensions, ...delivered.undecided])], assumed: [...assumed, ...delivered.assumed] };
  }

  private answer({ host, incoming, table }: AdmittedCall, request: Request, trace?: TraceStep[]): Decision {
    trace?.push(hostStep(host, incoming, table.table), ...ruleSteps(host, incoming));
    if (!host) return this.scope.allowsAny ? this.passthrough.beyond(request, 503) : this.passthrough.unknownHost(request);
    if (!host.isPlain || !host.service) return answerAt(host, incoming);
    const destination = { host: host.service.host, port: { number: request.port } };
    return plainForward(
      this.proxy.clusters.get({ host: host.service.host, port: request.port }),
      incoming,
      this.proxy.hashPolicy(destination),
    );
  }

  /** VirtualServices that name the called Service and are not used. */
  private passedOver(request: Request, admitted: AdmittedCall | undefined): TraceStep[] {
    const { port } = request;
    const calledName = calledHost(request);
    const routes = admitted?.host?.routes ?? [];
    const service = this.called.exported(calledName);
    if (!service) return [];
    const listener = this.scope.listenerFor(port);
    const call = {
      virtualServices: this.mesh.virtualServices,
      hasHost: (name: string) => this.mesh.services.withHost(name).length > 0,
      namespace: this.client.namespace,
      service,
      calledName,
      port: service.ports.find(({ number }) => number === port),
      used: new Set(routes.map(({ virtualService }) => virtualService)),
      imports: (virtualService: VirtualService) => listener?.virtualServices.includes(virtualService) ?? false,
    };
    return passedOverSteps([...passedOverInMesh(call), ...(admitted ? misread(this.mesh, admitted.incoming, routes) : [])]);
  }

  /** What else was written for the way there and is not used. */
  private passedOverTo(request: Request, decision: Decision): TraceStep[] {
    const { port } = request;
    const service = this.called.exported(calledHost(request));
    const { proxy } = this.identity;
    const lookup = (name: string) => this.scope.service(name);
    const caller = { client: this.client, proxy: { kind: 'sidecar', why: proxy.why } as const, lookup };
    return passedOverSteps(passedOverTo(this.mesh, caller, decision, service && { service, port }));
  }

  private clientStep(): TraceStep {
    const { sidecar } = this.scope;
    return {
      step: 'client',
      what: `sidecar of a client in namespace ${this.client.namespace}`,
      verdict: 'taken',
      why: sidecar ? `it sees what Sidecar ${sidecar.name} imports` : 'no Sidecar selects it, so it sees all that is exported to it',
      place: sidecar && { manifest: sidecar.manifest, path: ['spec'] },
    };
  }

  /** The virtual host a request is looked up in, or what becomes of it before. */
  admit(request: Request): AdmittedCall | Decision {
    const listener = this.scope.listenerFor(request.port);
    const called = listener && this.called.find(listener, request);
    const https = request.scheme === 'https';
    if (called && isUnnamed(called, request) && !this.yieldsToHttp(called, request)) return this.passthrough.beyondTls(called, request);
    if (
      called &&
      !isHttp(called.port.protocol) &&
      (called.port.protocol !== 'unsupported' || https) &&
      !this.yieldsToHttp(called, request)
    ) {
      return forwardConnection(outboundConnection(this, { ...called, listener }, request), request, false);
    }
    if (!listener || (https && !called)) return this.passthrough.beyond(request, 'error');
    if (https) return answered('error', `TLS handshake failed: port ${request.port} of \`${called?.service.host}\` is declared as HTTP`);
    const isSniffed = called?.port.protocol === 'unsupported';
    if (!isSniffed && !this.scope.opensHttp(request.port)) return this.passthrough.beyond(request, 'error');
    const table = this.table(listener, request.port);
    const incoming = receive(request, this.reading);
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    const host = called && isSniffed ? table.ofService(called.service.host) : table.find(incoming.domain);
    return { table, host, incoming };
  }

  private table(listener: EgressScope, port: number): SidecarTable {
    let table = this.tables.get(port);
    if (!table) {
      table = new SidecarTable(this.proxy, listener, port, this.aliases);
      this.tables.set(port, table);
    }
    return table;
  }

  /**
   * A TCP port without an address of its own shares its listener with the HTTP hosts of that port, and what is HTTP is
   * looked up there. Source: Istio `mergeTCPFilterChains`.
   */
  private yieldsToHttp({ service }: Called, { scheme, port }: Request): boolean {
    return scheme === 'http' && service.registry === 'external' && !service.hasAddress && this.scope.opensHttp(port);
  }
}

/** Is it plain text at a port of TLS that has no address of its own? */
function isUnnamed({ service, port }: Called, { scheme }: Request): boolean {
  const isTls = port.protocol === 'https' || port.protocol === 'tls';
  return scheme === 'http' && isTls && service.registry === 'external' && !service.hasAddress;
}

/** What a program sends in plain text, as far as it is HTTP. */
function plainRequest(request: Request): Incoming | undefined {
  const incoming = request.scheme === 'http' ? receive(request, unread) : undefined;
  return incoming && !('malformed' in incoming) ? incoming : undefined;
}
