import { isHttp } from '../istio/protocol';
import type { Mesh } from '../mesh/mesh';
import type { Service, ServicePort } from '../mesh/services/service';
import type { Workload } from '../mesh/workloads/workloads';
import type { Attributes, PartialRequest } from '../route/policy/attributes';
import type { PolicyReference } from '../route/policy/authorization';
import { referenceText } from '../route/policy/policy-filters';
import type { Caller } from '../route/stages/caller';
import { Server, type Transport, transportText } from '../route/stages/server';
import { transportTo } from '../route/stages/transport';
import { ruleText } from './rule-text';

/** `conditional`: some requests are allowed and some are not, or what is not known decides. */
export type Permission = 'allowed' | 'conditional' | 'denied';

/** The caller that has no proxy and no identity: any pod of the cluster that is not in the mesh. */
export const plainCaller = 'plain text';

/** May one caller call one port of one workload? */
export interface Access {
  /** `namespace/workload`, or `plain text`. */
  readonly from: string;
  /** `namespace/service`. */
  readonly to: string;
  /** Of the Service. */
  readonly port: number;
  /** The called pods, for example `Deployment shop/web`. */
  readonly workload: string;
  /** What the two proxies speak. */
  readonly transport: Transport;
  /** Whether the call is allowed. */
  readonly permission: Permission;
  /** Denied without a validated token, and not always with one. */
  readonly requiresToken: boolean;
  /** In one line, what decides it. */
  readonly reason: string;
  /** The policy that decides, with the place of its rule; absent where none does. */
  readonly policy?: string;
  /** The index of the rule that decides in its policy. */
  readonly rule?: number;
  /** What the requests that are allowed must be, or must not be. */
  readonly conditions: readonly string[];
  /** Assumed because manifests do not say it. */
  readonly assumed: readonly string[];
}

/** One port of a Service and the pods behind it. */
export interface CalledPort {
  readonly service: Service;
  readonly port: ServicePort;
  readonly server: Server;
  /** Of the pods. */
  readonly targetPort: number;
}

/** Every port of every Kubernetes Service that has pods among the manifests. */
export function calledPorts(mesh: Mesh): readonly CalledPort[] {
  const servers = new Map<Workload, Server>();
  const serverOf = (workload: Workload) => {
    const server = servers.get(workload) ?? new Server(mesh, workload, {});
    servers.set(workload, server);
    return server;
  };
  return mesh.services.all
    .filter(({ registry, manifest }) => registry === 'kubernetes' && mesh.manifests.includes(manifest))
    .flatMap((service) =>
      service.ports
        .filter(({ protocol }) => protocol !== 'udp')
        .flatMap((port) =>
          mesh.endpoints
            .of(service, port)
            .flatMap(({ workload, port: targetPort }) => (workload ? [{ service, port, server: serverOf(workload), targetPort }] : [])),
        ),
    );
}

/** Who asks for access. */
export interface Asking {
  readonly caller: Caller;
  /** `namespace/workload`, or `plain text`. */
  readonly name: string;
  /** What is known of the request. @default - anything is sent */
  readonly request?: PartialRequest;
}

/** @param workload who calls; undefined: whoever sends plain text. @param request what is known of the request; absent: anything */
export function accessOf(mesh: Mesh, workload: Workload | undefined, called: CalledPort, request?: PartialRequest): Access {
  const name = workload ? `${workload.namespace}/${workload.name}` : plainCaller;
  return accessBy(mesh, { caller: callerOf(mesh, workload), name, request }, called);
}

/** May this caller call the port? */
export function accessBy(mesh: Mesh, { caller, name, request = {} }: Asking, called: CalledPort): Access {
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
  const reads = isHttp(port.protocol) || port.protocol === 'unsupported';
  const filters = server.filters(reads);
  if (filters.isEmpty) return { ...base, permission: 'allowed', reason: whyOpen(server) };
  const seen = attributesOf(called, { transport, identity: caller.identity, http: reads ? request : undefined });
  return { ...base, ...decide(called, seen, reads) };
}

/** A workload, as its proxy opens connections. @param workload undefined: a pod without a proxy */
export function callerOf(mesh: Mesh, workload: Workload | undefined): Caller {
  if (!workload) return { client: { namespace: '', labels: {} }, proxy: 'none' };
  const { kind } = mesh.injection.proxyOf(workload);
  return { client: workload, proxy: kind, identity: mesh.identities.of(workload) };
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

type Decided = Pick<Access, 'permission' | 'requiresToken' | 'reason' | 'policy' | 'rule' | 'conditions'>;

function decide({ server }: CalledPort, seen: Attributes, reads: boolean): Decided {
  const filters = server.filters(reads);
  const without = filters.decideAny(seen);
  const token: Attributes = filters.setsClaims && seen.http ? { ...seen, claims: 'any' } : seen;
  const withToken = filters.decideAny(token);
  const requiresToken = without.outcome === 'denied' && withToken.outcome !== 'denied';
  const open = filters.open(token);
  const conditions = [
    ...open.deny.map((reference) => `denied: ${ruleText(reference)} (${referenceText(reference)})`),
    ...open.allow.map((reference) => `allowed: ${ruleText(reference)} (${referenceText(reference)})`),
    ...open.custom.map(
      (reference) => `allowed: what external authorizer \`${reference.policy.provider}\` allows (${referenceText(reference)})`,
    ),
  ];
  const { by } = requiresToken ? without : withToken;
  const decided = by && { policy: by.policy.name, ...(by.rule === undefined ? {} : { rule: by.rule }) };
  if (without.outcome === 'denied' && !requiresToken)
    return { permission: 'denied', requiresToken, reason: without.reason ?? '', conditions: [], ...decided };
  const isOpen = without.outcome === 'allowed' && open.custom.length === 0;
  if (isOpen) return { permission: 'allowed', requiresToken, conditions: [], ...allowedBy(filters.allowing(seen)) };
  const reason = requiresToken ? `with a token only: ${without.reason ?? ''}` : conditions.join('; ');
  return { permission: 'conditional', requiresToken, reason, conditions, ...decided };
}

function allowedBy(by: PolicyReference | undefined): Pick<Access, 'reason' | 'policy' | 'rule'> {
  if (!by) return { reason: 'no ALLOW policy holds for it, and no DENY policy denies it' };
  return { reason: `${referenceText(by)} allows it`, policy: by.policy.name, ...(by.rule === undefined ? {} : { rule: by.rule }) };
}
