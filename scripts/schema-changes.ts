import { isMapping } from '../lib/manifest/mapping';

/** What differs between two JSON documents: `+` a path that is new, `-` one that is gone, `~` a value that changed. Only the outermost of each. */
export function jsonChanges(before: unknown, after: unknown, path = ''): string[] {
  if (isMapping(before) && isMapping(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => {
      const inner = path === '' ? key : `${path}.${key}`;
      if (!(key in before)) return [`+ ${inner}`];
      if (!(key in after)) return [`- ${inner}`];
      return jsonChanges(before[key], after[key], inner);
    });
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, at) => jsonChanges(item, after[at], `${path}[${at}]`));
  }
  const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
  return was === is ? [] : [`~ ${path}: ${short(was)} -> ${short(is)}`];
}

function short(json: string): string {
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
