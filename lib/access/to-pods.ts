import { isHttp } from '../istio/protocol';
import type { Mesh } from '../mesh/mesh';
import type { ServicePort } from '../mesh/services/service';
import type { Attributes, PartialRequest } from '../route/policy/attributes';
import { type Server, type Transport, transportText } from '../route/stages/server';
import { transportTo } from '../route/stages/transport';
import type { Access, Asking, CalledPort } from './call';
import { decided } from './decided';

/** May this caller open connections to the pods themselves? */
export function accessToPods(mesh: Mesh, { caller, name, request = {} }: Asking, called: CalledPort): Access {
  const { service, port, server, targetPort } = called;
  const transport = transportTo(mesh, caller, { cluster: { service, subset: null, port: port.number }, server, port: targetPort });
  const base = {
    from: name,
    to: `${service.namespace}/${service.name}`,
    port: port.number,
    workload: server.name,
    transport,
    conditions: [],
    requiresToken: false,
    assumed: server.proxy.assumed ? [`${server.name} has a sidecar: ${server.proxy.why}`] : [],
  };
  const refusal = server.refusal(transport, targetPort);
  if (refusal !== undefined) return { ...base, permission: 'denied', reason: `${transportText[transport]}: ${refusal}` };
  const filters = server.filters(isRead(port));
  if (filters.isEmpty) return { ...base, permission: 'allowed', reason: whyOpen(server) };
  const seen = attributesOf(called, { transport, identity: caller.identity, http: isRead(port) ? request : undefined });
  return { ...base, ...decided(filters, seen) };
}

/** Does a proxy read requests on the port? */
export function isRead({ protocol }: ServicePort): boolean {
  return isHttp(protocol) || protocol === 'unsupported';
}

function whyOpen({ proxy }: Server): string {
  return proxy.kind === 'none' ? `no proxy there enforces anything: ${proxy.why}` : 'no policy holds for it';
}

interface Sent {
  readonly transport: Transport;
  readonly identity: string | undefined;
  readonly http: PartialRequest | undefined;
}

function attributesOf({ service, port, targetPort }: CalledPort, { transport, identity, http }: Sent): Attributes {
  const isMutual = transport === 'mutual';
  return {
    peer: isMutual ? (identity && { uris: [identity] }) || undefined : null,
    sourceIp: undefined,
    remoteIp: undefined,
    destinationIp: undefined,
    destinationPort: targetPort,
    serverName: isMutual ? `outbound_.${port.number}_._.${service.host}` : '',
    http,
  };
}
