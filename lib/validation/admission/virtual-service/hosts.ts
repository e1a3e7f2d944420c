import type { VirtualService } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import { hostsOverlap, wildcardDomainProblem } from '../../values/hosts';
import { isIpAddress } from '../../values/ip-address';
import type { Field } from '../../violation';

/** Whether a service that names gateways leaves the mesh itself out. */
export function isForGatewaysOnly({ gateways = [] }: VirtualService): boolean {
  return !gateways.includes('mesh');
}

/** What is wrong with a host; gateways may also be asked for the SNI names that istiod makes, `outbound_.80_._.host`. */
export function gatewayHostProblem(host: string, takesGeneratedNames: boolean): string | undefined {
  if (!takesGeneratedNames || !host.startsWith('outbound_') || Buffer.byteLength(host) > 255) return wildcardDomainProblem(host);
  const [, port = '', , name] = host.split('_');
  const isRight = name !== undefined && /[0-9]/.test(port) && /[a-zA-Z]/.test(name);
  return isRight ? undefined : `${quote(host)} is not of the form \`outbound_.<port>_._.<host>\``;
}

/** The hosts of a service: each a name or an address, none covered by another. */
export function checkHosts(service: VirtualService, at: Field): void {
  const { hosts = [], gateways = [] } = service;
  const forMesh = gateways.length === 0 || !isForGatewaysOnly(service);
  const takesGeneratedNames = !forMesh && hasSniHosts(service);
  let allRight = true;
  for (const [index, host] of hosts.entries()) {
    const problem = forMesh ? wildcardDomainProblem(host) : gatewayHostProblem(host, takesGeneratedNames);
    const isAnyHost = problem === undefined && forMesh && host === '*';
    if (isAnyHost)
      at.at(index).error('the host `*` is not allowed inside the mesh', { fix: 'bind the VirtualService to a gateway, or name a host' });
    else if (problem !== undefined && !isIpAddress(host)) at.at(index).error(problem);
    else continue;
    allRight = false;
  }
  if (allRight) checkDuplicates(hosts, at);
}

function hasSniHosts({ tls = [] }: VirtualService): boolean {
  return tls.some(({ match = [] }) => match.some(({ sniHosts = [] }) => sniHosts.length > 0));
}

/** Names that are equal meet in one set; only wildcards need to be compared with others. */
function checkDuplicates(hosts: readonly string[], at: Field): void {
  const names = new Set<string>();
  const wildcards: string[] = [];
  for (const [index, host] of hosts.entries()) {
    const rivals = host.startsWith('*') ? [...names, ...wildcards] : wildcards;
    const other = names.has(host) ? host : rivals.find((rival) => hostsOverlap(rival, host));
    if (other !== undefined) at.at(index).error(`the hosts ${quote(other)} and ${quote(host)} overlap`);
    if (host.startsWith('*')) wildcards.push(host);
    else names.add(host);
  }
}
