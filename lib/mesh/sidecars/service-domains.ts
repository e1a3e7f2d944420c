import type { Service } from '../services/service';

/** From where names are called. */
export interface Asker {
  readonly namespace: string;
  /** The DNS suffix of the cluster. */
  readonly domain: string;
}

/** The Host headers that mean a service to clients of a namespace. Source: Istio `generateVirtualHostDomains`. */
export function serviceDomains(service: Service, { namespace, domain }: Asker, aliases: readonly string[] = []): string[] {
  const domains = [service.host, ...aliases].flatMap((host) => [host, ...otherNames(host, { namespace, domain })]);
  const wild = service.headless && service.registry === 'kubernetes' ? domains.map((domain) => `*.${domain}`) : [];
  return [...domains, ...wild, ...(service.virtualAddresses ?? []).map((address) => (address.includes(':') ? `[${address}]` : address))];
}

/** `name.ns` and `name.ns.svc`; `name` alone for clients of the same namespace; the full name with a dot at its end. */
function otherNames(host: string, asker: Asker): string[] {
  const suffix = `.svc.${asker.domain}`;
  const absolute = `${host}.`;
  if (!host.endsWith(suffix)) return [absolute];
  const short = host.slice(0, -suffix.length);
  const [name = '', namespace, ...more] = short.split('.');
  if (namespace === undefined || more.length > 0) return [absolute];
  return [absolute, short, `${short}.svc`, ...(namespace === asker.namespace ? [name] : [])];
}

/** The full names a client of a namespace may mean by a host it calls, nearest first. */
export function calledNames(host: string, { namespace, domain }: Asker): string[] {
  const name = host.toLowerCase().replace(/\.$/, '');
  return [name, `${name}.${namespace}.svc.${domain}`, `${name}.svc.${domain}`, `${name}.${domain}`];
}
