import { isIP } from 'node:net';

/**
 * Host names with Istio's wildcard: a leading `*` stands for any text, so `*.foo.com` covers `a.b.foo.com` and `*.a.foo.com`.
 * Comparison is case-sensitive, as in istiod. Source: Istio `pkg/config/host`.
 */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Does every name that `inner` covers fall under `outer`? */
export function covers(outer: string, inner: string): boolean {
  if (!isWildcard(outer)) return inner === outer;
  if (isWildcard(inner)) return inner.length >= outer.length && inner.endsWith(outer.slice(1));
  return inner.endsWith(outer.slice(1));
}

/** Is there a name that both cover? */
export function overlaps(one: string, other: string): boolean {
  return covers(one, other) || covers(other, one);
}

/** The narrower name of each pair that overlaps, without repetition. Source: Istio `Names.Intersection`. */
export function intersection(hosts: readonly string[], others: readonly string[]): string[] {
  const common = new Set<string>();
  const exact = new Set(others.filter((other) => !isWildcard(other)));
  const wildcards = others.filter(isWildcard);
  for (const host of hosts) {
    // Only a wildcard has names below it: any other is compared with the wildcards alone, for there may be thousands on both sides.
    if (!isWildcard(host) && exact.has(host)) common.add(host);
    for (const other of isWildcard(host) ? others : wildcards) {
      if (covers(other, host)) common.add(host);
      else if (covers(host, other)) common.add(other);
    }
  }
  return [...common];
}

/** A `namespace/host` of a Gateway server or a Sidecar, taken apart; `namespace` is undefined where none stands. */
export function splitNamespace(host: string): { readonly namespace?: string; readonly host: string } {
  const slash = host.indexOf('/');
  return slash < 0 ? { host } : { namespace: host.slice(0, slash), host: host.slice(slash + 1) };
}

/** The server hosts that VirtualServices of `namespace` may use, without the `namespace/` part. Source: Istio `NamesForNamespace`. */
export function hostsForNamespace(hosts: readonly string[], namespace: string): string[] {
  return hosts
    .map(splitNamespace)
    .filter((entry) => entry.namespace === undefined || entry.namespace === '*' || entry.namespace === namespace)
    .map((entry) => entry.host);
}

/** Is it an IP address rather than a name? A name is not asked for version 6: Node compiles its expression of that when first asked, for 4 ms. */
export function isAddress(host: string): boolean {
  return (host.includes(':') || /^[\d.]+$/.test(host)) && isIP(host) !== 0;
}
