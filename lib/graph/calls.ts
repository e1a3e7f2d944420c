import { callerOf } from '../access/access';
import type { Service, ServicePort } from '../mesh/services/service';
import type { Workload } from '../mesh/workloads/workloads';
import { type Base, shaped } from '../requests/aimed-requests';
import { writtenWorkloads } from '../requests/answers';
import { instanceOf, withPort } from '../requests/entries';
import type { Decision } from '../route/answer/decision';
import type { Request } from '../route/request/request';
import type { Router } from '../route/router';
import { routerOf } from '../route/router-of';
import { classOfClients } from '../route/sidecar/client-class';
import { SidecarRouter } from '../route/sidecar/sidecar-router';
import { candidates } from './candidates';
import { type DeclaredCall, declaredCalls } from './declared-calls';
import { drawDestinations, undecidedIn } from './destinations';
import type { Drawing } from './drawing';
import { serverOf } from './guards';
import { callersId, hostId, routeId, workloadId } from './ids';
import type { PolicyShape } from './policy-shapes';
import { drawRules } from './rules';
import { drawWorkload } from './workload-node';

/** A service port that a workload calls. */
interface Call {
  readonly workload: Workload;
  readonly service: Service;
  readonly port: ServicePort;
  /** Id of the node that calls; undefined: only what is behind the service is drawn. */
  readonly from: string | undefined;
}

/** Draws calls inside the mesh: those that the manifests speak of, and rules of the mesh where nobody is said to call. */
export class Calls {
  private readonly classes = new Map<string, SidecarRouter>();
  private readonly classOf: (client: Workload) => string;
  private last: { readonly workload: Workload; readonly router: Router } | undefined;
  private readonly drawn = new Set<string>();
  private readonly callers: readonly Workload[];
  private readonly known: ReadonlySet<Workload>;

  constructor(
    private readonly drawing: Drawing,
    private readonly policies: readonly PolicyShape[],
  ) {
    const { mesh } = drawing;
    this.classOf = classOfClients(mesh);
    this.callers = writtenWorkloads(mesh)
      .filter((workload) => !serverOf(mesh, workload).isGateway && workload.replicas > 0)
      .sort((one, other) => (workloadId(one) < workloadId(other) ? -1 : 1));
    this.known = new Set(this.callers);
  }

  draw(): void {
    const called = new Set<string>();
    const calls = [...declaredCalls(this.drawing.mesh)].sort((one, other) =>
      workloadId(one.workload) < workloadId(other.workload) ? -1 : 1,
    );
    for (const call of calls) for (const host of this.drawDeclared(call)) called.add(host);
    for (const service of this.drawing.mesh.services.all) if (!called.has(service.host)) this.drawUncalled(service);
  }

  /** @returns hosts of the services that are called so */
  private drawDeclared({ workload, host, port: wanted, by }: DeclaredCall): string[] {
    const { mesh } = this.drawing;
    if (!this.known.has(workload)) return [];
    const service = mesh.services.visibleTo(workload.namespace, host) ?? mesh.services.withHost(host)[0];
    if (!service) return [];
    const ports = service.ports.filter(({ number, protocol }) => protocol !== 'udp' && (wanted === undefined || wanted === number));
    // a policy or a Sidecar speaks of all ports of a service, of which a caller may use one
    const onlyAnswered = by.object.kind === 'AuthorizationPolicy' || (by.object.kind === 'Sidecar' && ports.length > 1);
    return ports.flatMap((port) => {
      const key = `${workload.namespace}/${workload.name} ${service.host}:${port.number}`;
      if (this.drawn.has(key)) return [service.host];
      if (onlyAnswered && this.ask(workload, baseOf(service, port)).decision.status !== 200) return [];
      this.drawn.add(key);
      this.drawCall({ workload, service, port, from: drawWorkload(this.drawing, workload) });
      return [service.host];
    });
  }

  /** A service that no manifest says a caller of: its rules, asked by some workload, and its pods. */
  private drawUncalled(service: Service): void {
    if (service.externalName !== undefined || !this.drawing.mesh.manifests.includes(service.manifest)) return;
    const workload = this.callers.find(({ namespace }) => namespace === service.namespace) ?? this.callers[0];
    if (!workload) return;
    for (const port of service.ports.filter(({ protocol }) => protocol !== 'udp')) {
      this.drawCall({ workload, service, port, from: undefined });
    }
  }

