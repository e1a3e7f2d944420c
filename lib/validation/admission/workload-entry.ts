import type { WorkloadEntry } from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import { domainProblem } from '../values/hosts';
import { isIpAddress } from '../values/ip-address';
import type { Field } from '../violation';
import { checkLabels } from './labels';
import { checkPort, checkPortName, checkUnixPath, unixPrefix } from './ports';

/** What the ServiceEntry around an endpoint adds to the rules. */
interface EndpointRules {
  /** Names of the service's ports. @default - any, since the service is not known */
  readonly servicePorts?: ReadonlySet<string>;
  /** Endpoints of resolution `STATIC` need an IP address. @default - a name will do */
  readonly needsIpAddress?: boolean;
}

/** What istiod's webhook asks of a WorkloadEntry, alone or as an endpoint. Source: `validateWorkloadEntry` of `pkg/config/validation`. */
export function checkWorkloadEntry(entry: WorkloadEntry, at: Field, rules: EndpointRules = {}): void {
  const { address = '', network = '' } = entry;
  if (address === '' && network === '') {
    at.at('address').error('the address is missing');
    return;
  }
  if (address === '') at.at('address').warning(`the address is missing, only the network ${quote(network)} is given`);
  else if (address.startsWith(unixPrefix)) checkUnixEndpoint(entry, rules, at);
  else if (!isIpAddress(address)) checkName(address, rules, at.at('address'));
  checkEndpointPorts(entry.ports, rules.servicePorts, at.at('ports'));
  checkLabels(entry.labels, at.at('labels'));
}

function checkUnixEndpoint({ address = '', ports = {} }: WorkloadEntry, { servicePorts }: EndpointRules, at: Field): void {
  checkUnixPath(address.slice(unixPrefix.length), at.at('address'));
  if (Object.keys(ports).length > 0) at.at('ports').error('a Unix domain socket has no ports');
  if (servicePorts !== undefined && servicePorts.size !== 1)
    at.at('address').error(`a Unix domain socket serves one port, and the service has ${servicePorts.size}`);
}

function checkName(address: string, { needsIpAddress }: EndpointRules, at: Field): void {
  if (needsIpAddress)
    at.error(`${quote(address)} is not an IP address`, {
      why: 'resolution `STATIC` looks up no names',
      fix: 'use resolution `DNS`, or an IP address',
    });
  else if (domainProblem(address) !== undefined) at.error(`${quote(address)} is neither an IP address nor a host name`);
}

/** The ports of an endpoint, by the names that the service gives them. */
export function checkEndpointPorts(
  ports: Readonly<Record<string, number>> | undefined,
  servicePorts: ReadonlySet<string> | undefined,
  at: Field,
): void {
  for (const [name, port] of Object.entries(ports ?? {})) {
    if (servicePorts !== undefined && !servicePorts.has(name)) at.at(name).error(`the service has no port named ${quote(name)}`);
    checkPortName(name, at.at(name));
    checkPort(port, at.at(name));
  }
}
