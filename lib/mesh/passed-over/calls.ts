import { covers } from '../../istio/hosts';
import { expandHost, namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { Client, DestinationRule } from '../routing/destination-rules';
import type { Service, ServicePort } from '../services/service';
import type { PodProxy } from '../workloads/injection';
import type { PassedOver } from './cause';
import { namesHost, unusedFields, unusedRule } from './destination-rules';
import type { Facts } from './facts';
import { isFor, selectionOf } from './selection';
import { unusedEntry } from './service-entries';

/** A call as far as objects may be for it. */
export interface Call {
  readonly client: Client;
  readonly proxy: Pick<PodProxy, 'kind' | 'why'>;
  readonly service: Service;
  readonly port: ServicePort | undefined;
  /** The service of that host that the caller's proxy knows; undefined for one that its Sidecar leaves out. */
  readonly known: Service | undefined;
}

/** What nobody uses of an object. */
type StaticReasons = (manifest: Manifest) => readonly PassedOver[];

/** Sidecars written for the caller of which another holds. */
export function sidecarsOf({ client, proxy }: Call, facts: Facts, reasonsOf: StaticReasons): readonly PassedOver[] {
  const inForce = proxy.kind === 'sidecar' ? facts.sidecars.of(client.namespace, client.labels) : undefined;
  return facts.sidecars.all.flatMap((sidecar): readonly PassedOver[] => {
    const { manifest, name } = sidecar;
    if (sidecar === inForce || !isFor(selectionOf(manifest, facts), client)) return [];
    const own = reasonsOf(manifest);
    if (own.length > 0) return own;
    const message = inForce
      ? `Sidecar \`${inForce.name}\` holds for the caller, and the two are not merged`
      : `the caller has no proxy that it could configure: ${proxy.why}`;
    return [{ manifest, cause: inForce ? 'nearer object' : 'no proxy', path: ['metadata', 'name'], title: `Sidecar ${name}`, message }];
  });
}

/** ServiceEntries that declare the called host and are not what the caller knows it by. */
export function entriesOf({ client, proxy, service, known }: Call, facts: Facts): readonly PassedOver[] {
  const declaring = facts.services.withHost(service.host).filter(({ registry }) => registry === 'external');
  return declaring.flatMap((entry): readonly PassedOver[] => {
    const { manifest } = entry;
    const path = ['spec', 'hosts'];
    if (proxy.kind !== 'sidecar')
      return [{ manifest, cause: 'no proxy', path, message: `the caller has no proxy that reads it: ${proxy.why}` }];
    if (!known && entry.visibility.includes(client.namespace))
      return [{ manifest, cause: 'not imported', path, message: "the caller's Sidecar does not import it" }];
    const reason = unusedEntry(entry, client.namespace, known);
    return reason ? [{ manifest, ...reason }] : [];
  });
}

/** DestinationRules that name the called host and do not shape the call, nearest first. */
export function rulesOf(call: Call, facts: Facts, reasonsOf: StaticReasons): readonly PassedOver[] {
  const { service } = call;
  const naming = facts.destinationRules.all.filter((rule) => namesHost(rule, service.host) || isNearly(rule, service, facts));
  return naming
    .sort((one, other) => distance(one, call) - distance(other, call))
    .flatMap((rule) => {
      const atWaypoint = call.proxy.kind === 'sidecar' ? [] : reasonsOf(rule.manifest).filter(({ cause }) => cause === 'no waypoint');
      return atWaypoint.length > 0 ? atWaypoint : ofRule(rule, call, facts);
    });
}

function distance({ namespace }: DestinationRule, { client, service }: Call): number {
  return namespace === client.namespace ? 0 : namespace === service.namespace ? 1 : 2;
}

/** A short name that means a Service of the rule's own namespace, where none has it. */
function isNearly({ host, namespace }: DestinationRule, { name, registry }: Service, { services, clusterDomain }: Facts): boolean {
  return registry === 'kubernetes' && host === expandHost(name, namespace, clusterDomain) && services.withHost(host).length === 0;
}

function ofRule(rule: DestinationRule, { client, proxy, service, port, known }: Call, facts: Facts): PassedOver[] {
  const { manifest } = rule;
  const path = ['spec', 'host'];
  if (proxy.kind !== 'sidecar')
    return [{ manifest, cause: 'no proxy', path, message: `the caller has no proxy that reads it: ${proxy.why}` }];
  if (!namesHost(rule, service.host))
    return [{ manifest, cause: 'no such host', path, message: `\`host\` means \`${rule.host}\`, and the Service is \`${service.host}\`` }];
  if (!known)
    return [
      { manifest, cause: 'not imported', path, message: `the caller's Sidecar does not import \`${service.host}\`, so its calls pass by` },
    ];
  const unused = unusedRule(rule, client, service, facts);
  if (unused) return [{ manifest, ...unused }];
  return unusedFields(rule, facts)
    .filter(({ port: written }) => isOfPort(written, port))
    .map((reason) => ({ manifest, ...reason }));
}

/** A reason of one port speaks of calls to that port, by whichever number. */
export function isOfPort(written: number | undefined, called: ServicePort | undefined): boolean {
  return written === undefined || called === undefined || called.number === written || called.targetPort === written;
}

const hostFields: Readonly<Record<string, readonly string[]>> = {
  VirtualService: ['hosts'],
  DestinationRule: ['host'],
  ServiceEntry: ['hosts'],
};

const leftOut = memo(({ manifests, discovery }: Facts) =>
  manifests.filter((manifest) => hostFields[manifest.object.kind] !== undefined && !discovery.includes(manifest)),
);

/** Objects for the called host that istiod does not read at all. */
export function undiscoveredOf({ service }: Call, facts: Facts, reasonsOf: StaticReasons): readonly PassedOver[] {
  return leftOut(facts)
    .filter(({ object }) => {
      const field = new FieldReader(object).at('spec', ...(hostFields[object.kind] ?? []));
      const hosts = field.text ? [field.text] : field.texts;
      return hosts.some((host) => covers(expandHost(host, namespaceOf(object), facts.clusterDomain), service.host));
    })
    .flatMap(reasonsOf);
}
