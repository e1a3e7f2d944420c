import { BlockList, isIP } from 'node:net';

/** Is an address in the range? */
export type AddressTest = (address: string) => boolean;

/**
 * The test of an address or CIDR range, such as `10.1.2.3` or `10.0.0.0/8`; undefined for what is neither. IPv4 and IPv6
 * never match one another. Source: Istio `AddrStrToCidrRange`, Envoy `CidrRange`.
 */
export function addressRange(text: string): AddressTest | undefined {
  const [address = '', length, ...more] = text.split('/');
  const version = isIP(address);
  const bits = length === undefined ? widest(version) : Number(length);
  const isRange = length === undefined || (/^\d{1,3}$/.test(length) && bits <= widest(version));
  if (version === 0 || address.includes('%') || more.length > 0 || !isRange) return undefined;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, bits, family);
  return (candidate) => isIP(candidate) === version && block.check(candidate, family);
}

function widest(version: number): number {
  return version === 4 ? 32 : 128;
}
