import { serviceHost } from '../istio/names';
import { memo } from '../memo';
import type { Mesh } from '../mesh/mesh';
import { closest } from '../text';

/** The fix that names what was probably meant; undefined where it is what was written. */
export function closestName(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = closest(word, candidates);
  return nearest === undefined || nearest === word ? undefined : `did you mean \`${nearest}\`?`;
}

/** The hosts of a mesh, short and full, and how many more comparisons with them are worth while. */
const hostsOf = memo((mesh: Mesh) => {
  const full = [...mesh.services.hosts()];
  return { full, short: full.map((name) => name.split('.', 1)[0] ?? name), left: 2_000_000 };
});

/**
 * The host that was probably meant: the nearest of those that exist, in the form in which it is written. Where thousands of
 * hosts are wrong there is something else amiss, and no more are looked for.
 */
export function closestHost(host: string, mesh: Mesh): string | undefined {
  const hosts = hostsOf(mesh);
  if (hosts.left <= 0) return undefined;
  hosts.left -= hosts.full.length;
  return closestName(host, host.includes('.') ? hosts.full : hosts.short);
}

/**
 * The full name of a Service that is written by name and namespace alone: `user.demo` and `user.demo.svc` are not expanded
 * by Istio, and name no service.
 */
export function fullHost(host: string, mesh: Mesh): string | undefined {
  const [name = '', namespace = '', service, ...rest] = host.split('.');
  if (namespace === '' || rest.length > 0 || (service !== undefined && service !== 'svc')) return undefined;
  const full = serviceHost(name, namespace, mesh.clusterDomain);
  return mesh.services.withHost(full).length > 0 ? full : undefined;
}
