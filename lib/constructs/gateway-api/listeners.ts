import {
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  type GatewaySpecListeners,
  GatewaySpecListenersTlsMode as Mode,
} from '../../../imports/gateway.networking.k8s.io';
import type { GatewaySpecServers, GatewaySpecServersTls } from '../../../imports/networking.istio.io';
import { splitNamespace } from '../../istio/hosts';
import { notInGatewayApi } from '../traffic-api';
import { freeName } from './free-name';

/** A listener as routes have to know it. */
export interface Listener {
  readonly spec: GatewaySpecListeners;
  /** Every request is sent to https, so no other route belongs here. */
  readonly redirects: boolean;
}

/**
 * The listeners of servers: one for each host, since a listener has but one. Source: Istio `buildListener`.
 *
 * @param servers as Istio writes them, with names of their own
 * @throws ConstructError `NotInGatewayApi`
 */
export function listenersOf(servers: readonly GatewaySpecServers[]): Listener[] {
  const taken = new Set<string>();
  return servers.flatMap((server) => {
    const namespaces = new Map<string, string[]>();
    for (const { namespace = '*', host } of (server.hosts ?? []).map(splitNamespace))
      namespaces.set(host, [...(namespaces.get(host) ?? []), namespace]);
    return [...namespaces].map(([host, allowed]) => listener(server, { host, allowed, name: freeName(server.port.name ?? '', taken) }));
  });
}

interface Place {
  readonly name: string;
  readonly host: string;
  /** Namespaces whose routes may use it; `*` is any, `.` its own. */
  readonly allowed: readonly string[];
}

function listener({ port, tls }: GatewaySpecServers, { name, host, allowed }: Place): Listener {
  const protocol = port.protocol === 'GRPC' ? 'HTTP' : (port.protocol ?? '');
  const spec: GatewaySpecListeners = {
    name,
    port: port.number ?? 0,
    protocol,
    hostname: host === '*' || protocol === 'TCP' ? undefined : host,
    tls: tls && !tls.httpsRedirect ? tlsOf(tls) : undefined,
    allowedRoutes: { namespaces: allowedFrom(allowed) },
  };
  return { spec, redirects: tls?.httpsRedirect === true };
}

function allowedFrom(allowed: readonly string[]): NonNullable<GatewaySpecListeners['allowedRoutes']>['namespaces'] {
  if (allowed.includes('*')) return { from: From.ALL };
  if (allowed.every((namespace) => namespace === '.')) return { from: From.SAME };
  const values = [...new Set(allowed)];
  if (values.includes('.')) throw notInGatewayApi('choice of its own namespace beside others (`./host`)', 'name the namespace');
  return { from: From.SELECTOR, selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] } };
}

/** The mode of TLS that Istio reads from `options`. Source: Istio `GatewayTLSTerminateModeKey`. */
const modes: Readonly<Record<string, string>> = {
  MUTUAL: 'MUTUAL',
  OPTIONAL_MUTUAL: 'OPTIONAL_MUTUAL',
  ISTIO_MUTUAL: 'ISTIO_MUTUAL',
};

function tlsOf(tls: GatewaySpecServersTls): GatewaySpecListeners['tls'] {
  const { mode = '', credentialName, minProtocolVersion, maxProtocolVersion, cipherSuites, subjectAltNames } = tls;
  if (mode === 'PASSTHROUGH') return { mode: Mode.PASSTHROUGH };
  if (mode === 'AUTO_PASSTHROUGH') throw notInGatewayApi('server that passes TLS of the mesh through (`Server.autoPassthrough`)');
  if (minProtocolVersion === 'TLSV1_3' || maxProtocolVersion !== undefined)
    throw notInGatewayApi('choice of versions of TLS (`minTls`, `maxTls`)', 'leave it out: Istio speaks 1.2 and newer');
  if (subjectAltNames !== undefined) throw notInGatewayApi("choice of callers' certificates by name (`subjectAltNames`)");
  const option = modes[mode];
  const options = {
    ...(option ? { 'gateway.istio.io/tls-terminate-mode': option } : {}),
    ...(cipherSuites ? { 'gateway.istio.io/tls-cipher-suites': cipherSuites.join(',') } : {}),
  };
  return {
    mode: Mode.TERMINATE,
    certificateRefs: credentialName === undefined ? undefined : [{ name: credentialName }],
    options: Object.keys(options).length > 0 ? options : undefined,
  };
}
