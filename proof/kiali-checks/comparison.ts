import { checkManifests } from '../../lib/check/run';
import { qualifiedName } from '../../lib/istio/names';
import { groupOf, type KubernetesObject } from '../../lib/istio/objects';
import { FieldReader } from '../../lib/manifest/field';
import type { FieldPath, Manifest } from '../../lib/manifest/manifest';
import type { Mesh } from '../../lib/mesh/mesh';
import { makesPods } from '../../lib/mesh/workloads/pod-makers';
import { codesOf, codesWithPlaces, isTakenOver } from './codes';
import type { KialiCheck } from './kiali-checkers';

/** Something that one of both says about an object of the input, and the other does not. */
export interface Difference {
  readonly code: string;
  readonly by: 'kiali' | 'here';
  readonly manifest: Manifest;
  readonly spec: FieldReader;
  /** The field it is about. */
  readonly field: FieldReader;
  readonly mesh: Mesh;
  /** All rules that say something about the object. */
  readonly rules: ReadonlySet<string>;
}

/** What both say of one mesh. */
export interface Compared {
  /** How often both say the same, by Kiali's codes. */
  readonly agreed: ReadonlyMap<string, number>;
  readonly differences: readonly Difference[];
}

/** One thing that is said, under every code that means it. */
interface Said {
  readonly codes: readonly string[];
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** Kiali says it on one of its pages, and not on another. */
  readonly isUncertain: boolean;
}

/** @param admitted objects that no admission rejects, which are all that the mesh has */
export function compare(admitted: readonly Manifest[], mesh: Mesh, checks: readonly KialiCheck[]): Compared {
  const byName = new Map(admitted.map((manifest) => [`${kialiKind(manifest.object)} ${qualifiedName(manifest.object)}`, manifest]));
  const findings = checkManifests(admitted);
  const here = findings.flatMap(({ rule, manifest, path }): Said[] => {
    const codes = codesOf(rule);
    return manifest && codes.length > 0 ? [{ codes, manifest, path, isUncertain: false }] : [];
  });
  const kiali = checks.flatMap(({ kind, namespace, name, code, path, inBoth }): Said[] => {
    const manifest = byName.get(`${kind} ${namespace}/${name}`);
    return manifest && isTakenOver(code) ? [{ codes: [code], manifest, path: asFieldPath(path), isUncertain: !inBoth }] : [];
  });
  const [saidHere, saidByKiali] = [new Set(here.flatMap(placesOf)), new Set(kiali.flatMap(placesOf))];
  const agreed = new Map<string, number>();
  for (const place of saidByKiali) if (saidHere.has(place)) add(agreed, place.split(' ', 1)[0] ?? '');
  const rulesOf = (manifest: Manifest) => new Set(findings.filter((finding) => finding.manifest === manifest).map(({ rule }) => rule));
  const differences = [
    ...kiali.filter((said) => !said.isUncertain && !isIn(saidHere, said)).map((said) => ({ by: 'kiali' as const, said })),
    ...here.filter((said) => !isIn(saidByKiali, said)).map((said) => ({ by: 'here' as const, said })),
  ].map(({ by, said: { codes, manifest, path } }): Difference => {
    const root = new FieldReader(manifest.object);
    return { code: codes[0] ?? '', by, manifest, spec: root.at('spec'), field: root.at(...path), mesh, rules: rulesOf(manifest) };
  });
  return { agreed, differences };
}

function isIn(places: ReadonlySet<string>, said: Said): boolean {
  return placesOf(said).some((place) => places.has(place));
}

/** The code and the object; the field too, where both always name the same one. */
function placesOf({ codes, manifest: { object }, path }: Said): readonly string[] {
  return codes.map((code) => {
    const place = `${code} ${kialiKind(object)} ${qualifiedName(object)}`;
    return codesWithPlaces.has(code) ? `${place} ${path.join('.')}` : place;
  });
}

/** Kiali's word for a kind. */
function kialiKind(object: KubernetesObject): string {
  if (makesPods(object)) return 'workload';
  const kind = object.kind.toLowerCase();
  return groupOf(object) === 'gateway.networking.k8s.io' ? `k8s${kind}` : kind;
}

/** `spec/http[0]/route[1]/host` as steps from the root. */
function asFieldPath(path: string): FieldPath {
  return path.split('/').flatMap((part) => {
    const [name = '', ...indexes] = part.split(/\[|\]\[|\]/).filter((each) => each !== '');
    return [name, ...indexes.map(Number)];
  });
}

function add(counts: Map<string, number>, code: string): void {
  counts.set(code, (counts.get(code) ?? 0) + 1);
}
