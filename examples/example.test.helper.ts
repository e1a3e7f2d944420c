import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../lib/check/run';
import { readManifests } from '../lib/manifest/read-manifests';

interface Example {
  /** Folder of the example. */
  readonly root: string;
  /** Writes all of it below a folder. */
  synth(outdir: string): void;
  /** Files that declare it. @default ['main.ts'] */
  readonly sources?: readonly string[];
  /** Folders below `dist` that are applied over it, each alone. @default - none */
  readonly alternatives?: readonly string[];
  /** Findings that are meant: `IST0133 EnvoyFilter *`. @default - none */
  readonly suppress?: readonly string[];
}

/** What holds for every example: `dist` is what it declares, the rules find nothing, and it is as short as its README says. */
export function holdsForExample({ root, synth, sources = ['main.ts'], alternatives = [], suppress = [] }: Example): void {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-example-'));
  const dist = join(root, 'dist');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('what is committed in dist is what main declares', () => {
    synth(folder);
    const files = filesOf(folder);
    expect(filesOf(dist)).toEqual(files);
    for (const file of files) expect(readFileSync(join(dist, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
  });

  test.each(['', ...alternatives])('the rules find nothing in it %s', (over) => {
    const base = filesOf(dist).filter((file) => !alternatives.some((each) => file.startsWith(`${each}/`)));
    const reading = readManifests([...base, ...(over === '' ? [] : [over])].map((path) => join(dist, path)));
    const found = check(reading, { suppress }).filter(({ level }) => level !== 'info');
    expect(found.map(({ code, message, manifest }) => [code, message, manifest?.object.kind, manifest?.object.metadata.name])).toEqual([]);
  });

  test('it is at least three times shorter than what it makes, and the README says by how much', () => {
    const declared = sources.map((file) => linesOf(join(root, file))).reduce((sum, lines) => sum + lines, 0);
    const made = filesOf(dist)
      .map((file) => linesOf(join(dist, file)))
      .reduce((sum, lines) => sum + lines, 0);
    expect(made / declared).toBeGreaterThanOrEqual(3);
    const said = `${declared} lines of TypeScript make ${made} lines of YAML`;
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(said);
  });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

/** Lines that say something. */
function linesOf(file: string): number {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}
