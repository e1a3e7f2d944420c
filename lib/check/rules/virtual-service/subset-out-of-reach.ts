import { covers, isWildcard } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import { expandGateway, expandHost, meshGateway } from '../../../istio/names';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import type { Client } from '../../../mesh/routing/destination-rules';
import type { Service } from '../../../mesh/services/service';
import { rule } from '../../rule';
import type { Subject } from '../../subject';
import { type Destination, destinationsOf } from './shared/destinations';

export const subsetOutOfReach = rule({
  code: 'MESH005',
  name: 'subset-out-of-reach',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check(subject, { mesh }) {
    const named = destinationsOf(subject).filter(({ subset }) => subset !== '');
    if (named.length === 0) return [];
    const clients = clientsOf(subject, mesh);
    return named.flatMap((destination) => complain(destination, { subject, mesh, clients }));
  },
});

interface Context {
  readonly subject: Subject;
  readonly mesh: Mesh;
  readonly clients: readonly NamedClient[];
}

interface NamedClient extends Client {
  /** For a reader. */
  readonly name: string;
}

function complain({ field, host, subset }: Destination, { subject, mesh, clients }: Context) {
  const fqdn = expandHost(host, subject.namespace, mesh.clusterDomain);
  const declared = rulesFor(mesh, fqdn).find(({ subsets }) => subsets.some(({ name }) => name === subset));
  if (!declared) return [];
  const lost = clients.find((client) => {
    const service = mesh.services.visibleTo(client.namespace, fqdn);
    return service && !reaches(mesh, client, { service, subset });
  });
  if (!lost) return [];
  const winner = mesh.destinationRules.inForce(lost, mesh.services.visibleTo(lost.namespace, fqdn) ?? { host: fqdn, namespace: '' });
  return [
    field.at('subset').finding({
      message: `the subset \`${subset}\` of \`${declared.name}\` is not there for ${lost.name}`,
      why: winner
        ? `the rule in force for it is \`${winner.from[0]?.name}\`, which has no such subset: these requests answer 503`
        : `\`${declared.name}\` is neither in its namespace, nor exported from the service's or the root namespace: these requests answer 503`,
      fix: 'put the DestinationRule into the namespace of the service and export it',
    }),
  ];
}

function reaches(mesh: Mesh, client: Client, { service, subset }: { service: Service; subset: string }): boolean {
  const rule = mesh.destinationRules.inForce(client, service);
  return rule?.subsets.some(({ name }) => name === subset) ?? false;
}

/** Whose requests follow these routes: the gateways' pods, and callers of the own namespace for the mesh. */
function clientsOf({ spec, namespace }: Subject, mesh: Mesh): NamedClient[] {
  const written = spec.at('gateways').texts;
  const references = written.length === 0 ? [meshGateway] : written;
  return references.flatMap((reference): NamedClient[] => {
    if (reference === meshGateway) return [{ namespace, labels: {}, name: `callers in \`${namespace}\`` }];
    const gateway = mesh.gateways.get(expandGateway(reference, namespace));
    const pod = gateway && mesh.pods.select(gateway.selector)[0];
    return pod ? [{ namespace: pod.namespace, labels: pod.labels, name: `the gateway \`${gateway.name}\` in \`${pod.namespace}\`` }] : [];
  });
}

function rulesFor(mesh: Mesh, host: string) {
  const { exact, wildcards } = rulesByHost(mesh);
  return [...(exact.get(host) ?? []), ...wildcards.filter((rule) => covers(rule.host, host))];
}

const rulesByHost = memo((mesh: Mesh) => {
  const exact = new Map<string, (typeof mesh.destinationRules.all)[number][]>();
  for (const one of mesh.destinationRules.all) {
    const bucket = exact.get(one.host);
    if (bucket) bucket.push(one);
    else exact.set(one.host, [one]);
  }
  return { exact, wildcards: mesh.destinationRules.all.filter(({ host }) => isWildcard(host)) };
});
