import { structure } from '../../../imports/kubernetes';
import { ConstructError } from '../../errors';
import { isMapping } from '../../manifest/mapping';

type Data = Readonly<Record<string, unknown>>;

export interface MergeOptions {
  /** Name of the Kubernetes type, for example `PodSpec`. */
  readonly type: string;
  /** Where it stands, for messages: for example `pod`. */
  readonly path: string;
  /** What a path may not be set for, and where to say it instead; undefined for a path that is free. @default - all are */
  readonly owned?: (path: string) => string | undefined;
}

/**
 * One object with another put over it, as `kubectl apply` and Kubernetes' strategic merge patch do: objects are merged field by
 * field, lists of objects by the field that names their items (containers by `name`, mounts by `mountPath`), all else is replaced.
 *
 * @throws ConstructError `OwnedField` for what the construct itself decides, `MergeKey` for an item without its name
 */
export function strategicMerge(base: Data, over: Data, { type, path, owned }: MergeOptions): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [field, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const at = `${path}.${field}`;
    const instead = owned?.(at);
    if (instead !== undefined) throw ownedField(at, instead);
    merged[field] = mergeField(base[field], value, { structure: structure[type]?.[field], path: at, owned });
  }
  return merged;
}

interface FieldOptions extends Omit<MergeOptions, 'type'> {
  readonly structure?: { readonly of: string; readonly key?: string };
}

function mergeField(base: unknown, over: unknown, { structure: field, path, owned }: FieldOptions): unknown {
  if (field === undefined) return isMapping(base) && isMapping(over) ? { ...base, ...over } : over;
  const options = { type: field.of, path, owned };
  if (field.key !== undefined) return mergeList((base ?? []) as readonly Data[], over as readonly Data[], { ...options, key: field.key });
  return strategicMerge((base ?? {}) as Data, over as Data, options);
}

interface ListOptions extends MergeOptions {
  readonly key: string;
}

function mergeList(base: readonly Data[], over: readonly Data[], { key, path, ...options }: ListOptions): readonly Data[] {
  const merged = [...base];
  for (const item of over) {
    const name = item[key];
    if (name === undefined)
      throw new ConstructError('MergeKey', `an item of \`${path}\` has no \`${key}\``, { why: 'items are merged by it' });
    const index = merged.findIndex((each) => each[key] === name);
    const result = strategicMerge(merged[index] ?? {}, item, {
      ...options,
      path: `${path}[${name}]`,
      owned: ownedBut(key, name, options.owned),
    });
    if (index < 0) merged.push(result);
    else merged[index] = result;
  }
  return merged;
}

/** An item's name is not set but looked up by. */
function ownedBut(key: string, name: unknown, owned: MergeOptions['owned']): MergeOptions['owned'] {
  return owned && ((path) => (path.endsWith(`[${name}].${key}`) ? undefined : owned(path)));
}

function ownedField(path: string, instead: string): ConstructError {
  return new ConstructError('OwnedField', `\`${path}\` is decided by the construct itself`, {
    why: 'what it makes beside the pods, and the routes to them, go by its own value',
    fix: instead,
  });
}
