import type { Mesh } from '../../mesh/mesh';
import type { FilterOptions } from './policy-filters';

/** What the filters of every proxy of a mesh have in common. */
export function meshFilterOptions(mesh: Mesh): Pick<FilterOptions, 'trustDomains' | 'authorizers'> {
  return { trustDomains: mesh.identities.trustDomains, authorizers: mesh.authorizers };
}
