import { type ApiObject, JsonPatch } from 'cdk8s';
import { ConstructError } from '../errors';
import { closest } from '../text';

/** One operation of RFC 6902. Paths are JSON pointers (RFC 6901). */
interface Operation {
  readonly op: 'add' | 'remove' | 'replace' | 'copy' | 'move' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

type Patch = JsonPatch & { _toJson(): Operation };

/** cdk8s keeps both private: there is no other way to see what a patch will do. */
interface Patched {
  readonly patches: readonly Patch[];
}

/** The JSON patches of an object, in order. */
export function patchesOf(object: ApiObject): readonly Patch[] {
  return (object as unknown as Patched).patches;
}

/**
 * The document with an object's JSON patches applied, each of which must name a place that exists when its turn comes. RFC 6902 makes
 * anything else an error; cdk8s would create, or drop, the field silently.
 *
 * @throws ConstructError `JsonPatchPath`, `JsonPatchTest`
 */
export function patched(object: ApiObject, document: unknown): unknown {
  return patchesOf(object).reduce((before, patch) => {
    const operation = patch._toJson();
    for (const miss of missesOf(operation, before)) throw missing(object, operation, miss);
    return apply(object, patch, before);
  }, document);
}

interface Miss {
  readonly pointer: string;
  readonly name: string;
  readonly parent: unknown;
}

/** The places an operation needs and the document does not have. */
function missesOf({ op, path, from }: Operation, document: unknown): Miss[] {
  const needs = [
    from === undefined ? undefined : { pointer: from, isNew: false },
    { pointer: path, isNew: ['add', 'copy', 'move'].includes(op) },
  ];
  return needs.flatMap((need) => (need ? (missOf(need.pointer, need.isNew, document) ?? []) : []));
}

function missOf(pointer: string, isNew: boolean, document: unknown): Miss | undefined {
  if (pointer === '') return undefined;
  const names = pointer.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (names.shift() !== '') return { pointer, name: pointer, parent: document };
  let parent = document;
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    if (!holds(parent, name, isLast && isNew)) return { pointer, name, parent };
    parent = (parent as Record<string, unknown>)[name];
  }
  return undefined;
}

function holds(parent: unknown, name: string, isNew: boolean): boolean {
  if (typeof parent !== 'object' || parent === null) return false;
  if (!Array.isArray(parent)) return isNew || Object.hasOwn(parent, name);
  if (isNew && name === '-') return true;
  return /^(0|[1-9]\d*)$/.test(name) && Number(name) < parent.length + (isNew ? 1 : 0);
}

function missing(object: ApiObject, { op, path, from }: Operation, { pointer, name, parent }: Miss): ConstructError {
  const names = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
  const near = Array.isArray(parent) ? undefined : closest(name, names);
  const fix = !pointer.startsWith('/') ? `\`/${pointer}\`` : near ? `did you mean \`${near}\`?` : undefined;
  const has = names.length > 0 ? `there is ${names.map((each) => `\`${each}\``).join(', ')}` : 'there is nothing at that place';
  const where = pointer === from ? `from \`${from}\` to \`${path}\`` : `on \`${path}\``;
  return new ConstructError('JsonPatchPath', `a JSON patch \`${op}\` ${where} finds no \`${name}\``, {
    construct: object.node.path,
    why: `${has}; a patch cannot pass through what does not exist`,
    fix: fix ?? (op === 'replace' ? 'JsonPatch.add sets a field that is not there yet' : undefined),
  });
}

function apply(object: ApiObject, patch: Patch, document: unknown): unknown {
  try {
    return JsonPatch.apply(document, patch);
  } catch {
    const { op, path, value } = patch._toJson();
    throw new ConstructError('JsonPatchTest', `a JSON patch \`${op}\` on \`${path}\` does not hold`, {
      construct: object.node.path,
      why: `it expects \`${JSON.stringify(value)}\``,
    });
  }
}
