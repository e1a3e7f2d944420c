import { isWildcard, overlaps } from '../../istio/hosts';
import { meshGateway } from '../../istio/names';
import { isHttp } from '../../istio/protocol';
import type { FieldPath } from '../../manifest/manifest';
import type { Mesh } from '../../mesh/mesh';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { Service, ServicePort } from '../../mesh/services/service';
import { placeText, type TraceStep } from './trace';

/** Why an object that names the host of a request is not used for it: one of a closed list. */
export type Cause =
  | 'not exported'
  | 'no such gateway'
  | 'another gateway'
  | 'host not served'
  | 'more specific host'
  | 'not for the mesh'
  | 'another protocol'
  | 'not imported'
  | 'no rule for it'
  | 'no proxy';

/** One object that was passed over. */
export interface PassedOver {
  readonly virtualService: VirtualService;
  readonly cause: Cause;
  /** In one line, with the values that show it. */
  readonly why: string;
  /** The field that decides. */
  readonly path: FieldPath;
}

/** A call inside the mesh, as far as VirtualServices may be for it. */
export interface MeshCall {
  readonly mesh: Mesh;
  readonly namespace: string;
  readonly service: Service;
  readonly port: ServicePort | undefined;
  /** Those whose rules were tried. */
  readonly used: ReadonlySet<VirtualService>;
  /** Does the caller's Sidecar import a VirtualService? */
  readonly imports: (service: VirtualService) => boolean;
  /** Why the caller has no proxy that reads HTTP; undefined for one with a sidecar. */
  readonly noProxy?: string;
}

/** VirtualServices that name the called Service and are not used, nearest first. */
export function passedOverInMesh(call: MeshCall): readonly PassedOver[] {
  const naming = call.mesh.virtualServices.roots.filter(
    (each) => !call.used.has(each) && each.hosts.some((host) => names(host, call.service)),
  );
  return naming
    .sort((one, other) => distance(one, call) - distance(other, call))
    .map((virtualService) => ({ virtualService, ...reasonInMesh(virtualService, call) }));
}

function names(host: string, service: Service): boolean {
  return host.toLowerCase() === service.host.toLowerCase() || (isWildcard(host) && host !== '*' && overlaps(host, service.host));
}

function distance({ namespace }: VirtualService, call: MeshCall): number {
  return namespace === call.namespace ? 0 : namespace === call.service.namespace ? 1 : 2;
}

function reasonInMesh(
  virtualService: VirtualService,
  { namespace, service, port, imports, noProxy }: MeshCall,
): Omit<PassedOver, 'virtualService'> {
  if (noProxy !== undefined)
    return { cause: 'no proxy', why: `the caller has no proxy that reads HTTP: ${noProxy}`, path: ['spec', 'hosts'] };
  if (!virtualService.gateways.includes(meshGateway)) {
    return {
      cause: 'not for the mesh',
      why: `\`gateways\` lacks \`mesh\`: it is for ${virtualService.gateways.join(', ')} alone`,
      path: ['spec', 'gateways'],
    };
  }
  if (!virtualService.visibility.includes(namespace)) {
    return { cause: 'not exported', why: `\`exportTo\` leaves out the caller's namespace ${namespace}`, path: ['spec', 'exportTo'] };
  }
  if (!imports(virtualService)) return { cause: 'not imported', why: "the caller's Sidecar does not import it", path: ['spec', 'hosts'] };
  if (port && !isHttp(port.protocol) && port.protocol !== 'unsupported' && virtualService.http.length > 0) {
    return {
      cause: 'another protocol',
      why: `port ${port.number} (${port.name || 'without a name'}) of ${service.host} is declared as ${port.protocol}, so \`http\` rules are not read`,
      path: ['spec', 'http'],
    };
  }
  const own = virtualService.hosts.find((host) => names(host, service));
  if (own !== undefined && isWildcard(own)) {
    return {
      cause: 'more specific host',
      why: `\`${service.host}\` has rules of its own, and those of \`${own}\` are not merged into them`,
      path: ['spec', 'hosts'],
    };
  }
  return { cause: 'no rule for it', why: 'none of its rules is for this port and caller', path: ['spec', 'http'] };
}

/** At most this many are shown; the rest is counted. */
const most = 5;

/** Passed over objects as steps of a trace. */
export function passedOverSteps(all: readonly PassedOver[]): TraceStep[] {
  const shown = all.slice(0, most).map(
    ({ virtualService, cause, why, path }): TraceStep => ({
      step: 'not used',
      what: virtualService.manifest.origin ? virtualService.titleOf() : `VirtualService ${virtualService.name}`,
      verdict: 'no',
      cause,
      why,
      place: { manifest: virtualService.manifest, path },
    }),
  );
  const rest = all.length - shown.length;
  return rest > 0 ? [...shown, { step: 'not used', what: `${rest} more`, verdict: 'no', why: '' }] : shown;
}

/** The same for JSON. */
export function notUsedJson(steps: readonly TraceStep[]): Readonly<Record<string, unknown>> {
  const notUsed = steps
    .filter(({ step }) => step === 'not used')
    .map(({ what, cause, why, place }) => ({ object: what, ...(cause ? { cause } : {}), why, ...(place ? { at: placeText(place) } : {}) }));
  return notUsed.length > 0 ? { notUsed } : {};
}
