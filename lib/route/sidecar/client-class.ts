import type { Labels } from '../../istio/labels';
import type { Mesh } from '../../mesh/mesh';
import type { Caller } from '../../mesh/security/identities';

/**
 * Clients of one class hold the same routes and clusters, so that one table serves them all: same namespace, same Sidecar, and
 * the same value of every label that a rule or a DestinationRule asks of its callers.
 */
export function classOfClients(mesh: Mesh): (client: Caller) => string {
  const keys = labelsOfCallers(mesh);
  return ({ namespace, labels }) => {
    const sidecar = mesh.sidecars.of(namespace, labels)?.name ?? '';
    return JSON.stringify([namespace, sidecar, ...keys.map((key) => labels[key] ?? null)]);
  };
}

/** Names of labels by which routes and clusters differ between clients of one namespace. */
function labelsOfCallers(mesh: Mesh): readonly string[] {
  const names = new Set<string>();
  const add = (labels: Labels = {}) => {
    for (const name of Object.keys(labels)) names.add(name);
  };
  for (const { http, tls, tcp } of mesh.virtualServices.all) {
    for (const { spec } of http) for (const match of spec.match ?? []) add(match.sourceLabels);
    for (const rule of [...tls, ...tcp]) for (const match of rule.match ?? []) add(match.sourceLabels);
  }
  for (const { workloadSelector } of mesh.destinationRules.all) add(workloadSelector);
  return [...names].sort();
}
