import { isIP } from 'node:net';
import { addressRange } from '../../route/policy/address-range';
import type { Atom } from './attribute';

/** A condition on the address of a client outside the mesh, such as `10.0.0.0/8`; undefined for what is no address. */
export function addressAtom(range: string): Atom | undefined {
  const test = addressRange(range);
  return test && { attribute: 'client', text: range, test: (value) => typeof value === 'string' && test(value) };
}

/** Addresses for documentation, which no range of a policy should hold. */
const plain = ['203.0.113.1', '198.51.100.1', '192.0.2.1'];

/** An address in each part into which ranges divide all addresses: at the ends of each range, and beside them. */
export function addressesAt(ranges: readonly string[]): readonly string[] {
  const borders = ranges.flatMap((range) => {
    const [address = '', length] = range.split('/');
    if (isIP(address) !== 4) return [address, nextOfVersion6(address)];
    const bits = length === undefined ? 32 : Number(length);
    const size = 2 ** (32 - bits);
    const first = Math.floor(numberOf(address) / size) * size;
    return [first, first + size - 1, first - 1, first + size].filter((each) => each >= 0 && each < 2 ** 32).map(textOf);
  });
  return [...new Set([...plain, ...borders])];
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** One outside of whatever range begins there: of the addresses for documentation. */
function nextOfVersion6(address: string): string {
  return address.startsWith('2001:db8:') ? 'fd00::1' : '2001:db8::1';
}
