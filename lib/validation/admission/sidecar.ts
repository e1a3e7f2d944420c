import type {
  IstioEgressListener,
  IstioIngressListener,
  OutboundTrafficPolicy,
  Sidecar,
  SidecarPort,
} from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import { domainProblem, isLabel } from '../values/hosts';
import { isHttp, isTls } from '../values/protocol';
import type { Field } from '../violation';
import { checkConnectionPool } from './destination-rule/connection-pool';
import { checkDnsName } from './gateway';
import type { ObjectInfo } from './object-info';
import { checkIpAddress, checkPort, checkPortName, checkProtocol, checkUnixPath, unixPrefix } from './ports';
import { checkOldSelector } from './selectors';
import { checkServerTls } from './server-tls';
import { checkDestination } from './virtual-service/destinations';

/** What istiod's webhook asks of a Sidecar. Source: `ValidateSidecar` of `pkg/config/validation`. */
export function checkSidecar(sidecar: Sidecar, { namespace }: ObjectInfo, at: Field): void {
  const { ingress = [], egress = [], outboundTrafficPolicy, inboundConnectionPool } = sidecar;
  if (ingress.length + egress.length === 0 && outboundTrafficPolicy === undefined && inboundConnectionPool === undefined) {
    at.error('the Sidecar configures nothing', { fix: 'give it `egress`, `ingress`, `outboundTrafficPolicy` or `inboundConnectionPool`' });
    return;
  }
  if (!checkOldSelector(sidecar.workloadSelector, at.at('workloadSelector'))) return;
  const numbers = new Set<number>();
  for (const [index, listener] of ingress.entries()) checkIngress(listener, numbers, at.at('ingress', index));
  checkConnectionPool(inboundConnectionPool, at.at('inboundConnectionPool'));
  checkEgressListeners(egress, namespace, at.at('egress'));
  if (outboundTrafficPolicy) checkOutbound(outboundTrafficPolicy, at.at('outboundTrafficPolicy'));
}

function checkIngress(listener: IstioIngressListener, numbers: Set<number>, at: Field): void {
  const { port, bind = '', defaultEndpoint = '', tls, connectionPool } = listener;
  if (port === undefined) {
    at.at('port').error('the listener has no port');
    return;
  }
  const { number = 0, protocol = '' } = port;
  checkListenerPort(port, at.at('port'));
  checkPort(number, at.at('port', 'number'));
  if (bind !== '') checkIpAddress(bind, at.at('bind'));
  if (numbers.has(number)) at.at('port', 'number').error(`another listener has the port \`${number}\``);
  numbers.add(number);
  if (defaultEndpoint !== '') checkDefaultEndpoint(defaultEndpoint, at.at('defaultEndpoint'));
  if (tls !== undefined) checkIngressTls(listener, at.at('tls'));
  checkConnectionPool(connectionPool, at.at('connectionPool'));
  if (connectionPool?.http !== undefined && !isHttp(protocol))
    at.at('connectionPool', 'http').warning(`a port for ${quote(protocol)} does not use HTTP settings`);
}

/** What ports of both directions have in common. */
function checkListenerPort({ name = '', protocol = '', targetPort = 0 }: SidecarPort, at: Field): void {
  if (targetPort > 0) at.at('targetPort').error('`targetPort` means nothing in a Sidecar', { fix: 'leave it out' });
  if (name !== '') checkPortName(name, at.at('name'));
  checkProtocol(protocol, at.at('protocol'));
}

/** `127.0.0.1:port`, `[::1]:port`, `:port` or a Unix domain socket. */
function checkDefaultEndpoint(endpoint: string, at: Field): void {
  if (endpoint.startsWith(unixPrefix)) {
    checkUnixPath(endpoint.slice(unixPrefix.length), at);
    return;
  }
  const [, bracketed, plain = '', port = ''] = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^:[\]]*)$/.exec(endpoint) ?? [];
  const isPort = /^[+-]?\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  if (!isPort || !['', '127.0.0.1', '0.0.0.0', '::1', '::'].includes(bracketed ?? plain)) {
    at.error(`${quote(endpoint)} is not an endpoint of the workload`, {
      fix: 'write `127.0.0.1:<port>`, `0.0.0.0:<port>`, `[::1]:<port>`, `[::]:<port>` or `unix:///path`',
    });
  }
}

function checkIngressTls({ tls = {}, port }: IstioIngressListener, at: Field): void {
  for (const field of ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'] as const) {
    if (tls[field]) at.at(field).error(`\`${field}\` is not supported in a Sidecar`);
  }
  if (tls.mode === 'ISTIO_MUTUAL' || tls.mode === 'AUTO_PASSTHROUGH') at.at('mode').error(`\`${tls.mode}\` is not supported in a Sidecar`);
  if (!isTls(port?.protocol))
    at.error(`a port for ${quote(port?.protocol ?? '')} cannot have TLS settings`, { fix: 'use protocol `TLS` or `HTTPS`' });
  checkServerTls(tls, at);
}

