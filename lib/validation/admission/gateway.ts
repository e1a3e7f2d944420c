import type { Gateway, Port, Server } from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import { isLabel, wildcardDomainProblem } from '../values/hosts';
import { isIpAddress } from '../values/ip-address';
import { isHttp, isKnownProtocol, isTls } from '../values/protocol';
import type { Field } from '../violation';
import type { ObjectInfo } from './object-info';
import { checkIpAddress, checkNamedProtocol, checkPort, checkUnixPath, unixPrefix } from './ports';
import { checkServerTls } from './server-tls';

/** What istiod's webhook asks of a Gateway. Source: `ValidateGateway` of `pkg/config/validation`. */
export function checkGateway({ servers = [] }: Gateway, { name, annotations }: ObjectInfo, root: Field, at: Field): void {
  const isGenerated = annotations['internal.istio.io/gateway-semantics'] === 'gateway';
  if (!isLabel(name) && !isGenerated)
    root.at('metadata', 'name').error(`${quote(name)} is not the name of a gateway`, {
      why: 'VirtualServices name gateways as `namespace/name`, and dots are not allowed there',
    });
  if (servers.length === 0) at.at('servers').error('the gateway has no server');
  for (const [index, server] of servers.entries()) checkServer(server, isGenerated, at.at('servers', index));
  checkPortNames(servers, at.at('servers'));
}

function checkServer(server: Server, isGenerated: boolean, at: Field): void {
  const { port, hosts = [], bind = '' } = server;
  if (hosts.length === 0) at.at('hosts').error('the server has no host');
  for (const [index, host] of hosts.entries()) checkGatewayHost(host, isGenerated, at.at('hosts', index));
  checkBind(port, bind, at);
  checkServerTls(server.tls, at.at('tls'));
  if (port !== undefined && checkServerPort(port, bind, at.at('port'))) checkTlsUse(server, port.protocol ?? '', at.at('tls'));
  if (port === undefined) at.at('port').error('the server has no port');
}

/** @returns whether the port is right, without which the use of TLS cannot be judged */
function checkServerPort(port: Port, bind: string, at: Field): boolean {
  const { protocol = '', number = 0, targetPort = 0, name = '' } = port;
  const needsNumber = number > 0 || !bind.startsWith(unixPrefix);
  checkNamedProtocol(protocol, at.at('protocol'));
  if (needsNumber) checkPort(number, at.at('number'));
  if (targetPort > 0)
    at.at('targetPort').error('`targetPort` means nothing on a gateway', { fix: 'leave it out; the Service of the gateway maps ports' });
  if (name === '') at.at('name').error('the port has no name');
  return isKnownProtocol(protocol) && (!needsNumber || (number >= 1 && number <= 65535)) && targetPort === 0 && name !== '';
}

/** TLS settings belong to HTTPS and TLS; on plain HTTP they may only ask for the redirect to HTTPS. */
function checkTlsUse({ tls }: Server, protocol: string, at: Field): void {
  if (isTls(protocol)) {
    if (tls === undefined) at.error(`a server for ${quote(protocol)} needs \`tls\``);
    return;
  }
  if (tls === undefined) return;
  const isRedirectOnly =
    ['PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(String(tls.mode ?? 'PASSTHROUGH')) &&
    !tls.caCertificates &&
    !tls.privateKey &&
    !tls.serverCertificate;
  if (isHttp(protocol) && isRedirectOnly) return;
  at.error(`a server for ${quote(protocol)} cannot have TLS settings`, {
    fix: isHttp(protocol) ? 'use protocol `HTTPS`, or only `tls.httpsRedirect: true`' : 'use protocol `TLS` or `HTTPS`',
  });
}

function checkBind(port: Port | undefined, bind: string, at: Field): void {
  if (!bind.startsWith(unixPrefix)) {
    if (bind !== '') checkIpAddress(bind, at.at('bind'));
    return;
  }
  checkUnixPath(bind.slice(unixPrefix.length), at.at('bind'));
  if (port?.number) at.at('port', 'number').error('a Unix domain socket has no port', { fix: 'set `number: 0`' });
}

function checkGatewayHost(host: string, isGenerated: boolean, at: Field): void {
  const slash = host.indexOf('/');
  if (slash >= 0) {
    const namespace = host.slice(0, slash);
    const isKnown = ['*', '.'].includes(namespace) || (isGenerated && namespace === '~') || isLabel(namespace);
    if (slash === 0 || slash === host.length - 1)
      at.error(`${quote(host)} lacks the namespace or the host`, { fix: 'write `namespace/host`, `./host` or `*/host`' });
    if (!isKnown) at.error(`${quote(namespace)} is not a namespace, \`.\` or \`*\``);
  }
  checkDnsName(host.slice(slash + 1), true, at);
}

/** The host of a server or of what a Sidecar may reach: a full name, `*`, or `*.` and a name. */
export function checkDnsName(host: string, takesAddress: boolean, at: Field): void {
  if (host !== '*' && !host.includes('.'))
    at.error(`${quote(host)} is a short name`, {
      why: 'only full names are known here',
      fix: `write \`${host || '<name>'}.<namespace>.svc.cluster.local\``,
    });
  const problem = wildcardDomainProblem(host);
  if (problem !== undefined && !(takesAddress && isIpAddress(host))) at.error(problem);
  if (isPartialWildcard(host)) at.error(`${quote(host)} has a wildcard inside a part`, { fix: 'only `*` or `*.` at the start is allowed' });
}

export function isPartialWildcard(host: string): boolean {
  return host.includes('*') && host.length !== 1 && !host.startsWith('*.');
}

function checkPortNames(servers: readonly Server[], at: Field): void {
  const names = new Set<string>();
  for (const [index, { port, tls }] of servers.entries()) {
    if (port === undefined) continue;
    const { name = '', protocol = '' } = port;
    if (names.has(name))
      at.at(index, 'port', 'name').error(`another server has the port name ${quote(name)}`, {
        fix: 'give each server a port name of its own',
      });
    names.add(name);
    if (!isHttp(protocol) && tls?.httpsRedirect)
      at.at(index, 'tls', 'httpsRedirect').warning(`a server for ${quote(protocol)} cannot redirect to HTTPS`, {
        fix: 'put `httpsRedirect` on a server with protocol `HTTP`',
      });
  }
}
