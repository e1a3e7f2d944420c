import { covers, intersection } from '../istio/hosts';
import { fits } from '../istio/labels';
import { record, text } from '../mesh/decode';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import { formatSelector } from '../mesh/workloads/pods';
import type { Workload } from '../mesh/workloads/workloads';
import { type Base, shaped } from '../requests/aimed-requests';
import { instanceOf, withPort } from '../requests/entries';
import { GatewayRouter } from '../route/gateway/gateway-router';
import { IngressRouter } from '../route/gateway/ingress-router';
import type { Chain, Listener } from '../route/gateway/listener';
import type { Request } from '../route/request/request';
import type { VirtualHost } from '../route/rule/route-table';
import type { Caller } from '../route/stages/caller';
import { drawDestinations, undecidedIn } from './destinations';
import type { Drawing } from './drawing';
import type { AskedRequest } from './graph';
import { hostId, routeId, worldId } from './ids';
import type { PolicyShape } from './policy-shapes';
import { drawRules } from './rules';
import { drawWorkload } from './workload-node';

/** One gateway pod that is drawn. */
interface DrawnGateway {
  readonly id: string;
  readonly router: GatewayRouter;
  readonly caller: Caller;
  /** May clients outside the mesh open connections to it? */
  readonly isOpen: boolean;
}

/** Draws every gateway: its ports, virtual hosts, rules, and where they lead. */
export class Gateways {
  private readonly ingress: IngressRouter;

  constructor(
    private readonly drawing: Drawing,
    private readonly policies: readonly PolicyShape[],
  ) {
    this.ingress = new IngressRouter(drawing.mesh);
  }

  draw(): void {
    const { gateways, gatewayPods } = this.drawing.mesh;
    const selective = gateways.all.filter(({ selector, isConverted }) => isConverted || Object.keys(selector).length > 0);
    const pods =
      selective.length > 0 ? selective.flatMap((gateway) => gatewayPods.of(gateway)) : gateways.all.length > 0 ? [gatewayPods.first] : [];
    for (const pod of new Set(pods)) {
      const gateway = this.gateway(pod);
      for (const listener of gateway.router.openPorts) for (const chain of listener.chains) this.drawChain(gateway, listener, chain);
    }
  }

  private gateway(pod: GatewayPod): DrawnGateway {
    const { mesh } = this.drawing;
    const [workload] = mesh.workloads.select(pod.namespace, pod.labels);
    const id = workload ? drawWorkload(this.drawing, workload) : this.undeclared(pod);
    const router = new GatewayRouter(mesh, pod);
    const caller: Caller = { client: pod, proxy: 'gateway', identity: mesh.identities.of(pod) };
    const [refused] = router.refusals;
    if (refused) this.drawing.amend(id, { marks: [`Envoy rejects: ${refused.reason}`] });
    return { id, router, caller, isOpen: this.isOpen(pod) };
  }

  private undeclared(pod: GatewayPod): string {
    const name = nameOf(undefined, pod);
    return this.drawing.node({
      id: `workload gateway ${pod.namespace}/${name}`,
      kind: 'gateway',
      name,
      namespace: pod.namespace,
      marks: ['assumed'],
    });
  }

  /** A Service that is open outside leads there; where the manifests have none, it is taken for open, but for an egress gateway. */
  private isOpen({ namespace, labels }: GatewayPod): boolean {
    const services = this.drawing.mesh.services.all.filter(
      (service) =>
        service.registry === 'kubernetes' && service.namespace === namespace && service.selector && fits(service.selector, labels),
    );
    const written = services.filter(({ manifest }) => this.drawing.mesh.manifests.includes(manifest));
    if (written.length === 0) return labels.istio !== 'egressgateway';
    return written.some(({ manifest }) => isExposed(manifest.object));
  }

  private drawChain(gateway: DrawnGateway, listener: Listener, chain: Chain): void {
    const port = calledPort(gateway.router, listener, chain);
    if (port === undefined) return;
    if (chain.table) {
      for (const host of chain.table.virtualHosts) {
        if (host.routes.length > 0 || host.requireTls) this.drawHost(gateway, { chain, port, host });
      }
    } else if (chain.l4) this.drawConnection(gateway, { chain, port });
  }

  private drawHost(gateway: DrawnGateway, { chain, port, host }: { chain: Chain; port: number; host: VirtualHost }): void {
    const { drawing } = this;
    const domain = nameIn(chain, host.domain);
    const base = baseOf(chain, { domain, port });
    const sender = this.senderOf(gateway, base);
    const id = this.hostNode(gateway, { chain, port, domain: host.domain });
    if (host.requireTls && base.scheme === 'http') {
      const request = shaped(base, {});
      const decision = gateway.router.route(request);
      this.connect(gateway, { id, chain, request: { ...sender, request }, status: decision.status });
      if (decision.location)
        drawing.redirects.push({
          from: id,
          at: gateway.id,
          location: decision.location,
          status: decision.status,
          request: { ...sender, request },
        });
      return;
    }
    const asked = { id, at: gateway.id, router: gateway.router, caller: gateway.caller, base, sender, policies: this.policies };
    const first = drawRules(drawing, asked, host.routes);
    const request = first?.request ?? shaped(base, {});
    const decision = first?.decision ?? gateway.router.route(request);
    this.connect(gateway, { id, chain, request: { ...sender, request }, status: decision.status });
  }