function checkEgressListeners(listeners: readonly IstioEgressListener[], namespace: string, at: Field): void {
  const binds = new Set<string>();
  const numbers = new Set<number>();
  for (const [index, { port, bind = '', captureMode, hosts = [] }] of listeners.entries()) {
    const place = at.at(index);
    if (port === undefined) {
      if (index < listeners.length - 1)
        place.error('a listener without port must be the last', { why: 'it takes whatever the others leave' });
    } else {
      checkEgressPort(port, { bind, captureMode }, place);
      const [seen, own, what] = port.number ? [numbers, port.number, 'port'] : [binds, bind, 'socket'];
      if ((seen as Set<unknown>).has(own)) place.error(`another listener has the ${what} \`${own}\``);
      (seen as Set<unknown>).add(own);
    }
    checkEgressHosts(hosts, namespace, place.at('hosts'));
  }
}

function checkEgressPort(port: SidecarPort, { bind = '', captureMode = 'DEFAULT' }: IstioEgressListener, at: Field): void {
  checkListenerPort(port, at.at('port'));
  if (port.number) {
    checkPort(port.number, at.at('port', 'number'));
    if (bind !== '') checkIpAddress(bind, at.at('bind'));
    return;
  }
  if (bind.startsWith(unixPrefix)) checkUnixPath(bind.slice(unixPrefix.length), at.at('bind'));
  else at.at('bind').error('a listener with port 0 must be bound to a Unix domain socket', { fix: 'write `bind: unix:///path/to/socket`' });
  if (captureMode !== 'DEFAULT' && captureMode !== 'NONE')
    at.at('captureMode').error(`\`${captureMode}\` does not go with a Unix domain socket`);
}

function checkEgressHosts(hosts: readonly string[], namespace: string, at: Field): void {
  if (hosts.length === 0) at.error('the listener reaches no host');
  const reached = new Map<string, Set<string>>();
  for (const [index, host] of hosts.entries()) {
    const slash = host.indexOf('/');
    if (slash >= 0 && !host.startsWith('~')) noteReached(host, namespace, reached, at.at(index));
    checkEgressHost(host, slash, at.at(index));
  }
  if (reached.get('*')?.has('*') && reached.size !== 1) at.warning('`*/*` reaches everything, and the other hosts add nothing');
}

/** Warns of a host that is reached already. */
function noteReached(host: string, ownNamespace: string, reached: Map<string, Set<string>>, at: Field): void {
  const slash = host.indexOf('/');
  const namespace = slash === 1 && host.startsWith('.') ? ownNamespace : host.slice(0, slash);
  const name = host.slice(slash + 1);
  const names = reached.get(namespace) ?? new Set();
  reached.set(namespace, names);
  const isRepeated = name === '*' ? names.size > 0 : names.has(name) || names.has('*');
  if (isRepeated) at.warning(`the host ${quote(host)} overlaps with an earlier one`);
  names.add(name);
}

function checkEgressHost(host: string, slash: number, at: Field): void {
  if (slash < 0) {
    at.error(`${quote(host)} names no namespace`, { fix: `write \`./${host}\`, \`*/${host}\` or \`<namespace>/${host}\`` });
    return;
  }
  const namespace = host.slice(0, slash).replace(/^~/, '');
  if (slash === 0 || slash === host.length - 1) at.error(`${quote(host)} lacks the namespace or the host`);
  if (!['', '*', '.'].includes(namespace) && !isLabel(namespace)) at.error(`${quote(namespace)} is not a namespace, \`.\`, \`*\` or \`~\``);
  checkDnsName(host.slice(slash + 1), false, at);
}

/** The number of a mode that only the mesh as a whole may have: the name is not among those of a Sidecar. */
const allowAnyDynamicDns = 3;

function checkOutbound({ mode = 'REGISTRY_ONLY', egressProxy }: OutboundTrafficPolicy, at: Field): void {
  if (mode === allowAnyDynamicDns) {
    at.at('mode').error('`ALLOW_ANY_DYNAMIC_DNS` is for the whole mesh, not for a Sidecar');
    return;
  }
  if (egressProxy === undefined) return;
  if (mode !== 'ALLOW_ANY') {
    at.at('egressProxy').error('`egressProxy` needs mode `ALLOW_ANY`');
    return;
  }
  const problem = domainProblem(egressProxy.host ?? '');
  if (problem !== undefined) at.at('egressProxy', 'host').error(problem);
  if (egressProxy.port === undefined) at.at('egressProxy', 'port').error('the proxy has no port');
  else checkDestination(egressProxy, at.at('egressProxy'));
}
