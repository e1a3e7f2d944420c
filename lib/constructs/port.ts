import { ConstructError } from '../errors';

/**
 * A TCP port number.
 *
 * @returns the number itself
 * @throws ConstructError `PortRange` unless it is a whole number from 1 to 65535
 */
export function portNumber(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new ConstructError('PortRange', `a port is a whole number from 1 to 65535, got \`${port}\``);
  }
  return port;
}
