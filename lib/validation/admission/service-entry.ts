import type { ServiceEntry, WorkloadEntry } from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import { domainProblem, wildcardDomainProblem } from '../values/hosts';
import { isIpAddress } from '../values/ip-address';
import { isHttp, isTcp, isTls } from '../values/protocol';
import type { Field } from '../violation';
import { checkExportTo } from './export-to';
import { isPartialWildcard } from './gateway';
import { checkLabels } from './labels';
import type { ObjectInfo } from './object-info';
import { checkPort, checkPortName, checkProtocol } from './ports';
import { checkOldSelector } from './selectors';
import { checkSubnet } from './virtual-service/matches';
import { checkEndpointPorts, checkWorkloadEntry } from './workload-entry';

/** What istiod's webhook asks of a ServiceEntry. Source: `ValidateServiceEntry` of `pkg/config/validation`. */
export function checkServiceEntry(entry: ServiceEntry, info: ObjectInfo, at: Field): void {
  if (!checkOldSelector(entry.workloadSelector, at.at('workloadSelector'))) return;
  if (entry.workloadSelector !== undefined && entry.endpoints !== undefined)
    at.at('endpoints').error('`endpoints` does not go with `workloadSelector`');
  checkHosts(entry, at.at('hosts'));
  checkAddresses(entry, at.at('addresses'));
  checkPorts(entry, info, at.at('ports'));
  checkResolution(entry, info, at);
  checkManyHosts(entry, at);
  checkExportTo(entry.exportTo, info.namespace, at.at('exportTo'), { allowsNone: true });
}

function checkHosts({ hosts = [], resolution }: ServiceEntry, at: Field): void {
  if (hosts.length === 0) at.error('the ServiceEntry has no host');
  for (const [index, host] of hosts.entries()) {
    const problem = host === '*' ? 'the host `*` is not allowed here' : wildcardDomainProblem(host);
    if (problem !== undefined) at.at(index).error(problem);
    if (host !== '*' && resolution !== 'DYNAMIC_DNS' && isPartialWildcard(host))
      at.at(index).warning(`${quote(host)} has a wildcard inside a part`, { fix: 'only `*.` at the start is allowed' });
  }
}

function checkAddresses({ addresses = [], resolution = 'NONE' }: ServiceEntry, at: Field): void {
  for (const [index, address] of addresses.entries()) checkSubnet(address, at.at(index));
  const hasRange = addresses.some((address) => address.includes('/'));
  if (hasRange && resolution !== 'NONE' && resolution !== 'STATIC')
    at.error(`address ranges do not go with resolution \`${resolution}\``, {
      fix: 'use resolution `NONE` or `STATIC`, or single addresses',
    });
}

function checkPorts(entry: ServiceEntry, info: ObjectInfo, at: Field): void {
  const names = new Set<string>();
  const numbers = new Set<number>();
  const lacksAddress = entry.addresses === undefined && !getsAddress(entry, info);
  for (const [index, { name = '', number = 0, protocol = '', targetPort = 0 }] of (entry.ports ?? []).entries()) {
    const place = at.at(index);
    if (names.has(name)) place.at('name').error(`another port is named ${quote(name)}`);
    if (numbers.has(number)) place.at('number').error(`another port has the number \`${number}\``);
    names.add(name);
    numbers.add(number);
    if (targetPort !== 0) checkPort(targetPort, place.at('targetPort'));
    if (lacksAddress && (protocol === '' || protocol === 'TCP'))
      place.warning('a TCP port needs `addresses`', { why: 'without an address, TCP traffic cannot be distinguished from other traffic' });
    checkPortName(name, place.at('name'));
    checkProtocol(protocol, place.at('protocol'));
    checkPort(number, place.at('number'));
  }
}

/** Whether istiod gives the service an address of its own. */
function getsAddress({ resolution = 'NONE' }: ServiceEntry, { labels }: ObjectInfo): boolean {
  return resolution !== 'NONE' && labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() !== 'false';
}

