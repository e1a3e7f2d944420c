import { servicePortProtocol } from '../../istio/protocol';
import type { FieldReader } from '../../manifest/field';

/** Does neither `appProtocol` nor the name of a Service port say a protocol that Istio knows? */
export function hasUnknownProtocol(port: FieldReader): boolean {
  const protocol = servicePortProtocol({
    port: port.at('port').number ?? 0,
    name: port.at('name').text,
    protocol: port.at('protocol').text,
    appProtocol: port.at('appProtocol').exists ? port.at('appProtocol').text : undefined,
  });
  return protocol === 'unsupported';
}

/** Ports on which one protocol is spoken nearly everywhere. */
const usual: ReadonlyMap<number, string> = new Map([
  [80, 'http'],
  [8000, 'http'],
  [8080, 'http'],
  [443, 'https'],
  [8443, 'https'],
  [3306, 'mysql'],
  [6379, 'redis'],
  [27017, 'mongo'],
]);

/** The name to give to a port that has none, where its number tells; undefined when it has one, or may be anything. */
export function usualPortName(ports: FieldReader, port: FieldReader): string | undefined {
  const number = port.at('port').number ?? 0;
  const protocol = usual.get(number);
  if (protocol === undefined || port.at('name').exists || (port.at('protocol').text || 'TCP') !== 'TCP') return undefined;
  const taken = ports.items.some((other) => other.at('name').text === protocol);
  const rivals = ports.items.filter((other) => !other.at('name').exists && usual.get(other.at('port').number ?? 0) === protocol);
  return taken || rivals.length > 1 ? `${protocol}-${number}` : protocol;
}
