/*
 * What the evaluator uses of `node:net`, for a page: the bundle has this file in place of that module.
 */

/** 4, 6, or 0 for what is no address. Source: Node `net.isIP`. */
export function isIP(text: string): 0 | 4 | 6 {
  if (bitsOf4(text) !== undefined) return 4;
  return bitsOf6(text) === undefined ? 0 : 6;
}

/** Ranges of addresses. Source: Node `net.BlockList`. */
export class BlockList {
  private readonly ranges: { readonly family: string; readonly bits: string }[] = [];

  addSubnet(address: string, length: number, family: 'ipv4' | 'ipv6'): void {
    this.ranges.push({ family, bits: (bitsOf(address, family) ?? '').slice(0, length) });
  }

  check(address: string, family: 'ipv4' | 'ipv6'): boolean {
    const bits = bitsOf(address, family);
    return bits !== undefined && this.ranges.some((range) => range.family === family && bits.startsWith(range.bits));
  }
}

function bitsOf(address: string, family: 'ipv4' | 'ipv6'): string | undefined {
  return family === 'ipv4' ? bitsOf4(address) : bitsOf6(address);
}

function bitsOf4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOf6(given: string): string | undefined {
  const text = withoutEmbedded4(given.replace(/%[\da-zA-Z.:-]+$/, ''));
  if (text === undefined) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...(tail ? [...Array<string>(missing).fill('0'), ...tail] : [])];
  if (groups.some((group) => !/^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** `::ffff:1.2.3.4` as two groups more. */
function withoutEmbedded4(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const at = text.lastIndexOf(':');
  const bits = bitsOf4(text.slice(at + 1));
  if (at < 0 || bits === undefined) return undefined;
  const groups = [bits.slice(0, 16), bits.slice(16)].map((half) => Number.parseInt(half, 2).toString(16));
  return `${text.slice(0, at + 1)}${groups.join(':')}`;
}
