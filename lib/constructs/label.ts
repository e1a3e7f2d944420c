import { ConstructError } from '../errors';

const name = /^[a-zA-Z0-9]([-_.a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const prefix = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/;

/**
 * Labels as Kubernetes takes them: a key is a name of at most 63 characters, perhaps behind `dns.name/`; a value is such a
 * name or empty.
 *
 * @returns a copy
 * @throws ConstructError `LabelKey`, `LabelValue`
 */
export function labels(given: Readonly<Record<string, string>>): Record<string, string> {
  for (const [key, value] of Object.entries(given)) {
    if (!isKey(key)) throw new ConstructError('LabelKey', `not the key of a label: \`${key}\``, { fix: 'example.com/name' });
    if (value !== '' && !isName(value)) {
      throw new ConstructError('LabelValue', `not the value of a label: \`${value}\` of \`${key}\``, {
        why: 'it has at most 63 letters, digits, `-`, `_` and `.`, and starts and ends with a letter or digit',
      });
    }
  }
  return { ...given };
}

function isKey(key: string): boolean {
  const [first = '', second, ...rest] = key.split('/');
  if (second === undefined) return isName(first);
  return rest.length === 0 && first.length <= 253 && prefix.test(first) && isName(second);
}

function isName(text: string): boolean {
  return text.length <= 63 && name.test(text);
}
