import { qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { Service } from '../services/service';
import { SidecarScope } from '../sidecars/sidecar-scope';
import { callingNamespaces } from './callers';
import type { Reason } from './cause';
import type { Facts } from './facts';

/** Why a namespace's proxies do not know a host by this entry, though another declares it too; undefined where they do. */
export function unusedEntry(entry: Service, namespace: string, known: Service | undefined): Reason | undefined {
  if (!entry.visibility.includes(namespace))
    return {
      cause: 'not exported',
      path: ['spec', 'exportTo'],
      message: `\`exportTo\` leaves out the caller's namespace \`${namespace}\``,
    };
  if (!known || known.manifest === entry.manifest || isMergedInto(known, entry)) return undefined;
  const name = `${known.registry === 'kubernetes' ? 'Service' : 'ServiceEntry'} \`${qualifiedName(known.manifest.object)}\``;
  const path = ['spec', 'hosts'];
  if (known.registry === 'kubernetes')
    return { cause: 'nearer object', path, message: `${name} has the host \`${entry.host}\`, and a Service goes before a ServiceEntry` };
  const isNearer = known.namespace === namespace;
  const why = isNearer ? 'it is in the namespace of the caller' : 'it is older';
  return {
    cause: isNearer ? 'nearer object' : 'older object',
    path,
    message: `${name} declares \`${entry.host}\` too, and holds alone: ${why}`,
  };
}

/** ServiceEntries of one namespace and host that are alike add up their ports. */
function isMergedInto(known: Service, { registry, namespace, resolution, selector }: Service): boolean {
  return (
    known.registry === registry &&
    known.namespace === namespace &&
    known.resolution === resolution &&
    JSON.stringify(known.selector) === JSON.stringify(selector)
  );
}

/** What callers without a Sidecar know, by namespace. */
const scopes = memo((_facts: Facts) => new Map<string, SidecarScope>());

function scopeOf(facts: Facts, namespace: string): SidecarScope {
  const known = scopes(facts);
  const scope = known.get(namespace) ?? new SidecarScope(facts, namespace, undefined);
  known.set(namespace, scope);
  return scope;
}

const entries = memo(({ services }: Facts) => {
  const byManifest = new Map<Manifest['object'], Service[]>();
  for (const service of services.all) {
    if (service.registry !== 'external') continue;
    const known = byManifest.get(service.manifest.object);
    if (known) known.push(service);
    else byManifest.set(service.manifest.object, [service]);
  }
  return byManifest;
});

/** A ServiceEntry whose hosts no caller knows by it. */
export function entryForNobody({ object }: Manifest, facts: Facts): Reason[] {
  const namespaces = callingNamespaces(facts);
  if (namespaces.length === 0) return [];
  const reasons: Reason[] = [];
  for (const entry of entries(facts).get(object) ?? []) {
    if (entry.visibility.isPublic && facts.services.withHost(entry.host).length < 2) return [];
    for (const namespace of namespaces) {
      const known = facts.services.withHost(entry.host).length < 2 ? entry : scopeOf(facts, namespace).service(entry.host);
      const reason = unusedEntry(entry, namespace, known);
      if (!reason) return [];
      reasons.push(reason);
    }
  }
  const reason = reasons.find(({ cause }) => cause !== 'not exported') ?? reasons[0];
  if (!reason) return [];
  return [
    {
      ...reason,
      message: reason.cause === 'not exported' ? '`exportTo` leaves out every namespace that has callers' : reason.message,
      why: 'no proxy knows the host by this ServiceEntry, so its ports, endpoints and resolution are not used',
      fix: reason.cause === 'not exported' ? 'exportTo: ["*"]' : 'remove one of the two',
    },
  ];
}
