import { isMapping } from '../../manifest/mapping';

/** A tree of values, as Helm passes it to a chart. */
export type HelmValues = Readonly<Record<string, unknown>>;

/** Values laid over others: mappings are merged, lists replaced, and `null` takes a value away. Source: Helm `chartutil.MergeTables`. */
export function mergedValues(below: HelmValues, above: HelmValues): HelmValues {
  const merged: Record<string, unknown> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isMapping(before) && isMapping(value) ? mergedValues(before, value) : value;
  }
  return merged;
}

/** Values with one more, at a path as `helm --set` has it: `service.ports[0].port`. Source: Helm `strvals`. */
export function withValue(values: HelmValues, path: string, value: unknown): HelmValues {
  return placed(values, stepsOf(path), value) as HelmValues;
}

/** What `helm --set` makes of a text: a boolean, a number without a leading zero, nothing, a list in braces, else the text. */
export function typedValue(text: string): unknown {
  if (/^\{.*\}$/s.test(text)) return text === '{}' ? [] : text.slice(1, -1).split(',').map(typedValue);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (text === 'null') return null;
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

function placed(below: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(below) ? [...below] : [];
    list[step] = placed(list[step], rest, value);
    return Array.from(list, (each) => each ?? null);
  }
  const mapping = isMapping(below) ? below : {};
  const inner = placed(mapping[step], rest, value);
  const others = Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== step));
  return inner === null && rest.length === 0 ? others : { ...others, [step]: inner };
}

/** A point that is part of a name is written `\.`. */
function stepsOf(path: string): readonly (string | number)[] {
  const names = path.match(/(?:\\.|[^.\\])+/g) ?? [];
  return names.flatMap((name) => {
    const [, word = name, indexes = ''] = /^(.*?)((?:\[\d+\])*)$/s.exec(name) ?? [];
    return [word.replace(/\\(.)/g, '$1'), ...[...indexes.matchAll(/\d+/g)].map(([index]) => Number(index))];
  });
}
