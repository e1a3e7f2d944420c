import { isDeepStrictEqual } from 'node:util';
import type { Access } from '../access/call';
import { accessMatrix } from '../access/matrix';
import type { Finding } from '../check/finding';
import { Checker } from '../check/run';
import { qualifiedName } from '../istio/names';
import { lazy } from '../lazy';
import type { FieldPath, Manifest } from '../manifest/manifest';
import { type Rejection, rejectionOf, rejectionText } from '../mesh/admission';
import { Mesh } from '../mesh/mesh';
import { aimedRequests } from '../requests/aimed-requests';
import { type AimedRequest, Answers, seenOf, writtenWorkloads } from '../requests/answers';
import type { DecisionJson } from '../route/answer/json';
import { passedOverSteps } from '../route/answer/passed-over';
import type { TraceStep } from '../route/answer/trace';
import { type Cover, coverOf } from './covering';
import { type Influence, isCovered, isFelt, type PermissionChange, type Witness } from './influence';
import { hiddenBy } from './sidecar-hides';
import { without } from './target';

/** More requests than this are not asked: the answer then says that it looked at a part. */
const most = 50_000;

export interface InfluencesOptions {
  /** @default - that of the installation among the manifests, else `cluster.local` */
  readonly clusterDomain?: string;
  /** Ask at most so many requests. @default 50,000 */
  readonly most?: number;
}

/** A request, and what becomes of it as the manifests are. */
interface Asked {
  readonly aimed: AimedRequest;
  readonly answer: DecisionJson;
  readonly seen: object;
}

/** What is known with every object in place, and does not depend on which one is asked about. */
interface Baseline {
  readonly asked: readonly Asked[];
  readonly isPartial: boolean;
  /** Why objects were passed over, by manifest, each reason once. */
  readonly notUsed: ReadonlyMap<Manifest, ReadonlyMap<string, TraceStep>>;
}

/** Whom the objects of one input affect. What does not depend on the object is asked once. */
export class Influences {
  private readonly mesh: Mesh;
  private readonly checker = lazy(() => new Checker(this.manifests, this.options));
  private readonly access = lazy(() => accessMatrix(this.mesh));
  private readonly baseline = lazy(() => this.askAll());

  constructor(
    private readonly manifests: readonly Manifest[],
    private readonly options: InfluencesOptions = {},
  ) {
    this.mesh = this.load(manifests);
  }

  /**
   * Asks every request that the manifests suggest with the object, and without it or one of its fields.
   *
   * @param target the manifests of the object; the last of them is the one in force
   * @param path the field to leave out. @default - the whole object
   */
  of(target: readonly Manifest[], path: FieldPath = []): Influence {
    const inForce = target.at(-1);
    if (!inForce) throw new RangeError('the influence of nothing was asked for');
    const changed = path.length === 0 ? undefined : withoutField(inForce, path);
    const others = this.manifests.flatMap((manifest) =>
      manifest === inForce && changed ? changed : target.includes(manifest) ? [] : manifest,
    );
    const rejected: Rejection | undefined = changed && !rejectionOf(inForce) ? rejectionOf(changed) : undefined;
    const other = this.load(others);
    const influence = {
      ...this.compare(other, inForce),
      permissions: isSecurity(inForce) ? this.permissionChanges(other) : [],
      shapes: shapesOf(this.mesh, inForce),
      hides: hiddenBy(inForce, this.mesh, other),
      findings: this.findingsOf(inForce).filter((finding) => isAbout(finding.path, path)),
      ...(rejected ? { required: rejectionText(rejected) } : {}),
    };
    const said = new Set([...influence.notUsed.map(({ why }) => why), ...influence.findings.map(({ message }) => message)]);
    const unsaid = path.length > 0 || isFelt(influence) ? [] : this.mesh.passedOver.of(inForce).filter(({ message }) => !said.has(message));
    const explained = { ...influence, notUsed: [...influence.notUsed, ...passedOverSteps(unsaid)] };
    const cover = lazy(() => (isCovered(explained, inForce.object.kind) ? this.coverOf(inForce, others) : undefined));
    return {
      ...explained,
      get coveredBy() {
        return cover();
      },
    };
  }

  /** The objects because of which nothing changes without this one, or without its field. */
  private coverOf(object: Manifest, others: readonly Manifest[]): Cover {
    const kept = new Set(others);
    const changed = others.find((manifest) => !this.manifests.includes(manifest));
    const { asked } = this.baseline();
    return coverOf({
      manifests: this.manifests,
      object,
      without: (manifests) => manifests.flatMap((manifest) => (manifest === object ? (changed ?? []) : kept.has(manifest) ? manifest : [])),
      load: (manifests) => this.load(manifests),
      asked: asked.map(({ aimed }) => aimed),
    });
  }

