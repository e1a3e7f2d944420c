import { type Finding, levels } from '../check/finding';
import type { FindingChanges } from './finding-changes';

/** One finding that several objects have. */
export interface FindingGroup extends Pick<Finding, 'level' | 'code' | 'message'> {
  readonly sign: '+' | '-';
  /** Of the objects, without repetition. */
  readonly names: readonly string[];
}

/** Findings that are new and gone, the worst first; what many objects have is one line. */
export function findingGroups({ added, gone }: FindingChanges): FindingGroup[] {
  const groups = new Map<string, FindingGroup & { names: string[] }>();
  const put = (sign: '+' | '-', { level, code, message, object }: Finding) => {
    const key = `${sign} ${level} ${code} ${message}`;
    const group = groups.get(key) ?? { sign, level, code, message, names: [] };
    groups.set(key, group);
    const name = object?.name ?? '';
    if (!group.names.includes(name)) group.names.push(name);
  };
  for (const finding of added) put('+', finding);
  for (const finding of gone) put('-', finding);
  const rank = ({ sign, level }: FindingGroup) => levels.indexOf(level) * 2 + (sign === '+' ? 0 : 1);
  return [...groups.values()].sort((one, other) => rank(one) - rank(other));
}

/** `web, cart and 3 more`. */
export function namesText(names: readonly string[], most = 3): string {
  return names.length > most ? `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more` : names.join(', ');
}
