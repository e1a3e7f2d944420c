import { ConstructError } from '../errors';
import { isMapping } from '../manifest/mapping';
import type { DeepPartial } from './workload/deep-partial';

/** What a construct over one of Istio's kinds is told beyond its props. */
export interface WithSpec<Spec> {
  /**
   * Any other field of the object, put over what the construct writes. Lists are merged by the `name` of their items, or place by
   * place where both are equally long. A field that the construct writes itself is said by its prop.
   *
   * @default - none
   */
  readonly spec?: DeepPartial<Spec>;
}

/**
 * A spec with the user's own fields put over it.
 *
 * @throws ConstructError `SpecConflict` for a field that the construct writes with another value, `SpecList` for a list whose items
 * cannot be told apart
 */
export function lastWord<Spec extends object>(rendered: Spec, spec: DeepPartial<Spec> | undefined): Spec {
  return spec === undefined ? rendered : (merge(rendered, spec, 'spec') as Spec);
}

function merge(own: unknown, given: unknown, path: string): unknown {
  if (given === undefined || own === given) return own;
  if (own === undefined) return given;
  if (Array.isArray(own) && Array.isArray(given)) return mergeLists(own, given, path);
  if (isMapping(own) && isMapping(given)) {
    const fields = Object.entries(given).map(([field, value]) => [field, merge(own[field], value, `${path}.${field}`)]);
    return { ...own, ...Object.fromEntries(fields) };
  }
  throw new ConstructError('SpecConflict', `\`${path}\` is written by the construct: ${shown(own)}, got ${shown(given)}`, {
    why: 'routes, checks and what else is made of the construct go by its own value',
    fix: 'say it by the prop, and leave it out of `spec`',
  });
}

function mergeLists(own: readonly unknown[], given: readonly unknown[], path: string): unknown[] {
  const names = (items: readonly unknown[]) =>
    items.map((item) => (isMapping(item) && typeof item.name === 'string' ? item.name : undefined));
  const [ownNames, givenNames] = [names(own), names(given)];
  if (givenNames.every((name) => name !== undefined) && new Set(givenNames).size === given.length) {
    const merged = own.map((item, index) => merge(item, given[givenNames.indexOf(ownNames[index] ?? '')], `${path}[${ownNames[index]}]`));
    return [...merged, ...given.filter((_, index) => !ownNames.includes(givenNames[index] ?? ''))];
  }
  if (own.length === given.length) return own.map((item, index) => merge(item, given[index], `${path}[${index}]`));
  throw new ConstructError(
    'SpecList',
    `\`${path}\` has ${own.length} items of the construct's own, and ${given.length} are put over them`,
    {
      why: 'without names nothing says which item is meant',
      fix: 'give as many items as there are, `{}` for one that stays, or name them',
    },
  );
}

function shown(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
