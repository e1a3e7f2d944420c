import { overlaps } from '../../istio/hosts';
import { fits } from '../../istio/labels';
import { meshGateway } from '../../istio/names';
import type { TcpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import type { Caller } from '../../mesh/security/identities';
import type { ServicePort } from '../../mesh/services/service';
import type { EgressScope, SidecarScope } from '../../mesh/sidecars/sidecar-scope';
import { type L4Route, l4Targets } from '../gateway/l4';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { type Request, serverName } from '../request/request';
import type { Called } from './passthrough';

/** Whose sidecar forwards a connection, and what it sees. */
interface Client {
  readonly client: Caller;
  readonly proxy: EnvoyProxy;
  readonly scope: SidecarScope;
}

/** The called service, and the part of the client's Sidecar that imports it. */
interface CalledBy extends Called {
  readonly listener: EgressScope;
}

/** Where a sidecar forwards a connection whose requests it does not read: by `tls` and `tcp` routes, or to the service itself. */
export function outboundConnection(from: Client, { service, port, listener }: CalledBy, request: Request): L4Route {
  const { client, proxy, scope } = from;
  const lookup = (host: string) => scope.service(host);
  const context = { proxy, namespace: client.namespace, port: port.number, isTls: false, lookup };
  const usesSni = port.protocol === 'https' || port.protocol === 'tls';
  for (const virtualService of listener.virtualServices.filter(({ hosts }) => hosts.some((host) => overlaps(host, service.host)))) {
    const index = usesSni
      ? virtualService.tls.findIndex((rule) =>
          (rule.match ?? []).some((match) => isFor(client, match, port) && takesName(match.sniHosts ?? [], serverName(request))),
        )
      : virtualService.tcp.findIndex((rule) => takesTcp(client, rule, port));
    const rule = usesSni ? virtualService.tls[index] : virtualService.tcp[index];
    if (rule?.route?.length) return { virtualService, kind: usesSni ? 'tls' : 'tcp', index, targets: l4Targets(rule, context) };
  }
  const own = service.ports.length === 1 ? (service.ports[0]?.number ?? port.number) : port.number;
  return {
    kind: usesSni ? 'tls' : 'tcp',
    index: -1,
    targets: l4Targets({ route: [{ destination: { host: service.host, port: { number: own } } }] }, context),
  };
}

function takesTcp(client: Caller, { match = [] }: TcpRouteSpec, port: ServicePort): boolean {
  return match.length === 0 || match.some((entry) => isFor(client, entry, port) && !entry.destinationSubnets?.length);
}

function isFor(client: Caller, match: NonNullable<TcpRouteSpec['match']>[number], { number }: ServicePort): boolean {
  const { gateways = [], sourceLabels = {}, sourceNamespace, port } = match;
  return (
    (gateways.length === 0 || gateways.includes(meshGateway)) &&
    fits(sourceLabels, client.labels) &&
    (!port || port === number) &&
    (!sourceNamespace || sourceNamespace === client.namespace)
  );
}

function takesName(sniHosts: readonly string[], name: string): boolean {
  return sniHosts.some((host) => host === '*' || host === name || (host.startsWith('*.') && name.endsWith(host.slice(1))));
}
