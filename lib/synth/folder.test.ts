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

test('lists what it wrote, for the next run', () => {
  const dist = join(parent, 'dist');
  write(dist, 'old.k8s.yaml');
  write(dist, 'c/y.k8s.yaml', 'b.k8s.yaml', 'a.k8s.yaml');
  expect(readFileSync(join(dist, listName), 'utf8')).toBe('a.k8s.yaml\nb.k8s.yaml\nc/y.k8s.yaml\n');
  write(dist);
  expect(readdirSync(dist)).toEqual([listName]);
});

test('where an older version left no list, files of its extension count as written', () => {
  const dist = join(parent, '.meshwright-new/dist');
  mkdirSync(join(dist, 'deep/er'), { recursive: true });
  const old = ['old.k8s.yaml', 'deep/er/old.k8s.yaml'];
  for (const path of [...old, 'notes.yaml']) writeFileSync(join(dist, path), '');
  expect(write(dist, 'new.k8s.yaml')).toEqual(['notes.yaml']);
  expect(files(dist)).toEqual(['new.k8s.yaml', 'notes.yaml']);
});

test('says nothing of what another app keeps beside its own files in a folder below', () => {
  const dist = join(parent, 'dist');
  write(dist);
  write(join(dist, 'other'), 'a.k8s.yaml');
  mkdirSync(join(dist, 'other/.meshwright-new'));
  writeFileSync(join(dist, 'other/.meshwright-new/a.k8s.yaml'), '');
  expect(write(dist, 'b.k8s.yaml')).toEqual(['other/a.k8s.yaml']);
});

test('removes what is stale and the folders that it leaves empty, also where a part is gone already', () => {
  const dist = join(parent, 'dist');
  write(dist, 'a/b/c/old.k8s.yaml', 'd/old.k8s.yaml', 'e/old.k8s.yaml', 'e/f/old.k8s.yaml');
  rmSync(join(dist, 'd'), { recursive: true });
  rmSync(join(dist, 'e/old.k8s.yaml'));
  writeFileSync(join(dist, 'a/mine'), '');
  write(dist, 'new.k8s.yaml');
  expect(files(dist)).toEqual(['a', 'a/mine', 'new.k8s.yaml']);
});

/** Every call that changes the folder. */
const calls = ['mkdirSync', 'writeFileSync', 'renameSync'] as const;

describe.each(calls)('when %s fails', (call) => {
  afterEach(() => jest.restoreAllMocks());

  test.each([1, 2, 3, 4, 5, 6])('at call %i, the old files are there, or all the new ones', (nth) => {
    const dist = join(parent, 'dist');
    write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'old.k8s.yaml');
    writeFileSync(join(dist, 'a.k8s.yaml'), 'old');
    const before = files(dist);
    const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
    const real = fs[call] as (...args: unknown[]) => unknown;
    let count = 0;
    const fail = (...args: unknown[]) => {
      count += 1;
      if (count === nth) throw Object.assign(new Error('EIO'), { code: 'EIO' });
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
  });
});

/** As after a kill, for which `folder-kill.test.ts` has real processes: from one call on, none does anything. */
test('whichever call is the last, each file is old or new, and the next run makes all of it new', () => {
  const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
  const changing = [...calls, 'linkSync', 'rmSync', 'rmdirSync'] as const;
  const text = (dist: string, path: string) => readFileSync(join(dist, path), 'utf8');
  let isStopped = true;
  for (let last = 0; isStopped; last++) {
    const dist = join(parent, `dist-${last}`);
    write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'gone/d.k8s.yaml');
    for (const path of ['a.k8s.yaml', 'b/c.k8s.yaml']) writeFileSync(join(dist, path), 'old');
    let count = 0;
    for (const call of changing) {
      const real = fs[call] as (...args: unknown[]) => unknown;
      jest.spyOn(fs, call).mockImplementation(((...args: unknown[]) => {
        if (++count > last) throw new Error('stopped');
        return real(...args);
      }) as never);
    }
    isStopped = attempt(() => write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'e.k8s.yaml')) !== true;
    jest.restoreAllMocks();
    for (const path of ['a.k8s.yaml', 'b/c.k8s.yaml']) expect(['old', path]).toContain(text(dist, path));
    write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'e.k8s.yaml');
    expect(files(dist)).toEqual(['a.k8s.yaml', 'b', 'b/c.k8s.yaml', 'e.k8s.yaml']);
    for (const path of ['a.k8s.yaml', 'b/c.k8s.yaml', 'e.k8s.yaml']) expect(text(dist, path)).toBe(path);
  }
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