  private drawConnection(gateway: DrawnGateway, { chain, port }: { chain: Chain; port: number }): void {
    const { l4 } = chain;
    if (!l4) return;
    const [name = chain.servers[0]?.hosts[0]?.replace(/^.*\//, '') ?? '*'] = chain.serverNames;
    const domain = instanceOf(name);
    const base = baseOf(chain, { domain, port });
    const request = shaped(base, {});
    const decision = gateway.router.route(request);
    const asked = { ...this.senderOf(gateway, base), request };
    const id = this.hostNode(gateway, { chain, port, domain: name });
    this.connect(gateway, { id, chain, request: asked, status: decision.status });
    if (decision.connection !== l4) return;
    const service = l4.virtualService;
    const rule = routeId(gateway.id, `${service?.name ?? ''} ${l4.kind}#${l4.index}`);
    this.drawing.node({
      id: rule,
      kind: 'route',
      name: l4.kind === 'tls' ? `TLS for ${name}` : 'any connection',
      details: ['bytes are handed on'],
      ...(service ? { namespace: service.namespace, manifests: [service.manifest.origin ?? service.manifest] } : {}),
    });
    const { status, reason } = decision;
    this.drawing.edge({
      kind: 'match',
      from: id,
      to: rule,
      status,
      ...(reason ? { reason } : {}),
      undecided: undecidedIn(decision),
      request: asked,
    });
    drawDestinations(this.drawing, rule, { answered: { asked, caller: gateway.caller, decision }, kind: 'forward' });
  }

  private hostNode({ id: at, router }: DrawnGateway, { chain, port, domain }: { chain: Chain; port: number; domain: string }): string {
    const scheme = chain.l4
      ? chain.serverNames.length > 0 || chain.terminatesTls
        ? 'tls'
        : 'tcp'
      : chain.terminatesTls
        ? 'https'
        : 'http';
    const standard = scheme === 'https' ? 443 : scheme === 'http' ? 80 : 0;
    const url = `${scheme}://${domain}${port === standard ? '' : `:${port}`}`;
    const manifests = chain.servers.filter(({ hosts }) => hosts.some((host) => covers(host.replace(/^.*\//, ''), domain)));
    return this.drawing.node({
      id: hostId(at, url),
      kind: 'host',
      name: url,
      namespace: router.pod.namespace,
      details: [tlsText(chain)],
      manifests: manifests.map(({ gateway }) => gateway.manifest.origin ?? gateway.manifest),
    });
  }

  private connect(gateway: DrawnGateway, { id, chain, request, status }: Connected): void {
    const { drawing } = this;
    const isMeshOnly = chain.servers.length > 0 && chain.servers.every(({ tls }) => tls?.mode === 'ISTIO_MUTUAL');
    drawing.edge({ kind: 'listen', from: gateway.id, to: id, status, request });
    if (isMeshOnly) drawing.meshOnly.add(id);
    if (!gateway.isOpen || isMeshOnly) return;
    drawing.node({ id: worldId, kind: 'world', name: 'the world', details: ['clients outside the mesh'] });
    drawing.edge({ kind: 'enter', from: worldId, to: gateway.id, status, request });
  }

  /** `mesh route` finds the gateway by itself where it is the one that serves the host. */
  private senderOf({ router }: DrawnGateway, base: Base): Omit<AskedRequest, 'request'> {
    const { pod } = router;
    if (this.ingress.routerFor(shaped(base, {})).pod === pod) return {};
    return { gateway: `${pod.namespace}:${formatSelector(pod.labels)}` };
  }
}

interface Connected {
  readonly id: string;
  readonly chain: Chain;
  readonly request: AskedRequest;
  readonly status: Request['port'] | 'error';
}

const service = record({ spec: record({ type: text }) });

/** Is a Service open outside the cluster? Source: Kubernetes `Service.spec.type`. */
export function isExposed(object: unknown): boolean {
  const type = service.decode(object).spec?.type;
  return type === 'LoadBalancer' || type === 'NodePort';
}

function nameOf(workload: Workload | undefined, { labels }: GatewayPod): string {
  return workload?.name ?? formatSelector(labels);
}

/** The port that clients dial: of a Service before the pods' own, the smallest of several. */
function calledPort(router: GatewayRouter, listener: Listener, chain: Chain): number | undefined {
  const { mesh, pod } = router;
  const leading = mesh.services.all
    .filter(({ selector, namespace }) => selector && namespace === pod.namespace && fits(selector, pod.labels))
    .flatMap(({ ports }) => ports.map(({ number }) => number))
    .sort((one, other) => one - other);
  const numbers = [...leading, ...chain.servers.map(({ port }) => port.number), listener.port];
  return numbers.find((number) => router.listener(number) === listener);
}

/** A name that both the filter chain and the virtual host take. */
function nameIn({ serverNames }: Chain, domain: string): string {
  const common = serverNames.length === 0 ? [domain] : intersection([domain], serverNames);
  return instanceOf(common[0] ?? domain);
}

function baseOf(
  { terminatesTls, l4, serverNames, servers }: Chain,
  { domain, port }: { domain: string; port: number },
): Base & Partial<Request> {
  const scheme = terminatesTls || (l4 && serverNames.length > 0) ? 'https' : 'http';
  const certified = servers.some(({ tls }) => tls?.mode === 'MUTUAL' || tls?.mode === 'ISTIO_MUTUAL');
  return { scheme, host: withPort(domain, port, scheme), port, ...(certified ? { clientCertificate: { uris: [] } } : {}) };
}

function tlsText({ l4, terminatesTls, servers, serverNames }: Chain): string {
  const mode = servers[0]?.tls?.mode;
  if (mode === 'ISTIO_MUTUAL') return 'mutual TLS of the mesh';
  if (mode === 'MUTUAL') return 'TLS, asks for a client certificate';
  if (terminatesTls) return 'TLS ends at the gateway';
  if (l4) return serverNames.length > 0 ? 'TLS is handed on' : 'TCP is handed on';
  return 'plain HTTP';
}
