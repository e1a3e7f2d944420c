import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFolder } from './folder';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'meshwright-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const files = (root: string) => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
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

test.each(['README.md', 'deep/kustomization.yaml', '.gitignore'])('refuses a folder with %s, which it did not write', (path) => {
  const dist = join(parent, 'dist');
  write(dist, 'old.k8s.yaml', 'deep/old.k8s.yaml');
  writeFileSync(join(dist, path), '');
  const before = files(parent);
  expect(() => write(dist, 'new.k8s.yaml')).toThrow(`ForeignFile: \`${dist}\` holds \`${path}\`, which synth did not write`);
  expect(files(parent)).toEqual(before);
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
  expect(readdirSync(join(parent, 'real'))).toEqual(['a.k8s.yaml']);
});