describe('where one call fails', () => {
  const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
  /** The call fails with this code where it is for such a path. */
  function fail(call: 'mkdirSync' | 'writeFileSync' | 'renameSync' | 'linkSync', code: string, path = /./): void {
    const real = fs[call] as (...args: unknown[]) => unknown;
    jest.spyOn(fs, call).mockImplementation(((...args: unknown[]) => {
      if (path.test(String(args[0]))) throw Object.assign(new Error(`${code} of Node`), { code });
      return real(...args);
    }) as never);
  }
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ['EACCES', 'it may not be written'],
    ['EPERM', 'it may not be written'],
    ['EROFS', 'its file system is read-only'],
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the quota is used up'],
    ['ENOTDIR', 'a file is in its place, or in the place of a folder above it'],
    ['EEXIST', 'a file is in its place'],
    ['ELOOP', 'its links lead in a circle'],
    ['EIO', 'the disk reports an error'],
    ['EXDEV', 'a part of it is on another file system'],
    ['EBUSY', 'another program holds it'],
    ['ENOENT', 'it does not exist and cannot be made'],
  ])('%s: %s', (code, reason) => {
    const dist = join(parent, 'dist');
    fail('mkdirSync', code);
    expect(() => write(dist, 'a.k8s.yaml')).toThrow(
      expect.objectContaining({
        message: [
          `OutputFolder: \`${dist}\` cannot be written: ${reason} (${code})`,
          '    why: nothing was replaced: the files of the last synth are as they were',
          '    fix: set another `outdir`, or make this one a folder that may be written',
        ].join('\n'),
      }),
    );
  });

  test('an error that is no matter of the folder comes through as it is', () => {
    fail('mkdirSync', 'EMFILE');
    expect(() => write(join(parent, 'dist'), 'a.k8s.yaml')).toThrow(new Error('EMFILE of Node'));
  });

  test('without links, the old files are kept as copies', () => {
    const dist = join(parent, 'dist');
    write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml');
    for (const path of ['a.k8s.yaml', 'b/c.k8s.yaml']) writeFileSync(join(dist, path), 'old');
    fail('linkSync', 'EPERM');
    fail('renameSync', 'EIO', /new\/d\.k8s\.yaml$/);
    expect(() => write(dist, 'a.k8s.yaml', 'b/c.k8s.yaml', 'd.k8s.yaml')).toThrow('the disk reports an error (EIO)');
    expect(files(dist)).toEqual(['a.k8s.yaml', 'b', 'b/c.k8s.yaml']);
    for (const path of ['a.k8s.yaml', 'b/c.k8s.yaml']) expect(readFileSync(join(dist, path), 'utf8')).toBe('old');
    expect(readFileSync(join(dist, listName), 'utf8')).toBe('a.k8s.yaml\nb/c.k8s.yaml\n');
  });

  test('where the list cannot be shortened, the longer one stays, and the next run goes on from it', () => {
    const dist = join(parent, 'dist');
    write(dist, 'old.k8s.yaml');
    fail('renameSync', 'EIO', /\.meshwright-new\/\.meshwright$/);
    write(dist, 'new.k8s.yaml');
    expect(readFileSync(join(dist, listName), 'utf8')).toBe('new.k8s.yaml\nold.k8s.yaml\n');
    jest.restoreAllMocks();
    write(dist, 'new.k8s.yaml');
    expect(readFileSync(join(dist, listName), 'utf8')).toBe('new.k8s.yaml\n');
    expect(files(dist)).toEqual(['new.k8s.yaml']);
  });
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
