import { isDeepStrictEqual } from 'node:util';
import { accessMatrix } from '../access/matrix';
import type { Manifest } from '../manifest/manifest';
import type { Mesh } from '../mesh/mesh';
import { type AimedRequest, Answers, seenOf } from '../requests/answers';

/** So many requests are asked for each object that may cover another; they are chosen evenly. */
const mostRequests = 1_000;

/** So many objects may be the one that covers another. */
const mostCandidates = 30;

/** One object, and what the question about it is asked of. */
export interface Covered {
  readonly manifests: readonly Manifest[];
  /** The object that changes no answer. */
  readonly object: Manifest;
  /** The same manifests without it, or without its field. */
  readonly without: (manifests: readonly Manifest[]) => readonly Manifest[];
  readonly load: (manifests: readonly Manifest[]) => Mesh;
  readonly asked: readonly AimedRequest[];
}

/** Objects that keep another from changing an answer. */
export interface Cover {
  /** None where what holds without any object is the same. */
  readonly objects: readonly Manifest[];
  /** Do only all of them gone make it change an answer? Otherwise any one of them does. */
  readonly together: boolean;
}

/** The objects without which an object would change an answer: each of them, else the fewest that are found. */
export function coverOf(covered: Covered): Cover {
  for (const candidates of [ofOwnKind(covered), ofAnyKind(covered)]) {
    if (candidates.length === 0 || !changes(covered, candidates)) continue;
    const single = candidates.filter((candidate) => changes(covered, [candidate]));
    return single.length > 0 ? { objects: single, together: false } : { objects: fewestOf(covered, candidates), together: true };
  }
  return { objects: [], together: false };
}

function fewestOf(covered: Covered, candidates: readonly Manifest[]): readonly Manifest[] {
  let gone = candidates;
  for (const candidate of candidates) {
    const fewer = gone.filter((each) => each !== candidate);
    if (changes(covered, fewer)) gone = fewer;
  }
  return gone;
}

/** Does the object change an answer where these others are gone? */
function changes(covered: Covered, gone: readonly Manifest[]): boolean {
  const left = covered.manifests.filter((manifest) => !gone.includes(manifest));
  const [here, there] = [covered.load(left), covered.load(covered.without(left))];
  if (answersDiffer(covered, here, there)) return true;
  return covered.object.object.apiVersion.startsWith('security.') && !isDeepStrictEqual(permissionsIn(here), permissionsIn(there));
}

function answersDiffer({ asked }: Covered, here: Mesh, there: Mesh): boolean {
  const [answersHere, answersThere] = [new Answers(here), new Answers(there)];
  const every = Math.ceil(asked.length / mostRequests);
  return asked.some(
    (aimed, index) => index % every === 0 && !isDeepStrictEqual(seenOf(answersHere.answer(aimed)), seenOf(answersThere.answer(aimed))),
  );
}

function permissionsIn(mesh: Mesh): readonly string[] {
  return accessMatrix(mesh).map(({ from, to, port, workload, permission }) => `${from} ${to}:${port} ${workload} ${permission}`);
}

function ofOwnKind({ manifests, object }: Covered): Manifest[] {
  return nearest(
    manifests.filter((manifest) => manifest.object.kind === object.object.kind),
    object,
  );
}

/** Objects of every kind of Istio's and the Gateway API's that routes or secures. */
function ofAnyKind({ manifests, object }: Covered): Manifest[] {
  const groups = /^(networking|security|gateway\.networking)\.(istio|k8s)\.io\//;
  return nearest(
    manifests.filter((manifest) => groups.test(manifest.object.apiVersion) && manifest.object.kind !== 'Gateway'),
    object,
  );
}

/** Others than the object, those of its own namespace last; of too many, those are kept. */
function nearest(manifests: readonly Manifest[], { object }: Manifest): Manifest[] {
  const isNear = (manifest: Manifest) => manifest.object.metadata.namespace === object.metadata.namespace;
  const all = manifests.filter((manifest) => manifest.object !== object);
  return [...all.filter((manifest) => !isNear(manifest)), ...all.filter(isNear)].slice(-mostCandidates);
}
