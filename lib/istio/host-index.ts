import { isWildcard } from './hosts';

/**
 * Values by host name or wildcard, looked up by the most specific one: exact, else the longest wildcard.
 * A lookup costs one probe for each distinct wildcard length, however many hosts there are.
 */
export class HostIndex<V> {
  private readonly exact = new Map<string, V>();
  private readonly bySuffix = new Map<string, V>();
  private lengths: number[] = [];

  get size(): number {
    return this.exact.size + this.bySuffix.size;
  }

  /** The value kept under this very host or wildcard. */
  get(host: string): V | undefined {
    return isWildcard(host) ? this.bySuffix.get(host.slice(1)) : this.exact.get(host);
  }

  set(host: string, value: V): void {
    if (!isWildcard(host)) {
      this.exact.set(host, value);
      return;
    }
    const suffix = host.slice(1);
    this.bySuffix.set(suffix, value);
    if (!this.lengths.includes(suffix.length)) this.lengths = [...this.lengths, suffix.length].sort((a, b) => b - a);
  }

  /**
   * The value of the most specific entry that covers `host`, which may itself be a wildcard.
   *
   * @param needed letters the star must stand for: 0 as istiod compares, 1 as Envoy does
   */
  mostSpecific(host: string, needed: 0 | 1 = 0): V | undefined {
    return this.mostSpecificWith(host, needed, itself);
  }

  /** As `mostSpecific`, of the entries that `read` makes something of: what it makes of the first. */
  mostSpecificWith<T>(host: string, needed: 0 | 1, read: (value: V) => T | undefined): T | undefined {
    const exact = isWildcard(host) ? undefined : this.exact.get(host);
    const own = exact === undefined ? undefined : read(exact);
    if (own !== undefined) return own;
    const name = isWildcard(host) ? host.slice(1) : host;
    for (const length of this.lengths) {
      if (length > name.length - (length === 0 ? 0 : needed)) continue;
      const value = this.bySuffix.get(name.slice(name.length - length));
      const found = value === undefined ? undefined : read(value);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  *entries(): IterableIterator<[host: string, value: V]> {
    yield* this.exact.entries();
    for (const [suffix, value] of this.bySuffix) yield [`*${suffix}`, value];
  }
}

function itself<V>(value: V): V {
  return value;
}
