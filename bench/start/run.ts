/**
 * `npm run bench:start`: what a short run costs, in turn with its peers: the installed package (`npm run build` first), a clone, and
 * `istioctl`. `-- --executable` also makes a single executable and measures that (it downloads `postject`). Writes the table of
 * docs/benchmarks.md.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { istioctl } from '../peers/peers';
import { writeSection } from '../side-by-side/section';
import { type Command, median, type Usage, use } from '../side-by-side/usage';
import { makeExecutable } from './executable';

const root = join(__dirname, '..', '..');
const rounds = 9;

/** What is asked, by how it stands in the table. */
const questions: Readonly<Record<string, readonly string[]>> = {
  'mesh version': ['version'],
  'mesh route dist URL': ['route', 'dist', 'http://microservice.retailvoice.xyz/user/about'],
  'mesh check dist': ['check', 'dist'],
};

/** A way to run the command: a program and the arguments before the question. */
type Way = readonly [program: string, ...before: string[]];

function main(args: readonly string[]): void {
  const bundle = join(root, 'build', 'cli', 'bin.js');
  if (!existsSync(bundle)) throw new Error('the package is not built\n  fix: npm run build');
  const work = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
  try {
    const executable = args.includes('--executable') ? makeExecutable(root, work) : undefined;
    const ways: Readonly<Record<string, Way>> = {
      package: [process.execPath, bundle],
      clone: [process.execPath, '--require', './scripts/typescript.cjs', 'lib/cli/index.ts'],
      ...(executable ? { [`single executable, ${executable.size.toFixed(0)} MB`]: [executable.program] as const } : {}),
    };
    const table = tableOf(ways, join(work, 'output'));
    console.log(table);
    writeSection('bench:start', table);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function tableOf(ways: Readonly<Record<string, Way>>, output: string): string {
  const peer = istioctl();
  const commands: Record<string, Pick<Command, 'program' | 'args'>> = {
    'Node alone (`node -e 0`)': { program: process.execPath, args: ['-e', '0'] },
    ...(peer ? { '`istioctl analyze dist`': { program: peer, args: ['analyze', '--use-kube=false', '-A', 'dist'] } } : {}),
  };
  for (const [way, [program, ...before]] of Object.entries(ways))
    for (const [question, words] of Object.entries(questions)) commands[`${question} ${way}`] = { program, args: [...before, ...words] };
  const usages = inTurn(commands, output);
  const cell = (name: string) => textOf(usages.get(name));
  const alone = Object.keys(commands).filter((name) => name.startsWith('N') || name.startsWith('`'));
  const rows = [
    ...alone.map((name) => [
      name,
      cell(name),
      ...Object.keys(ways)
        .slice(1)
        .map(() => ''),
    ]),
    ...Object.keys(questions).map((question) => [`\`${question}\``, ...Object.keys(ways).map((way) => cell(`${question} ${way}`))]),
  ];
  const head = [`processor time (wall time, memory), median of ${rounds}`, ...Object.keys(ways)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** One run of each, then the next of each, after a first that fills caches and does not count. */
function inTurn(commands: Readonly<Record<string, Pick<Command, 'program' | 'args'>>>, output: string): ReadonlyMap<string, Usage> {
  const usages = new Map(Object.keys(commands).map((name) => [name, [] as Usage[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const usage = use({ ...command, cwd: root, output });
      if (round > 0) usages.get(name)?.push(usage);
    }
  }
  return new Map([...usages].map(([name, runs]) => [name, median(runs)]));
}

function textOf(usage: Usage | undefined): string {
  if (!usage) return 'missing';
  return `${usage.processor.toFixed(2)} s (${usage.wall.toFixed(2)} s, ${usage.memory.toFixed(0)} MiB)`;
}

main(process.argv.slice(2));
