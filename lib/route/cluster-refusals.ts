import type { DestinationRule, MergedRule } from '../mesh/destination-rules';
import type { EnvoyProxy } from './envoy-proxy';
import { type Refusal, refusal } from './refusal';

/** What Envoy refuses among the clusters of one proxy: every service it may call counts, whether a route leads there or not. */
export function clusterRefusals({ mesh, client, lookup }: EnvoyProxy): readonly Refusal[] {
  const seen = new Set<MergedRule>();
  for (const host of mesh.services.hosts()) {
    const service = mesh.destinationRules.all.length > 0 ? lookup(host) : undefined;
    if (!service || service.externalName !== undefined || service.ports.every((port) => port.protocol === 'udp')) continue;
    const rule = mesh.destinationRules.inForce(client, service);
    if (rule) seen.add(rule);
  }
  return [...seen].flatMap((rule) => rule.from.flatMap(subsetRefusals));
}

/** Two clusters of one name: a subset without a name is the service itself, and a name counts once in a rule. */
export function subsetRefusals(rule: DestinationRule): readonly Refusal[] {
  const place = { manifest: rule.manifest, path: ['spec', 'subsets'] };
  const names = rule.subsets.map((subset) => subset.name ?? '');
  return names.flatMap((name, index) => {
    if (name === '') return [refusal(place, [index, 'name'], 'a subset has no name')];
    return names.indexOf(name) < index ? [refusal(place, [index, 'name'], `two subsets are called \`${name}\``)] : [];
  });
}
