/**
 * How long synth takes, beside plain cdk8s: `npm run bench:synth`. Best of several runs, each in a new process and a new folder, in memory
 * where there is such a file system: how long a disk takes to make 10,000 files is its own affair.
 * Ends with 1 when a promise of docs/synth.md is broken.
 */
import { execFileSync, execSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from './measure';

const root = join(__dirname, '..', '..');
const hook = join(root, 'scripts', 'typescript.cjs');
const maxGrowth = 12;
const minAdvantage = 10;

function main(): void {
  console.log('the article, from a cold start');
  for (const command of ['npm run --silent synth', 'npx cdk8s synth']) {
    console.log(`  ${seconds(best(5, () => inFolder((folder) => timed(command, folder))))}  ${command}`);
  }

  console.log('microservices of three objects    declare     synth  its processor time   peak memory');
  const small = { ours: report('meshwright', 100, 5), theirs: report('cdk8s', 100, 5) };
  const middle = { ours: report('meshwright', 1_000, 10), theirs: report('cdk8s', 1_000, 5) };
  const large = report('meshwright', 10_000, 3);
  console.log('  10,000 by cdk8s is not run: it would take minutes, since it validates and orders all charts again for each');

  const growth = large.synthesized / middle.ours.synthesized;
  const advantage = middle.theirs.synthesized / middle.ours.synthesized;
  console.log(`cdk8s grows ${times(middle.theirs.synthesized / small.theirs.synthesized)} from 100 to 1,000`);
  console.log(
    `meshwright grows ${times(growth)} from 1,000 to 10,000 (at most ${maxGrowth}), and is ${times(advantage)} as fast at 1,000 (at least ${minAdvantage})`,
  );
  if (growth > maxGrowth || advantage < minAdvantage) process.exitCode = 1;
}

function report(who: 'meshwright' | 'cdk8s', services: number, runs: number): Measurement {
  const measurements = Array.from({ length: runs }, () => measure(who, services));
  const smallest = (of: (measurement: Measurement) => number) => Math.min(...measurements.map(of));
  const least = {
    declared: smallest(({ declared }) => declared),
    synthesized: smallest(({ synthesized }) => synthesized),
    processor: smallest(({ processor }) => processor),
    memory: smallest(({ memory }) => memory),
  };
  const label = `${services.toLocaleString('en')} by ${who}`.padEnd(30);
  console.log(
    `  ${label} ${seconds(least.declared)} ${seconds(least.synthesized)} ${seconds(least.processor)} ${least.memory.toFixed(0).padStart(15)} MiB`,
  );
  return least;
}

function measure(who: string, services: number): Measurement {
  return inFolder((folder) => {
    const script = join(__dirname, 'measure.ts');
    const output = execFileSync(process.execPath, ['--require', hook, script, who, String(services), join(folder, 'dist')], { cwd: root });
    return JSON.parse(String(output)) as Measurement;
  });
}

/** Milliseconds a command takes, writing to a folder of its own. */
function timed(command: string, folder: string): number {
  const start = performance.now();
  execSync(command, {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, CDK8S_OUTPUT: folder, CDK8S_OUTDIR: folder, CDK8S_CHECK_UPGRADE: 'false' },
  });
  return performance.now() - start;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'meshwright-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function best(runs: number, measureOnce: () => number): number {
  return Math.min(...Array.from({ length: runs }, measureOnce));
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2).padStart(7)} s`;
}

function times(factor: number): string {
  return `${factor.toFixed(1)} times`;
}

main();
