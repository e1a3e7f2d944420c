/**
 * Mutation tests: `npm run mutate -- [ROOM or PATH…] [--sample N] [--seed N] [--tests PATH] [--workers N] [--floor PERCENT] [--survivors]`. Changes the code in one small
 * place at a time and looks whether a test notices; without `--sample`, in every place. Exit code 1: fewer than `--floor` percent
 * of the mutants are noticed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instrument, type Mutant } from './mutate/mutants';
import { Pool } from './mutate/pool';
import { Reach } from './mutate/reach';
import { isBelow, mutantText, type Result, resultText, roomOf, rooms, Scores, shortName } from './mutate/report';
import { sample } from './mutate/sample';

const root = join(__dirname, '..');
const folder = join(root, 'build/mutate');
/** Tests that start processes or load modules apart do not see a mutant; tests of how long something takes fail on a busy machine. */
const unfit = /child_process|jest\.(doMock|isolateModules)|performance\.now/;

interface Options {
  readonly rooms: readonly (typeof rooms)[number][];
  /** Files and folders of the rooms. */
  readonly paths: readonly string[];
  /** Mutants a room; undefined: all. */
  readonly sample?: number;
  readonly seed: number;
  /** Only the tests below it are run. */
  readonly tests: string;
  readonly workers: number;
  readonly floor: number;
  readonly survivors: boolean;
}

function options(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string', default: '20261127' },
      tests: { type: 'string', default: '.' },
      workers: { type: 'string', default: '2' },
      floor: { type: 'string', default: '0' },
      survivors: { type: 'boolean', default: false },
    },
  });
  const paths = positionals.map((name) => (name.includes('/') ? name : `lib/${name}`));
  const unknown = paths.find((path) => !existsSync(join(root, path)) || !rooms.some((room) => isBelow(path, `lib/${room}`)));
  if (unknown !== undefined) throw new Error(`no file or folder \`${unknown}\` in ${rooms.join(', ')}`);
  return {
    rooms: rooms.filter((room) => paths.length === 0 || paths.some((path) => isBelow(path, `lib/${room}`))),
    paths,
    sample: values.sample === undefined ? undefined : Number(values.sample),
    seed: Number(values.seed),
    tests: values.tests,
    workers: Number(values.workers),
    floor: Number(values.floor),
    survivors: values.survivors,
  };
}

async function main(): Promise<void> {
  const asked = options();
  const { mutants, code } = await instrument(sources(asked));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'code.json'), JSON.stringify([...code]));
  const chosen = asked.rooms.flatMap((room) => {
    const all = mutants.filter((mutant) => roomOf(mutant) === room);
    return asked.sample === undefined ? all : sample(all, asked.sample, { seed: asked.seed, text: mutantText });
  });
  const pool = await Pool.start(folder, asked.workers);
  try {
    report(asked, mutants, await results(pool, chosen, { mutants, files: testFiles(asked.tests) }));
  } finally {
    pool.stop();
  }
}

/** @param all every mutant there is, and the files of tests */
async function results(
  pool: Pool,
  chosen: readonly Mutant[],
  { mutants, files }: { readonly mutants: readonly Mutant[]; readonly files: readonly string[] },
): Promise<Result[]> {
  const reach = new Reach(files, await pool.dryRun(files), pool.loaded, mutants);
  console.log(`${reach.tests} tests of ${files.length} files`);
  for (const [file, count] of reach.leftOut) console.log(`left out, failing in one process with the others: ${count} of ${file}`);
  const trials = chosen.map((mutant) => reach.trial(mutant));
  const reached = trials.filter(({ plan }) => plan.length > 0);
  let shown = Date.now();
  const verdicts = await pool.attempt(reached, (done) => {
    if (Date.now() - shown < 30_000) return;
    shown = Date.now();
    console.log(`${done} of ${reached.length}`);
  });
  const killers = new Map(reached.map(({ mutant }, index) => [mutant, verdicts[index]?.killedBy]));
  return chosen.map((mutant) => ({ mutant, isReached: killers.has(mutant.id), killedBy: killers.get(mutant.id) }));
}

function report({ survivors, floor }: Options, mutants: readonly Mutant[], found: readonly Result[]): void {
  writeFileSync(join(folder, 'results.json'), JSON.stringify(found, undefined, 1));
  if (survivors) for (const result of found) if (result.killedBy === undefined) console.log(resultText(result));
  const scores = new Scores(found, mutants);
  console.log(scores.table());
  if (scores.overall() >= floor) return;
  console.log(`fewer than ${floor} % are noticed: ${shortName(join(folder, 'results.json'))} has each survivor`);
  process.exitCode = 1;
}

/** The files of the rooms whose code runs: neither tests nor what only they use, nor what a script writes and its test compares. */
function sources(asked: Options): string[] {
  return tracked(asked.paths.length > 0 ? asked.paths : rooms.map((room) => `lib/${room}`)).filter(
    (file) => file.endsWith('.ts') && !/\.(test|helper|d)\.|\/recorded|\/route\/cases\.ts$|\/constructs\/properties\.ts$/.test(file),
  );
}

function testFiles(below: string): string[] {
  const isTest = (file: string) => /(?<!\.live)\.test\.ts$/.test(file) && !unfit.test(readFileSync(file, 'utf8'));
  return tracked(['lib', 'main.test.ts']).filter((file) => isBelow(file, join(root, below)) && isTest(file));
}

function tracked(paths: readonly string[]): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...paths], {
    cwd: root,
    encoding: 'utf8',
  });
  return output
    .split('\n')
    .filter(Boolean)
    .map((name) => join(root, name));
}

main();