  private drawCall(call: Call): void {
    const { workload, service, port } = call;
    const router = this.routerOf(workload);
    const base = baseOf(service, port);
    const admitted = router instanceof SidecarRouter ? router.admit(shaped(base, {})) : undefined;
    if (admitted && 'table' in admitted && admitted.host && !admitted.host.isPlain) this.drawHost(call, base, admitted.host.routes);
    else this.drawPlain(call, base);
  }

  private drawHost(call: Call, base: Base, routes: Parameters<typeof drawRules>[2]): void {
    const { workload, service, port } = call;
    const { drawing } = this;
    const id = hostId('mesh', `${service.host}:${port.number}`);
    drawing.node({
      id,
      kind: 'host',
      name: `${shortName(service)}:${port.number}`,
      namespace: service.namespace,
      details: ['inside the mesh'],
      manifests: [service.manifest],
    });
    const router = this.routerOf(workload);
    const sender = { from: nameOf(workload) };
    const asked = { id, at: 'mesh', router, caller: callerOf(drawing.mesh, workload), base, sender, policies: this.policies };
    const first = drawRules(drawing, asked, routes);
    const from = call.from ?? this.anybody();
    const request = first?.request ?? shaped(base, {});
    const decision = first?.decision ?? router.route(request);
    drawing.edge({ kind: 'call', from, to: id, ...statusOf(decision), undecided: undecidedIn(decision), request: { ...sender, request } });
  }

  private drawPlain({ workload, from }: Call, base: Base): void {
    const { drawing } = this;
    const { request, decision } = this.ask(workload, base);
    const asked = { from: nameOf(workload), request };
    const caller = callerOf(drawing.mesh, workload);
    const answered = { asked, caller, decision };
    const { connection } = decision;
    if (connection?.virtualService) {
      const { virtualService, kind, index } = connection;
      const id = hostId('mesh', `${base.host}`);
      const rule = routeId('mesh', `${virtualService.name} ${kind}#${index}`);
      drawing.node({ id, kind: 'host', name: base.host ?? '', namespace: workload.namespace, details: [`inside the mesh, ${kind}`] });
      drawing.node({
        id: rule,
        kind: 'route',
        name: `${kind} rule ${index + 1}`,
        namespace: virtualService.namespace,
        manifests: [virtualService.manifest.origin ?? virtualService.manifest],
      });
      drawing.edge({ kind: 'call', from: from ?? this.anybody(), to: id, ...statusOf(decision), request: asked });
      drawing.edge({ kind: 'match', from: id, to: rule, ...statusOf(decision), request: asked });
      drawDestinations(drawing, rule, { answered, kind: 'forward' });
      return;
    }
    drawDestinations(drawing, from, { answered, kind: 'call' });
  }

  /** The plainest request that is answered; of those that are not, the plainest. */
  private ask(workload: Workload, base: Base): { request: Request; decision: Decision } {
    const router = this.routerOf(workload);
    let refused: { request: Request; decision: Decision } | undefined;
    for (const request of candidates(base, { policies: this.policies })) {
      const decision = router.route(request);
      if (decision.status === 200) return { request, decision };
      refused ??= { request, decision };
      if (decision.policies === undefined && refused.decision.policies === undefined) break; // no policy decides it, so no other request fares better
    }
    return refused ?? { request: shaped(base, {}), decision: router.route(shaped(base, {})) };
  }

  private anybody(): string {
    return this.drawing.node({ id: callersId, kind: 'callers', name: 'workloads of the mesh', details: ['no manifest says which'] });
  }

  /** Only the last is kept: tables are shared by all clients of one class, and one client's calls follow each other. */
  private routerOf(workload: Workload): Router {
    if (this.last?.workload !== workload) this.last = { workload, router: this.makeRouter(workload) };
    return this.last.router;
  }

  private makeRouter(workload: Workload): Router {
    const { mesh } = this.drawing;
    if (mesh.injection.proxyOf(workload).kind !== 'sidecar') return routerOf(mesh, workload);
    const key = this.classOf(workload);
    const router = new SidecarRouter(mesh, workload, { like: this.classes.get(key) });
    if (!this.classes.has(key)) this.classes.set(key, router);
    return router;
  }
}

function statusOf({ status, reason }: Decision): Pick<Decision, 'status'> & { reason?: string } {
  return { status, ...(reason ? { reason } : {}) };
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

function shortName({ registry, name, host }: Service): string {
  return registry === 'kubernetes' ? name : host;
}

function baseOf({ host }: Service, { number, protocol }: ServicePort): Base {
  const scheme = protocol === 'https' || protocol === 'tls' ? 'https' : 'http';
  return { scheme, host: withPort(instanceOf(host), number, scheme), port: number };
}
