import { isDeepStrictEqual } from 'node:util';
import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { configurations } from '../calls/configurations';
import { unique } from '../generator/objects';
import type { Signing } from '../generator/senders';

/** What the mesh holds before and after a change. */
export interface ChangedConfiguration {
  readonly old: readonly KubernetesObject[];
  readonly next: readonly KubernetesObject[];
}

/** A configuration of the bench, and the same with one to three objects removed, added or rewritten. */
export function changedConfigurations(signing: Signing): Arbitrary<ChangedConfiguration> {
  const edit = fc.record({ what: fc.constantFrom('remove', 'add', 'rewrite', 'rewrite'), at: fc.nat(30), by: fc.nat(30) });
  return fc
    .tuple(configurations(signing), configurations(signing), fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([old, other, edits]) => ({ old, next: edits.reduce((all, each) => edited(all, other, each), old) }))
    .filter(({ old, next }) => !isDeepStrictEqual(old, next));
}

interface Edit {
  readonly what: string;
  readonly at: number;
  readonly by: number;
}

/** The Gateway stays: a proxy without listeners answers nothing that could differ. */
function edited(objects: KubernetesObject[], other: readonly KubernetesObject[], { what, at, by }: Edit): KubernetesObject[] {
  const chosen = objects.filter(({ kind }) => kind !== 'Gateway')[at % (objects.length - 1)];
  if (what === 'add') {
    const added = other[by % other.length];
    return added ? unique([...objects, added]) : objects;
  }
  if (!chosen) return objects;
  if (what === 'remove') return objects.filter((object) => object !== chosen);
  const alike = other.filter(({ kind }) => kind === chosen.kind);
  const spec = alike[by % alike.length]?.spec;
  return spec === undefined ? objects : objects.map((object) => (object === chosen ? { ...object, spec } : object));
}
