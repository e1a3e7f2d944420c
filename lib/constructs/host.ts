import { ConstructError } from '../errors';

/**
 * The hosts of a gateway's server or a virtual service.
 *
 * @param hosts DNS names, with `*` alone or as the whole first label
 * @param check refuses a host that is none
 * @returns the hosts themselves
 * @throws ConstructError `NoHosts` for an empty list, `HostForm` for a name that is none, `HostTwice` for a name that stands twice
 */
export function hostNames(hosts: readonly string[], check: (host: string) => string = hostName): string[] {
  if (hosts.length === 0) {
    throw new ConstructError('NoHosts', 'the list of hosts is empty', { why: 'nothing could ever reach it', fix: "hosts: ['*']" });
  }
  for (const [index, host] of hosts.entries()) {
    check(host);
    if (hosts.indexOf(host) !== index) throw new ConstructError('HostTwice', `host \`${host}\` stands twice in the list`);
  }
  return [...hosts];
}

/**
 * A DNS name, in which `*` may stand for the first label or for all. Source: Istio `Gateway.servers.hosts`.
 *
 * @throws ConstructError `HostForm`
 */
export function hostName(host: string): string {
  const name = host.replace(/^\*(\.|$)/, '');
  if (
    host === '*' ||
    (host.length <= 253 && name.split('.').every((label) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(label)) && !/(^|\.)\d+$/.test(name))
  ) {
    return host;
  }
  throw new ConstructError('HostForm', `a host is a DNS name in lower case without scheme, port or path, got \`${host}\``, {
    fix: bareHost(host),
  });
}

/**
 * A host as a gateway's server names it: one that may stand behind the namespace it is served for, such as `shop/*.example.com`;
 * `.` is the gateway's own. Source: Istio `Server.hosts`.
 *
 * @throws ConstructError `HostForm`
 */
export function serverHost(host: string): string {
  const name = hostName(host.replace(/^([.*]|[a-z0-9]([-a-z0-9]*[a-z0-9])?)\//, ''));
  if (name === '*' || name.includes('.')) return host;
  throw new ConstructError('HostForm', `a gateway serves names with a dot, got \`${host}\``, { why: 'Istio rejects a short name there' });
}

/** Whether some name is meant by both of two hosts, either of them with a wildcard. */
export function overlap(one: string, other: string): boolean {
  return covers(one, other) || covers(other, one);
}

/** Whether a host, perhaps with a wildcard, means every name that the other does. */
export function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
}

/** What is left of an address when scheme, port, path and capitals are gone. */
function bareHost(address: string): string | undefined {
  const host = address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[:/].*$/, '')
    .toLowerCase();
  return /^[a-z0-9.-]+$/.test(host) && host !== address ? host : undefined;
}

/** The namespace in the full name of a Service, undefined for any other host. */
export function namespaceOfHost(host: string): string | undefined {
  return /^[^.]+\.([^.]+)\.svc\./.exec(host)?.[1];
}
