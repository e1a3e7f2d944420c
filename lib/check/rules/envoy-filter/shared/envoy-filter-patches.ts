import { FieldReader } from '../../../../manifest/field';
import { memo, memoLast } from '../../../../memo';
import type { Mesh } from '../../../../mesh/mesh';
import type { Subject } from '../../../subject';

/** One entry of `configPatches` as it is written. */
export interface EnvoyPatch {
  readonly field: FieldReader;
  readonly applyTo: string;
  readonly operation: FieldReader;
  /** Name of what is patched or put in. */
  readonly filter: string;
}

/** The patches of an EnvoyFilter up to the first that has no `patch`, where Istio's own check stops. */
export const patchesOf = memoLast(({ spec }: Subject): readonly EnvoyPatch[] => patchesIn(spec));

function patchesIn(spec: FieldReader): EnvoyPatch[] {
  const entries = spec.at('configPatches').items;
  const end = entries.findIndex((entry) => !entry.at('patch').exists);
  return entries.slice(0, end < 0 ? entries.length : end).map((field) => ({
    field,
    applyTo: field.at('applyTo').text,
    operation: field.at('patch', 'operation'),
    filter: filterName(field),
  }));
}

function filterName(field: FieldReader): string {
  const value = field.at('patch', 'value');
  if (value.entries.length === 0) return '';
  const name = value.at('name');
  return name.exists ? name.text : field.at('match', 'listener', 'filterChain', 'filter', 'name').text;
}

/** Istio compares a name that is put in only with others that are, and one that is matched only with others that are. */
function filterKey({ field, filter }: EnvoyPatch): string {
  return field.at('patch', 'value', 'name').exists ? `value ${filter}` : filter;
}

/** Operations that depend on what earlier filters have done. */
const relative: ReadonlySet<string> = new Set(['INSERT_BEFORE', 'INSERT_AFTER', 'REMOVE', 'REPLACE']);
const replaceable: ReadonlySet<string> = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);
const wholeRoutes: ReadonlySet<string> = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);

/** Can this kind of thing be replaced? */
export function isReplaceable({ applyTo }: EnvoyPatch): boolean {
  return replaceable.has(applyTo);
}

/** Are routes as a whole patched, where nothing can be added or removed? */
export function patchesWholeRoutes({ applyTo }: EnvoyPatch): boolean {
  return wholeRoutes.has(applyTo);
}

/** Does the result hang on the order in which filters are applied, with nothing said about it? */
export function isUnordered(patch: EnvoyPatch, spec: FieldReader): boolean {
  const operation = patch.operation.text;
  if ((spec.at('priority').number ?? 0) !== 0 || !relative.has(operation)) return false;
  return operation === 'REPLACE' ? isReplaceable(patch) : operation !== 'REMOVE' || !patchesWholeRoutes(patch);
}

/** Has an earlier patch for one version of the proxy the same filter in hand? Source: Istio `EnvoyPatchAnalyzer`. */
export function isVersioned(mesh: Mesh, patch: EnvoyPatch): boolean {
  return versionedBefore(mesh).has(patch.field.value);
}

/** The patches that come, in the order of the set, after one that is bound to a proxy version and names the same filter. */
const versionedBefore = memo((mesh: Mesh) => {
  const seen = new Set<string>();
  const found = new Set<unknown>();
  for (const { object } of mesh.ofKind('networking.istio.io', 'EnvoyFilter')) {
    for (const patch of patchesIn(new FieldReader(object).at('spec'))) {
      if (seen.has(filterKey(patch))) found.add(patch.field.value);
      if (patch.field.at('match', 'proxy', 'proxyVersion').text !== '') seen.add(filterKey(patch));
    }
  }
  return found;
});
