import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Figures, measuredOf } from './figures';
import { plot } from './plot';
import { writeSection } from './section';

const docs = join(__dirname, '..', '..', 'docs');

/** All that one run of the bench measured. */
export interface Report {
  readonly declared: readonly Figures[];
  readonly checked: readonly Figures[];
  readonly diffed: readonly Figures[];
  readonly runs: number;
}

/** Writes the tables into the page, between its marks, and the plots beside it. */
export function writePage(report: Report): void {
  writeSection('bench', tables(report));
  writeFileSync(join(docs, 'benchmarks.svg'), plot('declare and write', report.declared));
  writeFileSync(join(docs, 'benchmarks-check.svg'), plot('check', report.checked));
}

function tables({ declared, checked, diffed, runs }: Report): string {
  return `
${machine()} Medians of ${runs} runs, in turn; files in memory where the system has such a folder. Wall time, in brackets processor time, both with the program's start; the load of the machine was ${loadavg()[0]?.toFixed(0)} at the end, and processor time depends on it less.

### Declaring

Every output was parsed and compared: all declare the same objects, whatever their order and format.

![time by number of services, of what declares](benchmarks.svg)

${table(declared, 'meshwright')}
### Checking

Each was given the same file, with three faults: a route to a Service that is nowhere, a gateway that is nowhere, and a string that should be a number.

![time by number of services, of what checks](benchmarks-check.svg)

${table(checked, 'mesh check')}
${found(checked)}
### Comparing

Each was given the same two files: one service takes its callers to another path.

${table(diffed, 'mesh diff')}
${found(diffed)}`;
}

function machine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${processor?.model ?? 'unknown'}), ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}.`;
}

function table(all: readonly Figures[], reference: string): string {
  const sizes = [...new Set(all.flatMap(({ bySize }) => [...bySize.keys()]))].sort((a, b) => a - b);
  const largest = sizes.at(-1) ?? 1;
  const ours = all.find(({ name }) => name === reference);
  const head = `| | version | ${sizes.map((size) => `${label(size)} ${size === 1 ? 'service' : 'services'}`).join(' | ')} | memory at ${largest.toLocaleString('en')} | wall (processor) time by ours at ${sizes.slice(-2).map(label).join(', ')} |`;
  const rows = all.map((each) => {
    const cells = sizes.map((size) => timeCell(each, size));
    const memory = measuredOf(each, largest)?.memory.toFixed(0);
    const ratios = sizes.slice(-2).map((size) => ratio(each, ours, size));
    const name = `${each.name}: ${each.how}`;
    return `| ${[name, each.version ?? 'missing', ...cells, memory ? `${memory} MiB` : '', ratios.join(', ')].join(' | ')} |`;
  });
  return `${head}\n|${'---|'.repeat(sizes.length + 4)}\n${rows.join('\n')}\n`;
}

function label(size: number): string {
  return size.toLocaleString('en');
}

function timeCell(figures: Figures, size: number): string {
  const outcome = figures.bySize.get(size);
  if (!outcome) return figures.version === undefined ? 'missing' : 'not run';
  if ('failure' in outcome) return outcome.failure;
  return `${outcome.wall.toFixed(2)} s (${outcome.processor.toFixed(2)})`;
}

function ratio(figures: Figures, ours: Figures | undefined, size: number): string {
  const [theirs, own] = [measuredOf(figures, size), measuredOf(ours, size)];
  return theirs && own ? `${(theirs.wall / own.wall).toFixed(2)} (${(theirs.processor / own.processor).toFixed(2)})` : '–';
}

function found(checked: readonly Figures[]): string {
  return checked
    .filter(({ version }) => version !== undefined)
    .map(({ name, finds }) => `- ${name} names ${finds}.\n`)
    .join('');
}
