import { qualifiedName } from '../../istio/names';
import type { FieldPath } from '../../manifest/manifest';
import type { Mesh } from '../../mesh/mesh';
import type { PassedOver } from '../../mesh/passed-over/cause';
import type { Client } from '../../mesh/routing/destination-rules';
import type { Place } from '../../mesh/routing/http-rule';
import type { Service } from '../../mesh/services/service';
import type { PodProxy } from '../../mesh/workloads/injection';
import type { Incoming } from '../request/incoming';
import { type Route, takes } from '../rule/route';
import type { Decision } from './decision';
import { placeText, type TraceStep } from './trace';

/** Whose proxy sends a request on. */
interface Sender {
  readonly client: Client;
  readonly proxy: Pick<PodProxy, 'kind' | 'why'>;
  /** The service of a host that the proxy knows. */
  readonly lookup: (host: string) => Service | undefined;
}

/** As it leaves the caller's proxy, and as it arrives: a waypoint on the way may choose other destinations. */
type Forwarded = Pick<Decision, 'destinations' | 'route'>;

/** A Service, and the number of the port that is called. */
interface CalledPort {
  readonly service: Service;
  readonly port: number;
}

/**
 * What was written for the way of a request from a proxy to the programs and is not used, in the order in which it would
 * speak: rules for clusters, then the policies of each server.
 *
 * @param called what the request names. @default - where it leads alone
 */
export function passedOverTo(mesh: Mesh, sender: Sender, { destinations, route }: Forwarded, called?: CalledPort): readonly PassedOver[] {
  const clusters = [...new Set(destinations.map(({ cluster }) => cluster))];
  const ends = clusters.flatMap(({ service, port }): CalledPort[] => (service ? [{ service, port }] : []));
  const ways = distinct([...(called ? [called] : []), ...ends], ({ service, port }) => `${service.host}:${port}`);
  const { client, proxy, lookup } = sender;
  const onTheWay = ways.flatMap(({ service, port }) =>
    mesh.passedOver.ofCall({ client, proxy, service, port: portOf(service, port), known: lookup(service.host) }),
  );
  const atServers = clusters.flatMap(({ endpoints, service, port }) =>
    endpoints.flatMap(({ workload, port: target }) =>
      workload
        ? mesh.passedOver.ofServer({
            pod: workload,
            proxy: mesh.injection.proxyOf(workload),
            port: service && portOf(service, port),
            target,
          })
        : [],
    ),
  );
  return [...(route ? ofRule(mesh, route) : []), ...onTheWay, ...atServers];
}

/** What the rule that took the request says and does not do. */
function ofRule(mesh: Mesh, { rule: { place } }: Route): readonly PassedOver[] {
  return mesh.passedOver.of(place.manifest).filter(({ path }) => isBelow(path, place));
}

function isBelow(path: FieldPath, place: Place): boolean {
  return place.path.every((step, index) => path[index] === step);
}

/** Conditions of rules that do not take a request, and fit fewer requests than they look like. */
export function misread(mesh: Mesh, incoming: Incoming, routes: readonly Route[] = []): readonly PassedOver[] {
  const manifests = new Set(routes.map(({ rule: { place } }) => place.manifest));
  const found = [...manifests].flatMap((manifest) => [
    ...mesh.passedOver.of(manifest, 'never in a path'),
    ...mesh.passedOver.of(manifest, 'whole text'),
  ]);
  if (found.length === 0) return [];
  const taken = routes.find((route) => takes(route, incoming))?.rule.place;
  return taken ? found.filter(({ path, manifest }) => manifest !== taken.manifest || !isBelow(path, taken)) : found;
}

function portOf({ ports }: Service, number: number) {
  return ports.find((port) => port.number === number);
}

function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

/** Passed over objects as steps of a trace. */
export function passedOverSteps(all: readonly PassedOver[]): TraceStep[] {
  return all.map(({ manifest, title, cause, message, path }) => ({
    step: 'not used',
    what: title ?? `${manifest.object.kind} ${qualifiedName(manifest.object)}`,
    verdict: 'no',
    cause,
    why: message,
    place: { manifest, path },
  }));
}

/** At most this many are shown; the rest is counted. */
const most = 5;

/** The steps with what is not used at the end, each once, at most five, the rest counted. */
export function withNotUsedLast(steps: readonly TraceStep[]): TraceStep[] {
  const notUsed = distinct(
    steps.filter(({ step }) => step === 'not used'),
    ({ what, why }) => `${what} ${why}`,
  );
  if (notUsed.length === 0) return [...steps];
  const rest = notUsed.length - most;
  const more: TraceStep[] = rest > 0 ? [{ step: 'not used', what: `${rest} more`, verdict: 'no', why: '' }] : [];
  return [...steps.filter(({ step }) => step !== 'not used'), ...notUsed.slice(0, most), ...more];
}

/** The same for JSON. */
export function notUsedJson(steps: readonly TraceStep[]): Readonly<Record<string, unknown>> {
  const notUsed = steps
    .filter(({ step }) => step === 'not used')
    .map(({ what, cause, why, place }) => ({ object: what, ...(cause ? { cause } : {}), why, ...(place ? { at: placeText(place) } : {}) }));
  return notUsed.length > 0 ? { notUsed } : {};
}
