import type { Mesh } from '../../mesh/mesh';
import type { Service } from '../../mesh/services/service';
import type { Waypoint } from '../../mesh/workloads/waypoint';
import { meshFilterOptions } from '../policy/mesh-filter-options';
import { PolicyFilters } from '../policy/policy-filters';
import type { RouterOptions } from '../stages/caller';

/** The filters that policies make at a waypoint for one Service. @param options `tcp`: do they see connections alone? */
export function waypointFilters(
  mesh: Mesh,
  { waypoint, service }: { readonly waypoint: Waypoint; readonly service: Service },
  options: RouterOptions & { readonly tcp: boolean },
): PolicyFilters {
  return new PolicyFilters(mesh.policies.at(waypoint, service), { ...options, ...meshFilterOptions(mesh) });
}
