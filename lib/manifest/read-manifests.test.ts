import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifests } from './read-manifests';

const yaml = (name: string): string => `apiVersion: v1\nkind: X\nmetadata: { name: ${name} }\n`;
const before = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  mkdirSync(join(folder, 'dist/sticky'), { recursive: true });
  writeFileSync(join(folder, 'dist/b.yaml'), yaml('b'));
  writeFileSync(join(folder, 'dist/a.yml'), yaml('a'));
  writeFileSync(join(folder, 'dist/notes.txt'), 'not a manifest');
  writeFileSync(join(folder, 'dist/sticky/c.json'), JSON.stringify({ apiVersion: 'v1', kind: 'X', metadata: { name: 'c' } }));
  writeFileSync(join(folder, 'binary.yaml'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const names = (...args: Parameters<typeof readManifests>) => readManifests(...args).manifests.map(({ object }) => object.metadata.name);

test('a folder means the files in it, in order of their names, as kubectl takes it', () => {
  expect(names(['dist'])).toEqual(['a', 'b']);
  expect(names(['dist'], { recursive: true })).toEqual(['a', 'b', 'c']);
});

test('files keep the order in which they are named', () => {
  expect(names(['dist/sticky/c.json', 'dist/a.yml'])).toEqual(['c', 'a']);
});

test('stdin is `-`', () => {
  const { manifests } = readManifests(['-'], { stdin: () => Buffer.from(yaml('piped')) });
  expect(manifests[0]?.source.position(['metadata', 'name'])).toEqual({ file: '-', line: 3, column: 19 });
});

test('a file or folder of a git revision', () => {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: folder });
  git('init', '-q');
  git('add', 'dist');
  git('commit', '-qm', 'first');
  rmSync(join(folder, 'dist/b.yaml'));
  expect(names(['git:HEAD:dist'])).toEqual(['a', 'b']);
  expect(names(['git:HEAD:dist'], { recursive: true })).toEqual(['a', 'b', 'c']);
  expect(names(['git:HEAD:dist/b.yaml'])).toEqual(['b']);
  expect(() => readManifests(['git:HEAD:nowhere'])).toThrow(/git cannot read it: .*nowhere/);
});

test.each([
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${yaml('é')}`)],
  ['UTF-16 of little endian', Buffer.from(`\ufeff${yaml('é')}`, 'utf16le')],
  ['UTF-16 of big endian', Buffer.from(`\ufeff${yaml('é')}`, 'utf16le').swap16()],
])('%s is read', (_, bytes) => {
  const { manifests, problems } = readManifests(['-'], { stdin: () => bytes });
  expect([problems, manifests.map(({ object }) => object.metadata.name)]).toEqual([[], ['é']]);
});

test('a byte that is not UTF-8 is told with its place', () => {
  const { problems } = readManifests(['-'], { stdin: () => Buffer.from('a: \xff\n', 'latin1') });
  expect(problems).toEqual([expect.objectContaining({ name: 'yaml-syntax', position: { file: '-', line: 1, column: 4 } })]);
});

test('a path that leads nowhere could not run; a binary file is a problem and the rest is read', () => {
  expect(() => readManifests(['nowhere'])).toThrow('no file or folder is named `nowhere`');
  const { manifests, problems } = readManifests(['binary.yaml', 'dist/a.yml']);
  expect(manifests).toHaveLength(1);
  expect(problems).toEqual([
    expect.objectContaining({ name: 'unreadable', message: '`binary.yaml` cannot be read: it is binary, not text' }),
  ]);
});
