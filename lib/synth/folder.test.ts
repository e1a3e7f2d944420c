import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listName, replaceFolder } from './folder';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'meshwright-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const files = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.endsWith(listName))
    .sort();
const write = (folder: string, ...paths: string[]) =>
  replaceFolder(
    folder,
    paths.map((path) => ({ path, text: path })),
    '.k8s.yaml',
  );

test('makes the folder, those above it and those in it', () => {
  write(join(parent, 'a/b'), 'x.k8s.yaml', 'c/y.k8s.yaml');
  expect(files(parent)).toEqual(['a', 'a/b', 'a/b/c', 'a/b/c/y.k8s.yaml', 'a/b/x.k8s.yaml']);
  expect(readFileSync(join(parent, 'a/b/c/y.k8s.yaml'), 'utf8')).toBe('c/y.k8s.yaml');
});

test('leaves nothing of an earlier run, of plain cdk8s or of itself', () => {
  write(join(parent, 'dist'), 'old.k8s.yaml', 'gone/old.k8s.yaml');
  writeFileSync(join(parent, 'dist/construct-metadata.json'), '{}');
  write(join(parent, 'dist'), 'new.k8s.yaml');
  expect(files(parent)).toEqual(['dist', 'dist/new.k8s.yaml']);
});

test('keeps what it did not write, and names it', () => {
  const dist = join(parent, 'dist');
  write(dist, 'old.k8s.yaml', 'deep/old.k8s.yaml');
  const own = ['README.md', 'deep/kustomization.yaml', '.gitignore', 'mine.k8s.yaml'];
  for (const path of own) writeFileSync(join(dist, path), 'mine');
  expect([...write(dist, 'new.k8s.yaml')].sort()).toEqual([...own].sort());
  expect(files(dist)).toEqual([...own, 'deep', 'new.k8s.yaml'].sort());
  for (const path of own) expect(readFileSync(join(dist, path), 'utf8')).toBe('mine');
});

/** Every call that changes the folder, and how it fails. */
const calls = ['mkdirSync', 'writeFileSync', 'renameSync'] as const;
const codes = ['EIO', 'ENOSPC', 'EBUSY', 'EXDEV', 'EROFS'];

describe.each(calls)('when %s fails', (call) => {
  afterEach(() => jest.restoreAllMocks());

  test.each(codes.flatMap((code) => [1, 2, 3, 4, 5].map((nth) => [code, nth] as const)))(
    'with %s at call %i, the old files are there, or all the new ones',
    (code, nth) => {
      const dist = join(parent, 'dist');
      write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'old.k8s.yaml');
      writeFileSync(join(dist, 'a.k8s.yaml'), 'old');
      const before = files(dist);
      const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
      const real = fs[call] as (...args: unknown[]) => unknown;
      let count = 0;
      const fail = (...args: unknown[]) => {
        count += 1;
        if (count === nth) throw Object.assign(new Error(code), { code });
        return real(...args);
      };
      jest.spyOn(fs, call).mockImplementation(fail as never);
      const wrote = attempt(() => write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'new.k8s.yaml'));
      jest.restoreAllMocks();
      if (wrote === true) expect(files(dist)).toEqual(['a.k8s.yaml', 'b', 'b/c.k8s.yaml', 'new.k8s.yaml']);
      else {
        expect(wrote).toMatch(/^OutputFolder: .* cannot be written: /);
        expect(files(dist)).toEqual(before);
        expect(readFileSync(join(dist, 'a.k8s.yaml'), 'utf8')).toBe('old');
      }
    },
  );
});

function attempt(act: () => unknown): true | string {
  try {
    act();
    return true;
  } catch (error) {
    return (error as Error).message;
  }
}

test('a run that was killed leaves nothing that the next does not clear', () => {
  const dist = join(parent, 'dist');
  write(dist, 'a.k8s.yaml');
  mkdirSync(join(dist, '.meshwright-new/b'), { recursive: true });
  writeFileSync(join(dist, '.meshwright-lock'), '999999999');
  write(dist, 'a.k8s.yaml');
  expect(readdirSync(dist).sort()).toEqual([listName, 'a.k8s.yaml']);
});

test('an alternative may be called `old`, and is not taken for what was there before', () => {
  const dist = join(parent, 'dist');
  write(dist, 'a.k8s.yaml');
  const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
  const real = fs.renameSync;
  let count = 0;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (++count === 3) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    real(from, to);
  });
  const both = [
    { path: 'a.k8s.yaml', text: 'new' },
    { path: 'old/a.k8s.yaml', text: 'alternative' },
  ];
  expect(() => replaceFolder(dist, both, '.k8s.yaml')).toThrow('OutputFolder');
  jest.restoreAllMocks();
  expect(readFileSync(join(dist, 'a.k8s.yaml'), 'utf8')).toBe('a.k8s.yaml');
});

test('one writer at a time', () => {
  const dist = join(parent, 'dist');
  write(dist, 'a.k8s.yaml');
  writeFileSync(join(dist, '.meshwright-lock'), String(process.ppid));
  expect(() => write(dist, 'b.k8s.yaml')).toThrow(`FolderBusy: another synth is writing \`${dist}\` (process ${process.ppid})`);
  expect(files(dist)).toEqual(['.meshwright-lock', 'a.k8s.yaml']);
});

test.each([
  ['a file', (path: string) => writeFileSync(path, ''), 'it is a file'],
  ['a link that leads nowhere', (path: string) => symlinkSync(join(path, 'nowhere'), path), 'cannot be written'],
])('the output folder is %s', (_, make, message) => {
  make(join(parent, 'dist'));
  expect(() => write(join(parent, 'dist'), 'a.k8s.yaml')).toThrow(message);
});

test('a write that fails leaves the old folder whole and nothing beside it', () => {
  write(join(parent, 'dist'), 'old.k8s.yaml');
  expect(() => write(join(parent, 'dist'), 'a.k8s.yaml', 'a.k8s.yaml/b.k8s.yaml')).toThrow();
  expect(files(parent)).toEqual(['dist', 'dist/old.k8s.yaml']);
});

test('follows a link to the folder', () => {
  mkdirSync(join(parent, 'real'));
  symlinkSync(join(parent, 'real'), join(parent, 'dist'));
  write(join(parent, 'dist'), 'a.k8s.yaml');
  expect(files(join(parent, 'real'))).toEqual(['a.k8s.yaml']);
});
