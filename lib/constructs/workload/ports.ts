import type { ContainerPort, ServicePort } from '../../../imports/kubernetes';
import { ConstructError } from '../../errors';
import { serviceLabel } from '../name';
import { portNumber } from '../port';
import type { Protocol } from '../probes';

/** One more port of a microservice. */
export interface PortProps {
  /** Name, by which routes and calls ask for it: `service.port('grpc')`. */
  readonly name: string;
  /** The Service's port. */
  readonly port: number;
  /** The port that the application listens on. @default - `port` */
  readonly targetPort?: number;
  /** What the port speaks. @default 'http' */
  readonly protocol?: Protocol;
}

/** A port with all that is known of it. */
export interface Port extends Required<PortProps> {
  /** Name on the Service. Istio reads `appProtocol` first and the beginning of the name second: both say the protocol. */
  readonly serviceName: string;
}

/**
 * All ports of a microservice, the main one first.
 *
 * @throws ConstructError `PortTwice`, `PortNameTwice`, `PortRange`, `NameForm`, `NameTooLong`
 */
export function portsOf(main: Port, more: readonly PortProps[]): Port[] {
  const ports = [main, ...more.map(complete)];
  for (const { port, targetPort } of ports) for (const number of [port, targetPort]) portNumber(number);
  for (const [index, port] of ports.entries()) {
    const others = ports.slice(0, index);
    if (others.some(({ name }) => name === port.name))
      throw twice('PortNameTwice', `two ports are named \`${port.name}\``, `name: '${port.name}-2'`);
    if (others.some((other) => other.port === port.port)) throw twice('PortTwice', `port \`${port.port}\` stands twice`);
  }
  return ports;
}

function complete({ name, port, targetPort = port, protocol = 'http' }: PortProps): Port {
  serviceLabel(name, 'the name of a port');
  return { name, port, targetPort, protocol, serviceName: name.startsWith(protocol) ? name : `${protocol}-${name}`.slice(0, 63) };
}

function twice(errorName: string, fact: string, fix?: string): ConstructError {
  return new ConstructError(errorName, fact, { why: 'the API server rejects such a Service', fix });
}

export function servicePorts(ports: readonly Port[]): ServicePort[] {
  return ports.map(({ serviceName, port, targetPort, protocol }) => ({
    name: serviceName,
    port,
    targetPort,
    appProtocol: protocol,
    protocol: 'TCP',
  }));
}

/** A port of a pod has a shorter name than one of a Service. Ports of the Service that lead to one of the pod make it once. */
export function containerPorts(ports: readonly Port[]): ContainerPort[] {
  const distinct = ports.filter(({ targetPort }, index) => ports.findIndex((other) => other.targetPort === targetPort) === index);
  return distinct.map(({ name, targetPort }) => ({
    name: name.slice(0, 15).replace(/-+$/, ''),
    containerPort: targetPort,
    protocol: 'TCP',
  }));
}
