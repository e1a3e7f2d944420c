import { overlaps, splitNamespace } from '../../istio/hosts';
import { closest } from '../../text';
import type { GatewayRouter } from '../gateway/gateway-router';
import type { Incoming } from '../request/incoming';
import { type Request, withoutPort } from '../request/request';
import { type Route, takes } from '../rule/route';
import type { VirtualHost } from '../rule/route-table';
import { type AdmittedCall, SidecarRouter } from '../sidecar/sidecar-router';
import type { Decision, Destination } from './decision';
import { policySteps } from './policy-steps';
import type { TraceStep } from './trace';

/** A proxy that can be asked. */
export type Router = GatewayRouter | SidecarRouter;

/** What was tried on the way to the answer, in order. @param decision what the router answered */
export function explain(router: Router, request: Request, decision: Decision): readonly TraceStep[] {
  return router instanceof SidecarRouter ? explainCall(router, request, decision) : explainArrival(router, request, decision);
}

function explainArrival(router: GatewayRouter, request: Request, decision: Decision): TraceStep[] {
  const admitted = router.admit(request);
  const gateway = gatewaySteps(router, request, decision);
  const policies = policySteps(decision);
  if (!('table' in admitted)) return [...gateway, ...destinationSteps(decision), ...policies];
  const { table, incoming, stage } = admitted;
  const own = stage ? policies.slice(0, 1) : [];
  const host = table.find(incoming.domain);
  return [
    ...gateway,
    ...own,
    hostStep(host, incoming, table.virtualHosts),
    ...unboundSteps(router, incoming, host),
    ...ruleSteps(host, incoming),
    ...destinationSteps(decision),
    ...policies.slice(own.length),
  ];
}

function explainCall(router: SidecarRouter, request: Request, decision: Decision): TraceStep[] {
  const { namespace } = router.client;
  const sidecar = router.scope.sidecar;
  const scope: TraceStep = {
    step: 'gateway',
    what: `sidecar of a client in namespace ${namespace}`,
    verdict: 'taken',
    why: sidecar ? `it sees what Sidecar ${sidecar.name} imports` : 'no Sidecar selects it, so it sees all that is exported to it',
    place: sidecar && { manifest: sidecar.manifest, path: ['spec'] },
  };
  const admitted: AdmittedCall | Decision = router.admit(request);
  const policies = policySteps(decision);
  if (!('table' in admitted)) return [scope, ...destinationSteps(decision), ...policies];
  const { host, incoming, table } = admitted;
  return [
    scope,
    hostStep(host, incoming, table.table.virtualHosts),
    ...ruleSteps(host, incoming),
    ...destinationSteps(decision),
    ...policies,
  ];
}

