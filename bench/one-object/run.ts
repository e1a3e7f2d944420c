/**
 * `npm run bench:one-object`: how the work and time of `mesh check` grow with the parts of one object. The growth of the work is counted, so it
 * is the same on every machine; exit code 1 when twice the parts are more than 2.2 times the work. `-- --counts` leaves out the times.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkCounter } from '../work-counts';
import { objects } from './objects';

const most = 2.2;
const few = 500;
const sizes = [5000, 10_000, 20_000];

const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
const file = join(folder, 'object.yaml');
const counter = new WorkCounter('/lib/');

function main(): void {
  const { checkText }: typeof import('./check-text') = require('./check-text');
  const workOf = (text: string) => {
    writeFileSync(file, text);
    return counter.count(() => checkText(file));
  };
  for (const manifests of Object.values(objects)) workOf(manifests(few)); // loads what is loaded when first needed
  const growth = Object.entries(objects).map(([parts, manifests]) => ({
    parts,
    factor: workOf(manifests(2 * few)) / workOf(manifests(few)),
  }));
  counter.end();
  const times = process.argv.includes('--counts') ? new Map<string, string>() : timesOf(checkText);
  for (const { parts, factor } of growth) {
    console.log(`${factor <= most ? 'ok  ' : 'MISS'} ${parts.padEnd(40)} ${factor.toFixed(2)} times the work ${times.get(parts) ?? ''}`);
  }
  process.exitCode = growth.every(({ factor }) => factor <= most) ? 0 : 1;
}

/** Milliseconds of processor time at each size, by what there are many of. */
function timesOf(checkText: (file: string) => void): Map<string, string> {
  const timeOf = (text: string) => {
    writeFileSync(file, text);
    const start = process.cpuUsage();
    checkText(file);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const row = (manifests: (count: number) => string) =>
    sizes.map((size) => `${size.toLocaleString('en')}: ${timeOf(manifests(size)).toFixed(0)} ms`).join('   ');
  return new Map(Object.entries(objects).map(([parts, manifests]) => [parts, row(manifests)]));
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
