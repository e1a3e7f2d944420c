/**
 * `npm run bench`: the same system for every peer, in turn with ours in one run, and the page and plot of it (`docs/benchmarks.md`, `docs/benchmarks.svg`).
 * `-- --build` first builds the peers that are missing; `-- --services 1,100` measures those sizes alone and writes nothing.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeers } from '../peers/peers';
import { checking } from './checking';
import type { Contender } from './contender';
import { declaring } from './declaring';
import { changesFound, diffing } from './diffing';
import { faultsFound } from './faults';
import type { Figures } from './figures';
import { meaningOf } from './meaning';
import { writePage } from './page';
import { measureInTurn, type Turns } from './turns';

const runs = 5;
const sizes = [1, 10, 100, 1000, 10_000];
const say = (line: string) => console.log(line);

async function main(args: readonly string[]): Promise<void> {
  if (!existsSync(join(__dirname, '../../build/cli/bin.js')))
    throw new Error('`mesh` is measured as it is installed: run `npm run build` first');
  if (args.includes('--build')) await buildPeers(say);
  const work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'meshwright-bench-'));
  try {
    const at = args.indexOf('--services');
    const wanted = at < 0 ? sizes : (args[at + 1] ?? '1').split(',').map(Number);
    let declared: Figures[] = [];
    let checked: Figures[] = [];
    let diffed: Figures[] = [];
    for (const size of wanted) {
      declared = extended(
        declared,
        measureInTurn(ableTo(declaring, declared), { runs, work, say, size, compare: sameMeaning() }),
        declaring,
      );
      checked = extended(checked, reporting(ableTo(checking, checked), { runs, work, say, size }, faultsFound), checking);
      diffed = extended(diffed, reporting(ableTo(diffing, diffed), { runs, work, say, size }, changesFound), diffing);
      if (at < 0) writePage({ declared, checked, diffed, runs }); // a run that is cut off leaves the sizes that it came to
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What took too long for fewer services is not asked for more. */
function ableTo(contenders: readonly Contender[], known: readonly Figures[]): Contender[] {
  const failed = known.filter(({ bySize }) => [...bySize.values()].some((outcome) => 'failure' in outcome)).map(({ name }) => name);
  return contenders.filter(({ name }) => !failed.includes(name));
}

function extended(known: readonly Figures[], more: readonly Figures[], contenders: readonly Contender[]): Figures[] {
  return contenders.map(({ name, how, version }) => {
    const [before, now] = [known, more].map((all) => all.find((each) => each.name === name));
    const bySize = new Map([...(before?.bySize ?? []), ...(now?.bySize ?? [])]);
    return { name, how, version: version(), bySize, finds: now?.finds ?? before?.finds };
  });
}

/** What all wrote has to mean what the first of them wrote. */
function sameMeaning(): Turns['compare'] {
  let expected: string | undefined;
  return (_, output) => {
    const meaning = meaningOf(output);
    expected ??= meaning;
    return meaning === expected ? '' : `it declares ${meaning}, and not ${expected}`;
  };
}

/** What reports something, with what of it. */
function reporting(contenders: readonly Contender[], turns: Omit<Turns, 'compare'>, findsOf: (report: string) => string): Figures[] {
  const found = new Map<string, string>();
  const compare = ({ name }: Contender, output: string) => {
    found.set(name, findsOf(readFileSync(output, 'utf8') + readFileSync(`${output}.err`, 'utf8')));
    return '';
  };
  return measureInTurn(contenders, { ...turns, compare }).map((figures) => ({ ...figures, finds: found.get(figures.name) }));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
});
