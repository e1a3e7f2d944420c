import type { ModuleSums } from './sources';

/** `imports/sums.json`: what `npm run import` read and wrote. Only `npm run import -- --update` changes what was read. */
export interface Sums {
  /** By module and version: sha256 by path, or Go's checksum of the whole module. */
  readonly sources: Readonly<Record<string, ModuleSums>>;
  /** By module and version: what its go.mod asks for of the modules in `versions.json`. */
  readonly requires: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** sha256 of every file that the import wrote, by its path in `imports/`. */
  readonly written: Readonly<Record<string, string>>;
}

/** Two sources may read different files of one module. @throws Error when they disagree, which they cannot within one run */
export function mergeSums(all: Iterable<readonly [pinned: string, ModuleSums]>): Record<string, ModuleSums> {
  const merged: Record<string, ModuleSums> = {};
  for (const [pinned, sums] of all) {
    const before = merged[pinned];
    merged[pinned] = typeof sums === 'string' || typeof before === 'string' ? sums : { ...before, ...sums };
  }
  return sorted(merged);
}

/** Whether what was fetched is what is pinned. @throws Error that names the first file which is not */
export function verifySums(pinned: string, got: ModuleSums, expected: ModuleSums | undefined): void {
  const fix = 'if `versions.json` or `imports/sources.json` changed, run `npm run import -- --update`';
  if (expected === undefined) throw new Error(`imports/sums.json has no checksum of ${pinned}\n    fix: ${fix}`);
  for (const [path, sum] of Object.entries(byPath(got))) {
    const wanted = byPath(expected)[path];
    const file = [pinned, path].filter(Boolean).join(' ');
    if (wanted === undefined) throw new Error(`imports/sums.json has no checksum of ${file}\n    fix: ${fix}`);
    if (wanted !== sum) throw new Error(`imports/sums.json pins ${file} to ${wanted}, got ${sum}\n    fix: ${fix}`);
  }
}

/** A whole module has one checksum, under no path. */
function byPath(sums: ModuleSums): Readonly<Record<string, string>> {
  return typeof sums === 'string' ? { '': sums } : sums;
}

/** What a new version changed: one line for every module and each of its files that are not as they were. */
export function changedSums(before: Sums['sources'], after: Sums['sources']): string[] {
  return Object.entries(after).flatMap(([pinned, sums]) => {
    const name = nameOf(pinned);
    const earlier = Object.keys(before).find((one) => nameOf(one) === name);
    if (earlier === undefined) return [`${pinned}: new`];
    const old = byPath(before[earlier] ?? {});
    const changed = Object.entries(byPath(sums)).filter(([path, sum]) => old[path] !== sum);
    const gone = Object.keys(old).filter((path) => !(path in byPath(sums)));
    if (earlier === pinned && changed.length === 0 && gone.length === 0) return [];
    const of = Object.keys(byPath(sums)).length;
    return [
      `${earlier} -> ${pinned}: ${changed.length} of ${of} ${typeof sums === 'string' ? 'modules' : 'files'} changed`,
      ...changed.map(([path]) => `  ${path in old ? '~' : '+'} ${path || 'the module'}`),
      ...gone.map((path) => `  - ${path}`),
    ];
  });
}

function nameOf(pinned: string): string {
  return pinned.slice(0, pinned.lastIndexOf('@'));
}

/** By key, so that a new entry is one new line in a diff. */
export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
