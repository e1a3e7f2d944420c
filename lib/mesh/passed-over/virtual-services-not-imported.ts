import { meshGateway, qualifiedName } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { VirtualService } from '../routing/virtual-service';
import { SidecarScope } from '../sidecars/sidecar-scope';
import type { Sidecar } from '../sidecars/sidecars';
import { sidecarWorkloads } from './callers';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';

/** The Sidecars of callers, each with a namespace that it holds for. */
interface Callers {
  readonly restricted: ReadonlyMap<Sidecar, string>;
  /** Namespaces with callers that have none, so that they import everything. */
  readonly open: ReadonlySet<string>;
}

const callersOf = memo((facts: Facts): Callers => {
  const restricted = new Map<Sidecar, string>();
  const open = new Set<string>();
  for (const workload of facts.sidecars.all.length > 0 ? sidecarWorkloads(facts) : []) {
    const sidecar = facts.sidecars.of(workload.namespace, workload.labels);
    if (sidecar) restricted.set(sidecar, workload.namespace);
    else open.add(workload.namespace);
  }
  return { restricted, open };
});

const imported = memo((facts: Facts): ReadonlySet<VirtualService> => {
  const scopes = [...callersOf(facts).restricted].map(([sidecar, namespace]) => new SidecarScope(facts, namespace, sidecar));
  return new Set(scopes.flatMap(({ listeners }) => listeners.flatMap(({ virtualServices }) => virtualServices)));
});

/** Rules for sidecars alone that the Sidecar of every caller leaves out. */
export function importedByNobody({ object }: Manifest, facts: Facts): Reason[] {
  const own = facts.virtualServices.get(qualifiedName(object));
  const { restricted, open } = callersOf(facts);
  // A delegate has no hosts, and is used by those that name it.
  if (!own || own.hosts.length === 0 || own.gateways.some((gateway) => gateway !== meshGateway) || restricted.size === 0) return [];
  const audience = [...restricted].filter(([, namespace]) => own.visibility.includes(namespace));
  const [first] = audience;
  if (!first || [...open].some((namespace) => own.visibility.includes(namespace)) || imported(facts).has(own)) return [];
  const others = audience.length > 1 ? `, nor ${audience.length - 1} more` : '';
  return [
    reasonAt(new FieldReader(object).at('spec', 'hosts'), {
      cause: 'not imported',
      message: `no caller has these rules: Sidecar \`${first[0].name}\` does not import them${others}`,
      why: 'a caller with a Sidecar has the VirtualServices alone whose host and namespace its `egress.hosts` list',
      fix: `add \`${own.namespace}/*\` to \`egress.hosts\` of the Sidecar`,
    }),
  ];
}
