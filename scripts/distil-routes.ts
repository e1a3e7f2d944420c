/**
 * Picks from recorded answers of the real istiod and Envoy the few that execute every block of the evaluator that all of them execute:
 * `npm run distil:routes -- FOLDER`. Writes `lib/route/recorded/`, which `npm test` compares the evaluator with.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../lib/istio/objects';
import { type RecordedCase, readRecorded, readRecordedWorld, recordedDifferences } from '../lib/route/recorded';
import { BlockCoverage } from './distil/block-coverage';
import { type Candidate, smallestCover } from './distil/smallest-cover';

/** One request of one case. */
interface Unit {
  readonly case: number;
  readonly request: number;
  readonly isRight: boolean;
}

const target = join(__dirname, '../lib/route/recorded');
/** Files of the evaluator, and of the checks that reject objects before it. */
const evaluator = /\/lib\/(route|mesh|istio|validation)\//;

function main(folder: string | undefined): void {
  if (folder === undefined) throw new Error('which folder? npm run distil:routes -- FOLDER');
  const world = readRecordedWorld(folder);
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readRecorded(join(folder, name)))
    .filter(({ group }) => group !== 'seed');
  const { units, covers } = cover(cases, world);
  const candidates = units.map((unit, index): Candidate => candidate(cases[unit.case], unit, unit.isRight ? (covers[index] ?? []) : []));
  const chosen = smallestCover(candidates).map((place) => units[place]);
  const kept = cases.flatMap((one, index) => {
    const requests = chosen.flatMap((unit) => (unit?.case === index ? [unit.request] : [])).sort((a, b) => a - b);
    return requests.length === 0 ? [] : [part(one, requests)];
  });
  writeFileSync(join(target, 'world.json'), readFileSync(join(folder, 'world.json')));
  writeFileSync(join(target, 'answers.jsonl'), kept.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const blocks = new Set(covers.flat()).size;
  console.log(`${kept.length} of ${cases.length} cases, ${chosen.length} of ${units.length} requests, ${blocks} blocks`);
}

function cover(cases: readonly RecordedCase[], world: readonly KubernetesObject[]): { units: Unit[]; covers: number[][] } {
  const coverage = new BlockCoverage((file) => evaluator.test(file));
  const units: Unit[] = [];
  for (const [index, one] of cases.entries()) {
    for (const request of (one.outcomes ?? [0]).keys()) {
      let wrong: string[][] = [];
      coverage.run(() => {
        wrong = recordedDifferences(part(one, [request]), world);
      });
      units.push({ case: index, request, isRight: wrong.flat().length === 0 });
      if (wrong.flat().length > 0) console.log(`${one.id} ${request} is left out, the evaluator differs in: ${wrong.join()}`);
    }
  }
  return { units, covers: coverage.executed() };
}

function candidate(one: RecordedCase | undefined, unit: Unit, covers: readonly number[]): Candidate {
  const size = (value: unknown) => JSON.stringify(value ?? '').length;
  return {
    covers,
    group: unit.case,
    groupCost: size(one?.objects),
    cost: size(one?.requests?.[unit.request]) + size(one?.outcomes?.[unit.request]),
  };
}

/** A case with some of its requests, and without what no comparison reads. */
function part(one: RecordedCase, requests: readonly number[]): RecordedCase {
  const { id, group, gatewayPod, objects, rejected, proxyRejected } = one;
  return {
    id,
    group,
    gatewayPod,
    objects,
    ...(one.outcomes
      ? {
          requests: requests.flatMap((index) => one.requests?.[index] ?? []),
          outcomes: requests.flatMap((index) => one.outcomes?.[index] ?? []),
        }
      : {}),
    ...(rejected ? { rejected: true } : {}),
    ...(proxyRejected ? { proxyRejected: true } : {}),
  };
}

main(process.argv[2]);