function checkResolution(entry: ServiceEntry, info: ObjectInfo, at: Field): void {
  const { resolution = 'NONE', endpoints = [] } = entry;
  const servicePorts = new Set((entry.ports ?? []).map(({ name = '' }) => name));
  switch (resolution) {
    case 'NONE':
      if (endpoints.length > 0)
        at.at('endpoints').error('resolution `NONE` takes no endpoints', { why: 'traffic goes to the address that the client asked for' });
      if (entry.workloadSelector !== undefined) at.at('workloadSelector').warning('resolution `NONE` does not use `workloadSelector`');
      break;
    case 'STATIC':
      for (const [index, endpoint] of endpoints.entries())
        checkWorkloadEntry(endpoint, at.at('endpoints', index), { servicePorts, needsIpAddress: true });
      break;
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      checkDns(entry, servicePorts, at);
      break;
    case 'DYNAMIC_DNS':
      checkDynamicDns(entry, info, at);
      break;
    default:
      at.at('resolution').error(`\`${resolution}\` is not a resolution`);
  }
}

function checkDns(entry: ServiceEntry, servicePorts: ReadonlySet<string>, at: Field): void {
  const { hosts = [], endpoints = [], addresses = [], ports = [], resolution } = entry;
  const unresolvable = hosts.findIndex((host) => domainProblem(host) !== undefined);
  if (endpoints.length === 0 && unresolvable >= 0) {
    at.at('hosts', unresolvable).error(`${quote(hosts[unresolvable] ?? '')} cannot be looked up`, {
      why: `without endpoints, resolution \`${resolution}\` looks up the hosts`,
    });
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1)
    at.at('endpoints').error('resolution `DNS_ROUND_ROBIN` takes at most one endpoint');
  for (const [index, endpoint] of endpoints.entries()) checkDnsEndpoint(endpoint, servicePorts, at.at('endpoints', index));
  if (addresses.length > 0 && hosts.length > 1 && ports.some(({ protocol }) => isTcp(protocol))) {
    at.at('hosts').warning('several hosts share the addresses of a TCP port', { why: 'they cannot be distinguished' });
  }
}

function checkDnsEndpoint({ address = '', labels, ports }: WorkloadEntry, servicePorts: ReadonlySet<string>, at: Field): void {
  if (!isIpAddress(address) && domainProblem(address) !== undefined)
    at.at('address').error(`${quote(address)} is neither an IP address nor a host name`);
  checkLabels(labels, at.at('labels'));
  checkEndpointPorts(ports, servicePorts, at.at('ports'));
}

function checkDynamicDns(
  { hosts = [], addresses, endpoints, ports = [], location = 'MESH_EXTERNAL' }: ServiceEntry,
  { labels }: ObjectInfo,
  at: Field,
): void {
  for (const [index, host] of hosts.entries())
    if (!host.startsWith('*')) at.at('hosts', index).error(`${quote(host)} has no wildcard, which resolution \`DYNAMIC_DNS\` needs`);
  if (addresses !== undefined) at.at('addresses').error('resolution `DYNAMIC_DNS` takes no addresses');
  if (endpoints !== undefined) at.at('endpoints').error('resolution `DYNAMIC_DNS` takes no endpoints');
  for (const [index, { protocol = '' }] of ports.entries()) {
    if (!['HTTP', 'TLS', 'GRPC', 'HTTP2'].includes(protocol.toUpperCase()))
      at.at('ports', index, 'protocol').error(`resolution \`DYNAMIC_DNS\` does not go with ${quote(protocol)}`, {
        fix: 'use HTTP, HTTP2, GRPC or TLS',
      });
  }
  const waypoint = labels['istio.io/use-waypoint'] ?? '';
  if (typeof location === 'number') at.at('location').error(`\`${location}\` is not a location`);
  else if (location === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none')
    at.at('location').error('resolution `DYNAMIC_DNS` inside the mesh does not go with a waypoint');
}

/** Several hosts behind one port can be told apart by HTTP and TLS only. */
function checkManyHosts({ hosts = [], ports = [], resolution = 'NONE' }: ServiceEntry, at: Field): void {
  if (resolution === 'NONE' || hosts.length < 2) return;
  const index = ports.findIndex(({ protocol }) => !isHttp(protocol) && !isTls(protocol));
  if (index >= 0)
    at.at('ports', index, 'protocol').error(`several hosts do not go with ${quote(ports[index]?.protocol || 'TCP')}`, {
      why: 'only HTTP and TLS name the host',
    });
}
