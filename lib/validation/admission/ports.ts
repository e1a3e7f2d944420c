import { closest } from '../../text';
import { quote } from '../values/describe';
import { isLabel } from '../values/hosts';
import { isIpAddress } from '../values/ip-address';
import { isKnownProtocol, protocolNames } from '../values/protocol';
import type { Field } from '../violation';

/** What a bind or endpoint that is a Unix domain socket starts with. */
export const unixPrefix = 'unix://';

export function checkPort(number: number, at: Field): void {
  if (number < 1 || number > 65535) at.error(`\`${number}\` is not a port`, { why: 'ports go from 1 to 65535' });
}

export function checkPortName(name: string, at: Field): void {
  if (!isLabel(name)) at.error(`${quote(name)} is not a port name`, { why: 'port names are letters, digits and inner `-`, at most 63' });
}

/** A protocol by name; empty means that Istio finds out by itself. */
export function checkProtocol(protocol: string, at: Field): void {
  if (protocol !== '') checkNamedProtocol(protocol, at);
}

/** A protocol that must be given. */
export function checkNamedProtocol(protocol: string, at: Field): void {
  if (isKnownProtocol(protocol)) return;
  const near = closest(protocol, protocolNames);
  at.error(protocol === '' ? 'the protocol is missing' : `${quote(protocol)} is not a protocol that Istio knows`, {
    fix: near === undefined ? `use one of ${protocolNames.join(', ')}` : `did you mean \`${near}\`?`,
  });
}

/** A Unix domain socket, without its prefix: an absolute path to a file, or an abstract name with `@`. */
export function checkUnixPath(path: string, at: Field): void {
  if (path.startsWith('@')) return;
  if (!path.startsWith('/') || path.endsWith('/'))
    at.error(`${quote(path)} is not an absolute path to a file`, { fix: 'write `unix:///path/to/socket`' });
}

export function checkIpAddress(address: string, at: Field): void {
  if (!isIpAddress(address)) at.error(`${quote(address)} is not an IP address`);
}
