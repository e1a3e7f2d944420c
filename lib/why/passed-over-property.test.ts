import fc from 'fast-check';
import type { KubernetesObject } from '../istio/objects';
import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { rejectionOf } from '../mesh/admission';
import { Mesh } from '../mesh/mesh';
import type { Cause } from '../mesh/passed-over/cause';
import { isInForce } from './in-force.test.helper';
import { isFelt } from './influence';
import { Influences } from './influences';
import { meshes } from './meshes.test.helper';
import { targetText } from './target';

/** `npm run fuzz` asks for many meshes, others each time; the test suite for a few and always the same. */
const runs = { numRuns: process.env.FUZZ_RUNS === undefined ? 15 : Math.ceil(Number(process.env.FUZZ_RUNS) / 10) };
const most = 2_000;

/** Causes for which nobody at all uses an object, where `check` gives them for it. */
const ofAll: ReadonlySet<Cause> = new Set<Cause>([
  ...(['no proxy', 'no such pod', 'another namespace', 'not discovered', 'another revision'] as const),
]);

const manifestOf = (object: KubernetesObject): Manifest => ({ object, source: sourceOfObject() });

/** What is wrong with what is said about the objects of a mesh. */
function contradictions(base: readonly Manifest[], objects: readonly Manifest[]): string[] {
  const all = [...base, ...objects];
  const { mesh } = Mesh.load(all);
  const influences = new Influences(all, { most });
  return objects.flatMap((manifest) => {
    const influence = influences.of([manifest]);
    const { notUsed, findings, witnesses, permissions } = influence;
    const reasons = mesh.passedOver.of(manifest);
    const isChanged = witnesses.length + permissions.length > 0;
    const name = targetText(manifest.object);
    const forNobody = reasons.find(({ cause }) => ofAll.has(cause));
    if (isChanged && forNobody) return [`${name} changes answers, and is said to be passed over: ${forNobody.message}`];
    if (isChanged || isFelt(influence) || notUsed.length + reasons.length > 0) return [];
    return isInForce(mesh, manifest)
      ? []
      : [`${name} changes nothing, is not in force, and no reason is given (${findings.map(({ code }) => code)})`];
  });
}

test('an object changes an answer, or is in force and covered by others, or is passed over with a reason', () => {
  fc.assert(
    fc.property(meshes, ({ base, objects }) => {
      const admitted = objects.map(manifestOf).filter((manifest) => rejectionOf(manifest) === undefined);
      expect(contradictions(base.map(manifestOf), admitted)).toEqual([]);
    }),
    runs,
  );
});
