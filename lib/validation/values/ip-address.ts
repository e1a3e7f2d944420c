/** Whether Go's `netip.ParseAddr` takes it: strict IPv4 (no leading zeros), or IPv6 with an optional `%zone`. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

/** Whether Go's `netip.ParsePrefix` takes it: `address/bits`, no zone. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return false;
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits) || address.includes('%')) return false;
  return (isIpv4(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128);
}

export function isIpv4(text: string): boolean {
  return /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const percent = text.indexOf('%');
  if (percent >= 0) return percent < text.length - 1 && isIpv6(text.slice(0, percent));
  if (text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = isIpv4(last) && !text.endsWith('::');
  if (!(embedded ? groups.slice(0, -1) : groups).every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const words = groups.length + (embedded ? 1 : 0);
  return halves.length === 2 ? words < 8 : words === 8;
}
