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
import { faultsFound } from './faults';
import { meaningOf } from './meaning';
import { writePage } from './page';
import { measureInTurn, type Turns } from './turns';

const runs = 5;
const sizes = [1, 10, 100, 1000, 10_000];
const say = (line: string) => console.log(line);

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--build')) await buildPeers(say);
  const work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'meshwright-bench-'));
  try {
    const at = args.indexOf('--services');
    const turns = { runs, work, say, sizes: at < 0 ? sizes : (args[at + 1] ?? '1').split(',').map(Number) };
    const declared = measureInTurn(declaring, { ...turns, compare: sameMeaning() });
    const checked = checkAll(turns);
    if (at < 0) writePage({ declared, checked, runs });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What all of a size wrote has to mean what the first of them wrote. */
function sameMeaning(): Turns['compare'] {
  const expected = new Map<number, string>();
  return (_, output, size) => {
    const meaning = meaningOf(output);
    const first = expected.get(size) ?? meaning;
    expected.set(size, first);
    return meaning === first ? '' : `it declares ${meaning}, and not ${first}`;
  };
}

function checkAll(turns: Omit<Turns, 'compare'>) {
  const found = new Map<string, string>();
  const compare = ({ name }: Contender, output: string) => {
    found.set(name, faultsFound(readFileSync(output, 'utf8') + readFileSync(`${output}.err`, 'utf8')));
    return '';
  };
  return measureInTurn(checking, { ...turns, compare }).map((figures) => ({ ...figures, finds: found.get(figures.name) }));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
});