  private load(manifests: readonly Manifest[]): Mesh {
    return Mesh.load(manifests, { clusterDomain: this.options.clusterDomain }).mesh;
  }

  private findingsOf(manifest: Manifest): readonly Finding[] {
    return this.checker().of(manifest);
  }

  private askAll(): Baseline {
    const routers = new Answers(this.mesh);
    const asked: Asked[] = [];
    const notUsed = new Map<Manifest, Map<string, TraceStep>>();
    for (const aimed of aimedRequests(this.mesh)) {
      if (asked.length === (this.options.most ?? most)) return { asked, isPartial: true, notUsed };
      const steps: TraceStep[] = [];
      const answer = routers.answer(aimed, steps);
      asked.push({ aimed, answer, seen: seenOf(answer) });
      for (const step of steps) {
        const manifest = step.step === 'not used' ? step.place?.manifest : undefined;
        if (!manifest) continue;
        const reasons = notUsed.get(manifest) ?? new Map<string, TraceStep>();
        notUsed.set(manifest, reasons.set(step.why, step));
      }
    }
    return { asked, isPartial: false, notUsed };
  }

  private compare(other: Mesh, inForce: Manifest): Pick<Influence, 'asked' | 'isPartial' | 'witnesses' | 'redundant' | 'notUsed'> {
    const { asked, isPartial, notUsed } = this.baseline();
    const routers = new Answers(other);
    const name = qualifiedName(inForce.object);
    const witnesses: Witness[] = [];
    let redundant = 0;
    for (const { aimed, answer, seen } of asked) {
      const there = routers.answer(aimed);
      if (!isDeepStrictEqual(seen, seenOf(there))) witnesses.push({ ...aimed, with: answer, without: there });
      else if (isDecidedBy(answer, inForce.object.kind, name)) redundant += 1;
    }
    return { asked: asked.length, isPartial, witnesses, redundant, notUsed: [...(notUsed.get(inForce)?.values() ?? [])] };
  }

  private permissionChanges(other: Mesh): PermissionChange[] {
    const keyOf = ({ from, to, port, workload }: Access) => `${from} ${to}:${port} ${workload}`;
    const there = new Map(accessMatrix(other).map((access) => [keyOf(access), access.permission]));
    return this.access().flatMap((access) => {
      const permission = there.get(keyOf(access));
      return permission === undefined || permission === access.permission ? [] : [{ with: access, without: permission }];
    });
  }
}

/** The influence of one object. For several objects of one input `Influences` asks less. */
export function influenceOf(
  manifests: readonly Manifest[],
  target: readonly Manifest[],
  { path, ...options }: InfluencesOptions & { /** The field to leave out. @default - the whole object */ readonly path?: FieldPath } = {},
): Influence {
  return new Influences(manifests, options).of(target, path);
}

function withoutField(manifest: Manifest, path: FieldPath): Manifest {
  const object = without(manifest.object, path);
  if (object === undefined) throw new RangeError('the object has no such field');
  return { ...manifest, object };
}

function isAbout(path: FieldPath, field: FieldPath): boolean {
  return field.every((step, index) => index >= path.length || path[index] === step);
}

function isDecidedBy({ virtualService, policies = [] }: DecisionJson, kind: string, name: string): boolean {
  if (kind === 'VirtualService') return virtualService === name;
  return (kind === 'AuthorizationPolicy' || kind === 'RequestAuthentication') && policies.some(({ policy }) => policy === name);
}

function isSecurity({ object }: Manifest): boolean {
  return object.apiVersion.startsWith('security.istio.io/');
}

/** Hosts whose clusters a DestinationRule shapes for some caller. */
function shapesOf(mesh: Mesh, manifest: Manifest): ReadonlyMap<string, number> {
  const shapes = new Map<string, number>();
  if (manifest.object.kind !== 'DestinationRule') return shapes;
  for (const workload of writtenWorkloads(mesh)) {
    if (mesh.injection.proxyOf(workload).kind !== 'sidecar') continue;
    const { namespace, labels } = workload;
    for (const service of mesh.services.all) {
      const rule = mesh.destinationRules.inForce({ namespace, labels }, service);
      if (rule?.from.some((part) => part.manifest === manifest)) shapes.set(service.host, (shapes.get(service.host) ?? 0) + 1);
    }
  }
  return shapes;
}