function gatewaySteps(router: GatewayRouter, request: Request, decision: Decision): TraceStep[] {
  const [refused] = router.refusals;
  if (refused)
    return [{ step: 'gateway', what: 'Envoy refuses the configuration', verdict: 'no', why: refused.reason, place: refused.place }];
  const listener = router.listener(request.port);
  const dropped = router.servers.dropped.map(
    ({ server, reason }): TraceStep => ({
      step: 'gateway',
      what: `${server.gateway.name} server ${server.index}`,
      verdict: 'no',
      why: reason,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  if (!listener) return [...dropped, { step: 'gateway', what: `port ${request.port}`, verdict: 'no', why: closedPort(router) }];
  const domain = withoutPort(request.host ?? '').toLowerCase();
  const all = listener.chains.flatMap(({ servers }) => servers);
  const serving = all.filter(({ hosts }) => hosts.some((host) => overlaps(splitNamespace(host).host.toLowerCase(), domain)));
  const taken = (serving.length > 0 ? serving : all).map(
    (server): TraceStep => ({
      step: 'gateway',
      what: `${server.gateway.name} server ${server.index}`,
      verdict: decision.status === 'error' ? 'no' : 'taken',
      why: `port ${server.port.number} ${server.port.protocol}, hosts ${server.hosts.join(', ')}`,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  return [...dropped, ...taken];
}

function closedPort(router: GatewayRouter): string {
  if (router.mesh.gateways.all.length === 0) return 'the set has no Gateway';
  const pod = Object.entries(router.pod.labels).map(([key, value]) => `${key}=${value}`);
  if (router.openPorts.length === 0) return `no Gateway selects a pod with ${pod.join(', ')}`;
  return `no Gateway server opens it; open are ${router.openPorts.map(({ port }) => port).join(', ')} of the pod`;
}

function hostStep(host: VirtualHost | undefined, { domain }: Incoming, all: readonly VirtualHost[]): TraceStep {
  if (host) {
    const why = host.requireTls ? 'plain HTTP is redirected' : host.domain === domain ? '' : `by \`${host.domain}\``;
    return { step: 'host', what: domain, verdict: 'taken', why };
  }
  const known = all.map((entry) => entry.domain);
  const near = closest(domain, known);
  const some = known.slice(0, 5).join(', ') + (known.length > 5 ? ` and ${known.length - 5} more` : '');
  return {
    step: 'host',
    what: domain,
    verdict: 'no',
    why: near ? `no virtual host; did you mean \`${near}\`?` : `no virtual host; there are ${some || 'none'}`,
  };
}

/** VirtualServices that name the host and yet have no route in this table. */
function unboundSteps(router: GatewayRouter, { domain }: Incoming, host: VirtualHost | undefined): TraceStep[] {
  const present = new Set(host?.routes.map((route) => route.virtualService));
  return router.mesh.virtualServices.roots
    .filter((service) => !present.has(service) && service.hosts.some((entry) => overlaps(entry.toLowerCase(), domain)))
    .map((service) => ({
      step: 'host',
      what: `VirtualService ${service.name}`,
      verdict: 'no',
      why: whyUnbound(router, service.name),
      place: { manifest: service.manifest, path: ['spec', 'gateways'] },
    }));
}

function whyUnbound(router: GatewayRouter, name: string): string {
  const service = router.mesh.virtualServices.get(name);
  if (!service) return 'it does not exist';
  const { namespace } = router.pod;
  if (!service.visibility.includes(namespace)) return `it is not exported to namespace ${namespace}, where the gateway runs`;
  const bound = service.gateways.flatMap((gateway) => router.mesh.gateways.get(gateway) ?? []);
  if (bound.length === 0) {
    const near = service.gateways.flatMap((gateway) => closest(gateway, router.mesh.gateways.names) ?? [])[0];
    return `no Gateway is called ${service.gateways.join(', ')}${near ? `; did you mean \`${near}\`?` : ''}`;
  }
  const selected = bound.filter((gateway) => gateway.selects(router.pod.labels));
  if (selected.length === 0) return `its Gateways ${bound.map((gateway) => gateway.name).join(', ')} do not select this pod`;
  const hosts = selected.flatMap((gateway) => gateway.servers.flatMap((server) => server.hosts.map(splitNamespace)));
  const open = hosts.filter((entry) => entry.namespace === undefined || entry.namespace === service.namespace);
  const shared = open.some((entry) => service.hosts.some((own) => overlaps(entry.host, own)));
  return shared
    ? 'none of its rules is for this gateway and port'
    : `its Gateways serve ${hosts.map((entry) => entry.host).join(', ')} only`;
}

function ruleSteps(host: VirtualHost | undefined, incoming: Incoming): TraceStep[] {
  if (!host || (host.requireTls && incoming.scheme !== 'https')) return [];
  const taken = host.routes.findIndex((route) => takes(route, incoming));
  return host.routes.map((route, index) =>
    ruleStep(route, incoming, taken < 0 || index <= taken ? (index === taken ? 'taken' : 'no') : 'not reached'),
  );
}

function ruleStep(route: Route, incoming: Incoming, verdict: TraceStep['verdict']): TraceStep {
  const { rule, path, conditions, place, virtualService } = route;
  const texts = [...(path.kind === 'prefix' && path.value === '/' ? [] : [path.text]), ...conditions.map((condition) => condition.text)];
  return {
    step: 'rule',
    what: texts.join(', ') || 'any request',
    verdict,
    why: verdict === 'taken' ? effect(route, incoming) : verdict === 'no' ? whyNot(route, incoming) : '',
    virtualService: virtualService.name,
    rule: rule.index + 1,
    place,
  };
}

function whyNot({ path, conditions }: Route, incoming: Incoming): string {
  if (!path.test(incoming.path)) return `the path is \`${incoming.path}\``;
  return conditions.find((condition) => !condition.test(incoming))?.whyNot(incoming) ?? '';
}

function effect({ action, rule }: Route, incoming: Incoming): string {
  const fault = rule.spec.fault?.abort ? 'injects a fault, ' : '';
  if (action.kind === 'redirect') return `${fault}redirects with ${action.redirect.status}`;
  if (action.kind === 'direct') return `${fault}answers ${action.status}`;
  return `${fault}${action.rewrite ? `rewrites the path to \`${action.rewrite(incoming.target)}\`` : 'forwards'}`;
}

function destinationSteps({ destinations }: Decision): TraceStep[] {
  return destinations.map((destination) => ({
    step: 'destination',
    what: destinationText(destination),
    verdict: destination.status === 200 ? 'taken' : 'no',
    why: destination.cluster.failure
      ? `503, ${destination.cluster.failure.reason}`
      : destination.refusal
        ? `${destination.refusal.status ?? 'connection closed'} by the policies of its pods`
        : '',
  }));
}

/** For example `user-service.default.svc.cluster.local:8000 subset v1, 90 %`. */
export function destinationText({ cluster: { host, port, subset }, share }: Destination): string {
  const part = share === 1 ? '' : `, ${Number((share * 100).toFixed(2))} %`;
  return `${host}:${port}${subset ? ` subset ${subset}` : ''}${part}`;
}
