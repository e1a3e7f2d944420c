import { ConstructError } from '../errors';

/**
 * A whole number that fits into the 32 bits that Envoy has for it.
 *
 * @param what how to speak of it, for example `maxConnections`
 * @returns the number itself, undefined where there is none
 * @throws ConstructError `CountRange`
 */
export function count(value: number | undefined, what: string): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value < 2 ** 31)) return value;
  throw new ConstructError('CountRange', `${what} is a whole number from 0 to ${2 ** 31 - 1}, got \`${value}\``);
}
