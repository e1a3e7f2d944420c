import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './contender';
import type { Figures, Outcome } from './figures';
import { limit, median, type Usage, use } from './usage';

/** How programs are measured. */
export interface Turns {
  /** Services. */
  readonly size: number;
  /** How often each is run. */
  readonly runs: number;
  /** An empty folder. */
  readonly work: string;
  /** Looks at what a program wrote. @returns what is wrong with it, or an empty string */
  readonly compare: (contender: Contender, output: string) => string;
  readonly say: (line: string) => void;
}

/** Measures programs: one run of each, then the next run of each, so that what else the machine does meets all of them. */
export function measureInTurn(contenders: readonly Contender[], turns: Turns): Figures[] {
  const { size, say } = turns;
  const present = contenders.filter((each) => each.version() !== undefined && size <= (each.most ?? size));
  const outcomes = runInTurn(present, turns);
  for (const [name, outcome] of outcomes) say(`${String(size).padStart(6)} ${name.padEnd(22)} ${textOf(outcome)}`);
  return contenders.map(({ name, how, version }) => {
    const outcome = outcomes.get(name);
    return { name, how, version: version(), bySize: new Map(outcome ? [[size, outcome]] : []) };
  });
}

function runInTurn(contenders: readonly Contender[], turns: Turns): Map<string, Outcome> {
  const usages = new Map(contenders.map(({ name }) => [name, [] as Usage[]]));
  const failures = new Map<string, Outcome>();
  for (let run = 0; run < turns.runs; run++) {
    for (const contender of contenders.filter(({ name }) => !failures.has(name))) {
      const usage = once(contender, run === 0 ? turns : { ...turns, compare: () => '' });
      if (typeof usage === 'string') failures.set(contender.name, { failure: usage });
      else usages.get(contender.name)?.push(usage);
    }
  }
  return new Map([...usages].map(([name, each]) => [name, failures.get(name) ?? { ...median(each), runs: each.length }]));
}

function once(contender: Contender, { size, work, compare }: Turns): Usage | string {
  const folder = mkdtempSync(join(work, 'run-'));
  const output = join(work, 'output.yaml');
  try {
    const usage = use({ ...contender.prepare(folder, size), output });
    if (usage.status < 0) return `more than ${limit} s of processor time`;
    const expected = contender.status ?? 0;
    const isDone = usage.status === expected;
    const wrote = contender.wrote === undefined ? output : join(folder, contender.wrote);
    const difference = isDone ? compare(contender, wrote) : `its exit code should be ${expected}`;
    if (difference === '') return usage;
    const said = readFileSync(`${output}.err`, 'utf8').slice(0, 2000);
    throw new Error(`${contender.name}, ${size} services, ended with ${usage.status}: ${difference}\n${said}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(outcome: Outcome): string {
  if ('failure' in outcome) return outcome.failure;
  const { wall, processor, memory } = outcome;
  return `${wall.toFixed(2).padStart(7)} s ${processor.toFixed(2).padStart(7)} s of processor time ${memory.toFixed(0).padStart(6)} MiB`;
}
