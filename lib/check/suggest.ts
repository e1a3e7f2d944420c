import type { Mesh } from '../mesh/mesh';
import { serviceHost } from '../mesh/names';
import { closest } from '../text';

/** The fix that names what was probably meant. */
export function closestName(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = closest(word, candidates);
  return nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
}

/** The host that was probably meant: the full name of what Istio does not expand, or the nearest of those that exist. */
export function closestHost(host: string, hosts: Iterable<string>): string | undefined {
  const known = [...hosts];
  return (
    expansion(host, (full) => known.includes(full)) ??
    closestName(host, host.includes('.') ? known : known.map((name) => name.split('.', 1)[0] ?? name))
  );
}

/** The full name of a Service that is written by name and namespace alone. */
export function fullHost(host: string, mesh: Mesh): string | undefined {
  return expansion(host, (full) => mesh.services.withHost(full).length > 0);
}

/** `user.demo` and `user.demo.svc` stay as they are, and name no service; the full name does. */
function expansion(host: string, exists: (full: string) => boolean): string | undefined {
  const [name = '', namespace = '', service, ...rest] = host.split('.');
  if (namespace === '' || rest.length > 0 || (service !== undefined && service !== 'svc')) return undefined;
  const full = serviceHost(name, namespace);
  return exists(full) ? full : undefined;
}
