import { relative } from 'node:path';
import type { Mutant } from './mutants';

/** The folders under `lib/` whose code is changed. */
export const rooms = ['route', 'mesh', 'check', 'synth', 'manifest', 'constructs', 'validation', 'why'] as const;

export interface Result {
  readonly mutant: Mutant;
  /** false: no test runs this code. */
  readonly isReached: boolean;
  readonly killedBy?: string;
}

export function roomOf({ file }: Mutant): string {
  return shortName(file).split('/')[1] ?? '';
}

/** Is it the path, or does it lie in that folder? */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The share of a room's mutants that a test notices, in percent. */
function score(results: readonly Result[]): number {
  return (100 * results.filter(({ killedBy }) => killedBy !== undefined).length) / results.length;
}

/** What the tests notice, by room. */
export class Scores {
  private readonly found: [string, Result[]][];
  private readonly sizes: number[];

  /** @param mutants all there are, tried or not */
  constructor(
    private readonly results: readonly Result[],
    mutants: readonly Mutant[],
  ) {
    this.found = byRoom(results);
    this.sizes = this.found.map(([room]) => mutants.filter((mutant) => roomOf(mutant) === room).length);
  }

  /** The share that tests notice, in percent: each room counts by all of its mutants. */
  overall(): number {
    return this.found.reduce((sum, [, each], place) => sum + score(each) * (this.sizes[place] ?? 0), 0) / this.total();
  }

  /** A row for each room, and one for all. */
  table(): string {
    return [
      '| folder | mutants | tried | noticed | survived | not reached | score |',
      '|---|---|---|---|---|---|---|',
      ...this.found.map(([room, each], place) => row(`lib/${room}`, this.sizes[place] ?? 0, { results: each, percent: score(each) })),
      row('all', this.total(), { results: this.results, percent: this.overall() }),
    ].join('\n');
  }

  private total(): number {
    return this.sizes.reduce((sum, size) => sum + size, 0);
  }
}

function row(name: string, size: number, { results, percent }: { readonly results: readonly Result[]; readonly percent: number }): string {
  const killed = results.filter(({ killedBy }) => killedBy !== undefined).length;
  const unreached = results.filter(({ isReached }) => !isReached).length;
  return `| ${[name, size, results.length, killed, results.length - killed - unreached, unreached].join(' | ')} | ${percent.toFixed(1)} % |`;
}

function byRoom(results: readonly Result[]): [string, Result[]][] {
  return rooms
    .map((room): [string, Result[]] => [room, results.filter(({ mutant }) => roomOf(mutant) === room)])
    .filter(([, found]) => found.length > 0);
}

/** What identifies a mutant, wherever in its file it stands. */
export function mutantText({ file, kind, replacement }: Mutant): string {
  return `${shortName(file)} ${kind} ${replacement}`;
}

/** A survivor in one line. */
export function resultText({ mutant: { file, line, column, kind, replacement }, isReached }: Result): string {
  const change = replacement.replace(/\s+/g, ' ').slice(0, 100);
  return `${shortName(file)}:${line}:${column} ${isReached ? 'survived' : 'not reached'} ${kind}: ${change}`;
}

/** The name of a file in reports. */
export function shortName(file: string): string {
  return relative(process.cwd(), file);
}
