/**
 * `npm run prove:checks -- [--objects N] [--seed N] [--show N] [--kind KIND]… [--corpus] [--record]`: mutated objects, validated by the checker, by the real API server and by istiod's
 * real webhook, which must agree. Exit code 0 when they do, 1 when they do not, 2 when it could not run. `--record` keeps the answers that
 * show something of their own, for `npm test`.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { type RecordedAnswer, type ValidationDifference, validationDifferences } from '../../lib/validation/recorded';
import { corpusFolder, readCases } from '../../scripts/checks-corpus';
import { Plane } from '../plane';
import { insideSandbox } from '../sandbox';
import { endOnSignal } from '../signals';
import { type Base, type Mutant, mutants, ownBases } from './mutations';
import { mutatedKinds } from './objects';
import { keepRecorded } from './record';

/** A mutant, and what the real programs said of it. */
interface Answered {
  readonly mutant: Mutant;
  readonly answer: RecordedAnswer;
}

interface Disagreement extends ValidationDifference {
  readonly mutant: Mutant;
}

interface Options {
  readonly objects: number;
  readonly seed: number;
  /** Disagreements to print. */
  readonly show: number;
  /** The kinds to mutate. @default - all */
  readonly kinds: readonly string[];
  /** Mutate the judged objects kept beside the project rather than its own. */
  readonly corpus: boolean;
  /** Write what `npm test` compares the validation with. */
  readonly record: boolean;
}

const atOnce = 8;

async function main(): Promise<number> {
  const { objects, seed, show, kinds, corpus, record } = optionsOf(process.argv.slice(2));
  const plane = await Plane.start({ gatewayApi: true });
  endOnSignal(() => plane.stop());
  try {
    const bases = (corpus ? corpusBases() : ownBases).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind.kind));
    const asked = fc.sample(mutants(bases), { numRuns: objects, seed });
    const answered = await answerAll(plane, asked);
    const disagreements = answered.flatMap(({ mutant, answer }) =>
      validationDifferences(mutant.object, answer).map((each): Disagreement => ({ mutant, ...each })),
    );
    if (record) console.log(`${keepRecorded(answered.map(({ mutant, answer }) => ({ ...mutant, answer })))} objects are kept`);
    tell(asked, disagreements, show);
    console.log(
      `${asked.length} objects, seed ${seed}: ${disagreements.length === 0 ? 'all agree' : `${disagreements.length} disagreements`}`,
    );
    return disagreements.length === 0 ? 0 : 1;
  } finally {
    await plane.stop();
  }
}

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      objects: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      show: { type: 'string', default: '10' },
      kind: { type: 'string', multiple: true, default: [] },
      corpus: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  });
  return {
    objects: Number(values.objects),
    seed: Number(values.seed),
    show: Number(values.show),
    kinds: values.kind,
    corpus: values.corpus,
    record: values.record,
  };
}

/** Objects too large to be mutated thousands of times are left out. */
const mostCharacters = 4000;

/** @throws Error where the judged objects are not kept */
function corpusBases(): Base[] {
  const cases = (['B', 'C', 'D'] as const).flatMap((set) => readCases(set) ?? []);
  if (cases.length === 0) throw new Error(`no judged objects in ${corpusFolder}`);
  return cases.flatMap(({ object }) => {
    const kind = mutatedKinds.find((each) => each.kind === object.kind);
    const isUsable = typeof object.spec === 'object' && object.spec !== null && JSON.stringify(object.spec).length < mostCharacters;
    return kind && isUsable ? [{ kind, body: { spec: object.spec } }] : [];
  });
}

/** The answers to those of them that depend on nothing else, in their order. */
async function answerAll(plane: Plane, asked: readonly Mutant[]): Promise<Answered[]> {
  const answered: Answered[] = [];
  const queue = asked.entries();
  const worker = async (): Promise<void> => {
    for (const [place, mutant] of queue) {
      const answer = await answerOf(plane, mutant);
      if (answer !== undefined) answered[place] = { mutant, answer };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answered.filter((each) => each !== undefined);
}

/** @returns undefined where the answer depends on how the cluster is set up */
async function answerOf(plane: Plane, mutant: Mutant): Promise<RecordedAnswer | undefined> {
  const rejected = await refusal(plane, mutant);
  if (rejected !== undefined && ofThisCluster.test(rejected)) return undefined;
  if (!mutant.kind.isIstio) return { rejected };
  return { rejected, webhook: await plane.istiod.webhook.judge(withoutNulls(mutant.object) as KubernetesObject) };
}

/** The range of the cluster's Services, its IP families, and whether containers may be privileged: no object says so. */
const ofThisCluster = /The range of valid IPs is|not configured on this cluster|not configured for dual-stack|disallowed by cluster policy/;

/** What the API server says to creating it, with all of its checks and none of the consequences. @returns undefined when it agrees */
async function refusal(plane: Plane, mutant: Mutant): Promise<string | undefined> {
  const isAllocated = mutant.kind.kind === 'Service';
  return isAllocated ? alone(() => refusalToCreate(plane, mutant)) : refusalOf(plane, mutant, { dryRun: 'All' });
}

/** Node ports are only looked at when they are allocated: a Service is created in earnest, and deleted. */
async function refusalToCreate(plane: Plane, mutant: Mutant): Promise<string | undefined> {
  const refused = await refusalOf(plane, mutant, {});
  if (refused === undefined) await plane.api.request('DELETE', `${pathOf(mutant)}/${mutant.object.metadata.name}`, {});
  return refused;
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: two Services must not want one node port at the same time. */
function alone<T>(task: () => Promise<T>): Promise<T> {
  const done = last.then(task);
  last = done.catch(() => undefined);
  return done;
}

function pathOf({ kind }: Mutant): string {
  return `${kind.apiVersion.includes('/') ? '/apis' : '/api'}/${kind.apiVersion}/namespaces/default/${kind.resource}`;
}

async function refusalOf(plane: Plane, mutant: Mutant, query: Record<string, string>): Promise<string | undefined> {
  const { status, body } = await plane.api.request('POST', pathOf(mutant), {
    body: mutant.object,
    query: { ...query, fieldValidation: 'Strict' },
  });
  if (status === 201) return undefined;
  const { message } = JSON.parse(body) as { message: string };
  if (![400, 403, 413, 422, 500].includes(status)) throw new Error(`the API server answered ${status}: ${message}`);
  return message;
}

/** An object as the API server hands it on: fields that are `null` are dropped, list items are not. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(given.map(([name, field]) => [name, withoutNulls(field)]));
}

function tell(asked: readonly Mutant[], disagreements: readonly Disagreement[], most: number): void {
  for (const { about, mutant, real, ours } of disagreements.slice(0, most)) {
    console.log(
      `${about}: ${mutant.kind.kind}, ${mutant.changes.join(', ')}\n  real: ${real.slice(0, 400)}\n  ours: ${ours.join('\n        ') || 'nothing'}\n  ${JSON.stringify(mutant.object.spec)}`,
    );
  }
  const kinds = [...new Set(asked.map(({ kind }) => kind.kind))].sort();
  for (const kind of kinds) {
    const wrong = disagreements.filter(({ mutant }) => mutant.kind.kind === kind).length;
    console.log(`${kind}: ${asked.filter((mutant) => mutant.kind.kind === kind).length} objects, ${wrong} disagreements`);
  }
}

void insideSandbox(main);
