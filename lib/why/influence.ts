import { isDeepStrictEqual } from 'node:util';
import type { Access, Permission } from '../access/access';
import { accessMatrix } from '../access/matrix';
import type { Finding } from '../check/finding';
import { checkManifests } from '../check/run';
import { qualifiedName } from '../istio/names';
import type { FieldPath, Manifest } from '../manifest/manifest';
import { type Rejection, rejectionOf, rejectionText } from '../mesh/admission';
import { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import { type DecisionJson, decisionJson } from '../route/answer/json';
import type { TraceStep } from '../route/answer/trace';
import { IngressRouter } from '../route/gateway/ingress-router';
import type { Router } from '../route/router';
import { routerOf } from '../route/router-of';
import { type AimedRequest, aimedRequests, writtenWorkloads } from './aimed-requests';
import { without } from './target';

/** A request whose answer is another one without the object. */
export interface Witness extends AimedRequest {
  /** The answer as the manifests are. */
  readonly with: DecisionJson;
  /** The answer without the object. */
  readonly without: DecisionJson;
}

/** Who may call a port with the object, and without it. */
export interface PermissionChange {
  readonly with: Access;
  readonly without: Permission;
}

/** Whom an object affects. */
export interface Influence {
  /** Number of requests that were asked with and without it. */
  readonly asked: number;
  /** Were there more than could be asked? */
  readonly isPartial: boolean;
  /** Requests that are answered otherwise without the object. */
  readonly witnesses: readonly Witness[];
  /** Requests that its rules decide and that are answered the same without it. */
  readonly redundant: number;
  /** Hosts whose clusters it shapes, each with how many callers see it so. */
  readonly shapes: ReadonlyMap<string, number>;
  /** Permissions of `mesh access` that are others without it. */
  readonly permissions: readonly PermissionChange[];
  /** What is wrong with it. */
  readonly findings: readonly Finding[];
  /** Why it was passed over, each reason once. */
  readonly notUsed: readonly TraceStep[];
  /** Why the cluster would reject the object without the field. */
  readonly required?: string;
}

/** Is anybody affected, as far as was asked? */
export function isFelt({ witnesses, redundant, shapes, permissions, required }: Influence): boolean {
  return witnesses.length > 0 || redundant > 0 || shapes.size > 0 || permissions.length > 0 || required !== undefined;
}

/** Kinds whose effect on a request is only an answer, so that equal answers mean no effect. */
const answering: ReadonlySet<string> = new Set([
  ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'WorkloadEntry', 'Sidecar'],
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  ...['Service', 'Endpoints', 'EndpointSlice', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'ReferenceGrant'],
]);

/** Were answers compared, and is that all that the object could change? */
export function isCompared({ asked, isPartial }: Influence, kind: string): boolean {
  return asked > 0 && !isPartial && answering.has(kind);
}

/** More requests than this are not asked: the answer then says that it looked at a part. */
const most = 50_000;

export interface InfluenceOptions {
  /** The field to leave out. @default - the whole object */
  readonly path?: FieldPath;
  /** @default - that of the installation among the manifests, else `cluster.local` */
  readonly clusterDomain?: string;
}

/**
 * Asks every request that the manifests suggest twice: with the object, and without it or one of its fields.
 *
 * @param target the manifests of the object; the last of them is the one in force
 */
export function influenceOf(
  manifests: readonly Manifest[],
  target: readonly Manifest[],
  { path = [], clusterDomain }: InfluenceOptions = {},
): Influence {
  const inForce = target.at(-1);
  if (!inForce) throw new RangeError('the influence of nothing was asked for');
  const changed = path.length === 0 ? undefined : withoutField(inForce, path);
  const others = manifests.flatMap((manifest) => (manifest === inForce && changed ? changed : target.includes(manifest) ? [] : manifest));
  const { mesh } = Mesh.load(manifests, { clusterDomain });
  const rejected: Rejection | undefined = changed && !rejectionOf(inForce) ? rejectionOf(changed) : undefined;
  const other = Mesh.load(others, { clusterDomain }).mesh;
  return {
    ...compare(mesh, other, inForce),
    permissions: isSecurity(inForce) ? permissionChanges(mesh, other) : [],
    shapes: shapesOf(mesh, inForce),
    findings: checkManifests(manifests, { clusterDomain }).filter((finding) => finding.manifest === inForce && isAbout(finding.path, path)),
    ...(rejected ? { required: rejectionText(rejected) } : {}),
  };
}

