import { dirname } from 'node:path';
import type { Mutant } from './mutants';
import { shortName } from './report';
import type { ReachedByFile, Trial } from './worker';

/** What most tests reach would take them all, and most of those are far from it. */
const mostTests = 500;

/** Which tests reach which mutant. */
export class Reach {
  readonly tests: number;
  /** By file: how many of its tests fail without any mutant when they share a process with others. */
  readonly leftOut = new Map<string, number>();
  private readonly byMutant = new Map<string, Map<string, number[]>>();
  private readonly byFile = new Map<string, Map<string, number[]>>();
  private readonly milliseconds = new Map<string, number>();

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
      for (const { index, reached } of held) for (const id of reached) this.add(id, file, [index]);
      const every = held.map(({ index }) => index);
      for (const id of around) this.set(id, file, every);
      this.milliseconds.set(
        file,
        held.reduce((sum, each) => sum + each.milliseconds, 0),
      );
    }
    this.tests = count;
  }

  /** How to find out whether a test notices a mutant: the tests beside it first, then quick ones. */
  trial({ id, file }: Mutant): Trial {
    const isStatic = this.loaded.has(id);
    const reaching = this.byMutant.get(id) ?? (isStatic ? this.ofFile(file) : new Map<string, number[]>());
    const plan = upTo(
      mostTests,
      [...reaching]
        .map(([name, tests]) => ({ file: name, tests, distance: distance(file, name) }))
        .sort((a, b) => a.distance - b.distance || a.tests.length - b.tests.length || (a.file < b.file ? -1 : 1)),
    )
      .sort((a, b) => a.distance - b.distance || (this.milliseconds.get(a.file) ?? 0) - (this.milliseconds.get(b.file) ?? 0))
      .map(({ file: name, tests }) => ({ file: name, tests }));
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
    this.byFile.set(file, found);
    return found;
  }

  private add(id: string, file: string, tests: readonly number[]): void {
    this.set(id, file, [...(this.byMutant.get(id)?.get(file) ?? []), ...tests]);
  }

  private set(id: string, file: string, tests: number[]): void {
    const files = this.byMutant.get(id) ?? new Map<string, number[]>();
    if (tests.length > 0) this.byMutant.set(id, files.set(file, tests));
  }
}

/** The first ones, until they have so many tests. */
function upTo<T extends { readonly tests: readonly number[] }>(most: number, files: readonly T[]): T[] {
  let count = 0;
  return files.filter(({ tests }) => {
    const fits = count < most;
    count += tests.length;
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
