import { isWildcard, overlaps } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import { expandHost, meshGateway } from '../../../istio/names';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import type { VirtualService } from '../../../mesh/routing/virtual-service';
import { rule } from '../../rule';

export const conflictingMeshHosts = rule({
  code: 'IST0109',
  name: 'conflicting-mesh-hosts',
  level: 'error',
  kinds: [kinds.VirtualService],
  check(subject, { mesh }) {
    const conflict = conflicts(mesh).get(subject.qualifiedName);
    if (!conflict) return [];
    const index = subject.spec
      .at('hosts')
      .texts.findIndex((host) => overlaps(expandHost(host, subject.namespace, mesh.clusterDomain), conflict.host));
    return [
      subject.spec.at('hosts', Math.max(0, index)).finding({
        message: `\`${conflict.host}\` also has routes inside the mesh in ${conflict.others.map(titleOf).join(', ')}`,
        ...(conflict.others.some(({ isConverted }) => isConverted) ? ofBothApis : ofOneApi),
      }),
    ];
  },
});

const ofOneApi = {
  why: 'sidecars use the oldest of them and drop the others silently',
  fix: 'merge them into one VirtualService, or split it with `delegate`',
};

const ofBothApis = {
  why: "sidecars use one of them and drop the others silently: a route of the Gateway API in the caller's own namespace, else the oldest",
  fix: 'keep the rules of the host in one API',
};

const titleOf = (service: VirtualService): string =>
  service.isConverted ? service.titleOf().replace(/ (.*)$/, ' `$1`') : `\`${service.name}\``;

interface Conflict {
  readonly host: string;
  readonly others: readonly VirtualService[];
}

/**
 * VirtualServices that give one host routes for one audience. A narrower audience also meets the public ones whose
 * host covers it. Source: Istio `ConflictingMeshGatewayHostsAnalyzer`.
 */
const conflicts = memo((mesh: Mesh) => {
  const byScope = new Map<string, Map<string, VirtualService[]>>();
  for (const service of mesh.virtualServices.boundTo(meshGateway)) {
    for (const scope of service.visibility.isPublic ? ['*'] : service.visibility.namespaces) {
      const hosts = byScope.get(scope) ?? new Map<string, VirtualService[]>();
      byScope.set(scope, hosts);
      for (const host of service.hosts) {
        const known = hosts.get(host);
        if (known) known.push(service);
        else hosts.set(host, [service]);
      }
    }
  }
  const found = new Map<string, Conflict>();
  const everybody: ReadonlyMap<string, VirtualService[]> = byScope.get('*') ?? new Map();
  const wildcards = [...everybody].filter(([host]) => isWildcard(host));
  for (const [scope, hosts] of byScope) {
    for (const [host, services] of hosts) {
      if (scope === '*') note(found, host, services);
      else
        note(found, host, [
          ...services,
          ...(isWildcard(host) ? [...everybody] : wildcards).flatMap(meeting(host)),
          ...(everybody.get(host) ?? []),
        ]);
    }
  }
  return found;
});

/** The services of another host, if a name falls under both. */
function meeting(host: string) {
  return ([known, services]: [string, VirtualService[]]) => (known !== host && overlaps(known, host) ? services : []);
}

function note(found: Map<string, Conflict>, host: string, services: readonly VirtualService[]): void {
  if (services.length < 2) return;
  const byName = new Map(services.map((service) => [service.name, service]));
  for (const name of byName.keys()) {
    const others = byName.size > 1 ? [...byName.values()].filter((other) => other.name !== name) : [...byName.values()];
    if (!found.has(name)) found.set(name, { host, others });
  }
}
