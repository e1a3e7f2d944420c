import { ConstructError } from '../errors';
import { closest } from '../text';

/**
 * A name that Kubernetes and DNS both take as one label: lower-case letters, digits and `-`, at most 63 characters,
 * starting and ending with a letter or digit. Source: RFC 1123 label, Kubernetes `IsDNS1123Label`.
 *
 * @param what how to speak of the name, for example `the name of a service`
 * @returns the name itself
 * @throws ConstructError `NameTooLong`, `NameForm`
 */
export function dnsLabel(name: string, what: string): string {
  if (name.length > 63) {
    throw new ConstructError('NameTooLong', `${what} has at most 63 characters, got ${name.length}: \`${name}\``, {
      why: 'DNS labels and Kubernetes label values end there',
      fix: trimmed(name),
    });
  }
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    throw new ConstructError('NameForm', `${what} is made of lower-case letters, digits and \`-\`, got \`${name}\``, {
      fix: trimmed(name),
    });
  }
  return name;
}

/**
 * A DNS label that also starts with a letter, as the name of a Service must. Source: RFC 1035 label.
 *
 * @throws ConstructError `NameTooLong`, `NameForm`
 */
export function serviceLabel(name: string, what: string): string {
  dnsLabel(name, what);
  if (/^[0-9]/.test(name)) throw new ConstructError('NameForm', `${what} starts with a letter, got \`${name}\``, { fix: `svc-${name}` });
  return name;
}

/**
 * The value that stands under `key`.
 *
 * @throws ConstructError `errorName` with the nearest right key, where there is none
 */
export function known<T>(table: Readonly<Record<string, T>>, key: string, { errorName, what }: { errorName: string; what: string }): T {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  if (value !== undefined) return value;
  const keys = Object.keys(table);
  throw new ConstructError(errorName, `${what} \`${key}\``, {
    why: keys.length > 0 ? `there is ${keys.map((name) => `\`${name}\``).join(', ')}` : 'there is none',
    fix: closest(key, keys),
  });
}

/** The nearest name of the right form. */
function trimmed(name: string): string | undefined {
  const label = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return label === '' ? undefined : label;
}