function withoutField(manifest: Manifest, path: FieldPath): Manifest {
  const object = without(manifest.object, path);
  if (object === undefined) throw new RangeError('the object has no such field');
  return { ...manifest, object };
}

function isAbout(path: FieldPath, field: FieldPath): boolean {
  return field.every((step, index) => index >= path.length || path[index] === step);
}

function compare(
  mesh: Mesh,
  other: Mesh,
  inForce: Manifest,
): Pick<Influence, 'asked' | 'isPartial' | 'witnesses' | 'redundant' | 'notUsed'> {
  const own = new Routers(mesh);
  const others = new Routers(other);
  const name = qualifiedName(inForce.object);
  const witnesses: Witness[] = [];
  const reasons = new Map<string, TraceStep>();
  let asked = 0;
  let redundant = 0;
  let isPartial = false;
  for (const aimed of aimedRequests(mesh)) {
    isPartial = asked === most;
    if (isPartial) break;
    asked += 1;
    const steps: TraceStep[] = [];
    const here = own.answer(aimed, steps);
    const there = others.answer(aimed);
    for (const step of steps) if (step.step === 'not used' && step.place?.manifest === inForce) reasons.set(step.why, step);
    if (!isDeepStrictEqual(answerOf(here), answerOf(there))) witnesses.push({ ...aimed, with: here, without: there });
    else if (isDecidedBy(here, inForce.object.kind, name)) redundant += 1;
  }
  return { asked, isPartial, witnesses, redundant, notUsed: [...reasons.values()] };
}

/** What a client and a backend see of an answer; who decided it, and how it is explained, they do not. */
function answerOf({
  reason: _reason,
  assumed: _assumed,
  virtualService: _service,
  route: _route,
  policies,
  ...seen
}: DecisionJson): object {
  return {
    ...seen,
    outcomes: policies?.filter(({ outcome }) => outcome !== 'allowed').map(({ proxy, status }) => ({ proxy, status })) ?? [],
  };
}

function isDecidedBy({ virtualService, policies = [] }: DecisionJson, kind: string, name: string): boolean {
  return (kind === 'VirtualService' && virtualService === name) || policies.some(({ policy }) => policy === name);
}

/** Everybody who can be asked in one mesh, made when first asked. */
class Routers {
  private readonly ingress: Router;
  private readonly ofWorkload = new Map<string, Router | undefined>();

  constructor(private readonly mesh: Mesh) {
    this.ingress = new IngressRouter(mesh);
  }

  answer({ from, request }: AimedRequest, steps?: TraceStep[]): DecisionJson {
    const router = from ? this.of(from) : this.ingress;
    if (router === undefined) return noCaller;
    return decisionJson(router.route(request, steps), request);
  }

  private of({ kind, namespace, name }: Workload): Router | undefined {
    const key = `${kind} ${namespace}/${name}`;
    if (!this.ofWorkload.has(key)) {
      const workload = this.mesh.workloads.all.find((each) => each.kind === kind && each.namespace === namespace && each.name === name);
      this.ofWorkload.set(key, workload && routerOf(this.mesh, workload));
    }
    return this.ofWorkload.get(key);
  }
}

/** What a caller gets that is not there. */
const noCaller: DecisionJson = {
  status: 'error',
  virtualService: null,
  route: null,
  destinations: [],
  path: null,
  host: null,
  location: null,
  reason: 'the caller is not there',
};

function isSecurity({ object }: Manifest): boolean {
  return object.apiVersion.startsWith('security.istio.io/');
}

function permissionChanges(mesh: Mesh, other: Mesh): PermissionChange[] {
  const keyOf = ({ from, to, port, workload }: Access) => `${from} ${to}:${port} ${workload}`;
  const there = new Map(accessMatrix(other).map((access) => [keyOf(access), access.permission]));
  return accessMatrix(mesh).flatMap((access) => {
    const permission = there.get(keyOf(access));
    return permission === undefined || permission === access.permission ? [] : [{ with: access, without: permission }];
  });
}

/** Hosts whose clusters a DestinationRule shapes for some caller. */
function shapesOf(mesh: Mesh, manifest: Manifest): ReadonlyMap<string, number> {
  const shapes = new Map<string, number>();
  if (manifest.object.kind !== 'DestinationRule') return shapes;
  for (const { namespace, labels } of writtenWorkloads(mesh)) {
    for (const service of mesh.services.all) {
      const rule = mesh.destinationRules.inForce({ namespace, labels }, service);
      if (rule?.from.some((part) => part.manifest === manifest)) shapes.set(service.host, (shapes.get(service.host) ?? 0) + 1);
    }
  }
  return shapes;
}
