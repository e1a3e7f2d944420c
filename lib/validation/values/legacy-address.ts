import { isIpAddress, isIpv4 } from './ip-address';

/**
 * An address, or a range of them, as fields of Kubernetes accept it that are older than its strict reading: parts of an IPv4 address may start
 * with zeros, and an IPv4 address within an IPv6 one is that IPv4 address. Source: `apimachinery/pkg/util/validation/ip.go`.
 */
export interface LegacyRange {
  readonly family: 'IPv4' | 'IPv6';
  /** The first bits, which all addresses of the range have in common, as `0` and `1`. */
  readonly prefix: string;
}

/** @returns undefined for what is no address */
export function legacyAddress(text: string): LegacyRange | undefined {
  const plain = text.replace(/(^|[.:])0+(?=\d+\.)|(\.)0+(?=\d)/g, '$1$2');
  if (plain.includes('%') || !isIpAddress(plain)) return undefined;
  if (isIpv4(plain)) return { family: 'IPv4', prefix: bitsOf(plain.split('.').map(Number), 8) };
  const bits = bitsOf(groupsOf(plain), 16);
  return bits.startsWith(mapped) ? { family: 'IPv4', prefix: bits.slice(mapped.length) } : { family: 'IPv6', prefix: bits };
}

/** @returns undefined for what is no range, such as `10.0.0.0/33` */
export function legacyRange(text: string): LegacyRange | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const all = legacyAddress(address);
  if (all === undefined || more.length > 0 || !/^\d{1,9}$/.test(length)) return undefined;
  const hidden = all.family === 'IPv4' && address.includes(':') ? mapped.length : 0;
  if (Number(length) > all.prefix.length + hidden) return undefined;
  return { family: all.family, prefix: all.prefix.slice(0, Math.max(0, Number(length) - hidden)) };
}

/** Whether the first range is a part of the second, and not the whole of it. */
export function isStrictlyWithin(inner: LegacyRange, outer: LegacyRange): boolean {
  return inner.family === outer.family && inner.prefix.length > outer.prefix.length && inner.prefix.startsWith(outer.prefix);
}

/** What IPv6 puts before an IPv4 address: `::ffff:0:0/96`. */
const mapped = '0'.repeat(80) + '1'.repeat(16);

function bitsOf(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, '0')).join('');
}

/** The eight groups of an IPv6 address. */
function groupsOf(text: string): number[] {
  const [head = [], tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':').flatMap(numbersOf)));
  return tail === undefined ? head : [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function numbersOf(group: string): number[] {
  if (!group.includes('.')) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** Ranges that no endpoint of a cluster is in. Source: `ValidateEndpointIP`. */
const special: readonly (readonly [range: string, name: string])[] = [
  ['0.0.0.0/32', 'the unspecified address'],
  ['::/128', 'the unspecified address'],
  ['127.0.0.0/8', 'a loopback address'],
  ['::1/128', 'a loopback address'],
  ['169.254.0.0/16', 'a link-local address'],
  ['fe80::/10', 'a link-local address'],
  ['224.0.0.0/24', 'a link-local multicast address'],
  ['ff02::/16', 'a link-local multicast address'],
];

/** What kind of address it is that cannot be reached from elsewhere; undefined for any other. */
export function specialAddress({ family, prefix }: LegacyRange): string | undefined {
  return special.find(([range]) => {
    const around = legacyRange(range);
    return around?.family === family && prefix.startsWith(around.prefix);
  })?.[1];
}
