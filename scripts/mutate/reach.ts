import { dirname } from 'node:path';
import type { Mutant } from './mutants';
import { shortName } from './report';
import type { ReachedByFile, Trial } from './worker';

/** What most tests reach would take them all, and most of those are far from it: how long the tests of one mutant may take, in milliseconds. */
const mostTime = 4000;

/** Which tests reach which mutant. */
export class Reach {
  readonly tests: number;
  /** By file: how many of its tests fail without any mutant when they share a process with others. */
  readonly leftOut = new Map<string, number>();
  private readonly byMutant = new Map<string, Map<string, number[]>>();
  private readonly byFile = new Map<string, Map<string, number[]>>();
  private readonly every = new Map<string, number[]>();
  /** By file: how long each of its tests takes, in milliseconds. */
  private readonly times = new Map<string, ReadonlyMap<number, number>>();

  constructor(
    files: readonly string[],
    runs: readonly ReachedByFile[],
    private readonly loaded: ReadonlySet<string>,
    private readonly mutants: readonly Mutant[],
  ) {
    let count = 0;
    for (const [place, { tests, around, error }] of runs.entries()) {
      const file = files[place] ?? '';
      const held = error === undefined ? tests.filter(({ failed }) => !failed) : [];
      if (error !== undefined || held.length < tests.length) this.leftOut.set(shortName(file), Math.max(1, tests.length - held.length));
      count += held.length;
      for (const { reached, together } of blocks(held)) for (const id of reached) this.add(id, file, together);
      const every = held.map(({ index }) => index);
      this.every.set(file, every);
      for (const id of around) this.set(id, file, every);
      this.times.set(file, new Map(held.map(({ index, milliseconds }) => [index, milliseconds])));
    }
    this.tests = count;
  }

  /** How to find out whether a test notices a mutant: the tests beside it first, then quick ones. */
  trial({ id, file }: Mutant): Trial {
    const isStatic = this.loaded.has(id);
    const reaching = this.byMutant.get(id) ?? (isStatic ? this.ofFile(file) : new Map<string, number[]>());
    const candidates = [...reaching].map(([name, tests]) => ({
      file: name,
      tests,
      distance: distance(file, name),
      time: this.timeOf(name, tests),
    }));
    const nearFirst = candidates.sort((a, b) => a.distance - b.distance || a.time - b.time || (a.file < b.file ? -1 : 1));
    const plan = upTo(mostTime, nearFirst).map(({ file: name, tests }) => ({ file: name, tests }));
    return { mutant: id, isStatic, plan };
  }

  /** What runs only while the code is loaded, as a table does, shows in the tests that reach something else of its file. */
  private ofFile(file: string): Map<string, number[]> {
    const known = this.byFile.get(file);
    if (known) return known;
    const tests = new Map<string, Set<number>>();
    for (const { id } of this.mutants.filter((mutant) => mutant.file === file)) {
      for (const [name, places] of this.byMutant.get(id) ?? []) tests.set(name, new Set([...(tests.get(name) ?? []), ...places]));
    }
    const found = new Map([...tests].map(([name, places]) => [name, [...places].sort((a, b) => a - b)]));
    // Where all of a file runs while it is loaded, as a rule that is one call does, any test may show it.
    const trying = found.size > 0 ? found : this.every;
    this.byFile.set(file, trying);
    return trying;
  }

  private timeOf(file: string, tests: readonly number[]): number {
    return tests.reduce((sum, test) => sum + (this.times.get(file)?.get(test) ?? 0), 0);
  }

  private add(id: string, file: string, tests: readonly number[]): void {
    this.set(id, file, [...new Set([...(this.byMutant.get(id)?.get(file) ?? []), ...tests])]);
  }

  private set(id: string, file: string, tests: number[]): void {
    const files = this.byMutant.get(id) ?? new Map<string, number[]>();
    if (tests.length > 0) this.byMutant.set(id, files.set(file, tests));
  }
}

/** Tests of one `describe` block may share what the first of them computed: what one of them reaches, all of them are tried with. */
function blocks(tests: ReachedByFile['tests']): { reached: Set<string>; together: number[] }[] {
  const byBlock = new Map<string, ReachedByFile['tests'][number][]>();
  for (const test of tests) {
    const key = test.block || String(test.index);
    byBlock.set(key, [...(byBlock.get(key) ?? []), test]);
  }
  return [...byBlock.values()].map((each) => ({
    reached: new Set(each.flatMap(({ reached }) => reached)),
    together: each.map(({ index }) => index),
  }));
}

/** The first ones, until they take so long. */
function upTo<T extends { readonly time: number }>(most: number, files: readonly T[]): T[] {
  let time = 0;
  return files.filter((each) => {
    const fits = time < most;
    time += each.time;
    return fits;
  });
}

/** How many folders lie between two files. */
function distance(one: string, other: string): number {
  const [a, b] = [dirname(one).split('/'), dirname(other).split('/')];
  const common = a.findIndex((name, place) => name !== b[place]);
  const shared = common < 0 ? a.length : common;
  return a.length + b.length - 2 * shared;
}
