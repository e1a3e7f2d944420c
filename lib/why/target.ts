import { namespaceOf, qualifiedName } from '../istio/names';
import type { KubernetesObject } from '../istio/objects';
import type { FieldPath, Manifest } from '../manifest/manifest';

/** An object, or one field of it, as people name it: `VirtualService/shop/canary:spec.http[1].timeout`. */
export interface Target {
  readonly kind: string;
  /** @default - the one namespace that has such an object */
  readonly namespace?: string;
  readonly name: string;
  /** @default - the whole object */
  readonly path?: FieldPath;
}

/** What a text names; undefined for a text that is not written so. */
export function parseTarget(text: string): Target | undefined {
  const parts = /^([A-Z][A-Za-z]*)\/(?:([^/:]+)\/)?([^/:]+)(?::\.?(.+))?$/.exec(text);
  if (!parts) return undefined;
  const [, kind = '', namespace, name = '', field] = parts;
  return { kind, name, ...(namespace ? { namespace } : {}), ...(field ? { path: parsePath(field) } : {}) };
}

function parsePath(text: string): FieldPath {
  return [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted?.replace(/\\(["\\])/g, '$1') ?? name ?? '') : Number(index),
  );
}

/** `Kind/namespace/name`. */
export function targetText(object: KubernetesObject): string {
  return `${object.kind}/${qualifiedName(object)}`;
}

/** The manifests that a target names, in order; the last is the one in force. */
export function manifestsOf(manifests: readonly Manifest[], { kind, namespace, name }: Target): Manifest[] {
  return manifests.filter(
    ({ object }) =>
      object.kind === kind && object.metadata?.name === name && (namespace === undefined || namespaceOf(object) === namespace),
  );
}

/** A value without one of its fields; undefined where it has no such field. */
export function without<T>(value: T, path: FieldPath): T | undefined {
  const copy = structuredClone(value);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (isIndexed(at) ? at[step] : undefined), copy);
  if (last === undefined || !isIndexed(parent) || !Object.hasOwn(parent, last)) return undefined;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

function isIndexed(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
