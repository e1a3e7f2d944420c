import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from './files.test.helper';
import type { InputTree } from './input-tree';
import { inputTree } from './inputs';
import { addSubmodule, git } from './processes.test.helper';

const before = process.cwd();
let folder: string;

const links = {
  'dist/link.yaml': 'odd/é.yaml',
  'dist/odd/link.yaml': '../a.yaml',
  'dist/chain.yaml': 'odd/link.yaml',
  'dist/out.yaml': '/etc/passwd',
  'dist/lost.yaml': 'gone.yaml',
  'dist/loop.yaml': 'odd/back.yaml',
  'dist/odd/back.yaml': '../loop.yaml',
  'dist/dir.yaml': 'odd',
  'dist/notes.txt.link': 'notes.txt',
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'revision-'));
  const names = [
    'dist/a.yaml',
    'dist/odd/é.yaml',
    'dist/odd/q"uote.yml',
    'dist/odd/new\nline.json',
    'dist/odd/deep/er/-dash.yaml',
    'dist/notes.txt',
  ];
  writeFiles(folder, Object.fromEntries(names.map((name) => [name, `# ${name}`])));
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
  git(folder, 'init', '-q');
  git(folder, 'config', 'core.quotePath', 'true');
  git(folder, 'add', 'dist');
  addSubmodule(folder, 'dist/module');
  git(folder, 'commit', '-qm', 'first');
  rmSync(join(folder, 'dist/a.yaml'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Folders, with the texts in them and what is not read. */
function shape({ name, inputs, folders, unread, isFile }: InputTree): object {
  return {
    [name]: [
      ...inputs.map((input) => `${input.name}: ${input.read().toString()}`),
      ...unread.map((each) => `${each.name} is ${each.reason}`),
    ],
    ...(isFile ? { isFile } : {}),
    ...Object.assign({}, ...folders.map(shape)),
  };
}

test.each([
  ['git:HEAD:dist', 'git:HEAD:dist/'],
  ['git:HEAD:dist/', 'git:HEAD:dist/'],
])('%s has its files and links, and says what is neither', (path, prefix) => {
  expect(shape(inputTree(path))).toEqual({
    [path]: [
      'git:HEAD:dist/a.yaml: # dist/a.yaml',
      'git:HEAD:dist/chain.yaml: # dist/a.yaml',
      'git:HEAD:dist/link.yaml: # dist/odd/é.yaml',
      'git:HEAD:dist/dir.yaml is a link to the folder `odd`',
      'git:HEAD:dist/loop.yaml is a link that leads back to itself',
      'git:HEAD:dist/lost.yaml is a link to `gone.yaml`, which the revision does not hold',
      'git:HEAD:dist/module is a submodule',
      'git:HEAD:dist/out.yaml is a link to `/etc/passwd`, which the revision does not hold',
    ],
    [`${prefix}odd`]: [
      'git:HEAD:dist/odd/link.yaml: # dist/a.yaml',
      'git:HEAD:dist/odd/new\nline.json: # dist/odd/new\nline.json',
      'git:HEAD:dist/odd/q"uote.yml: # dist/odd/q"uote.yml',
      'git:HEAD:dist/odd/é.yaml: # dist/odd/é.yaml',
      'git:HEAD:dist/odd/back.yaml is a link that leads back to itself',
    ],
    [`${prefix}odd/deep`]: [],
    [`${prefix}odd/deep/er`]: ['git:HEAD:dist/odd/deep/er/-dash.yaml: # dist/odd/deep/er/-dash.yaml'],
  });
});

test('the root of a revision', () => {
  const { name, inputs, folders } = inputTree('git:HEAD:');
  expect([name, inputs, folders.map((each) => each.name)]).toEqual(['git:HEAD:', [], ['git:HEAD:dist']]);
});

test('a path is relative to the current folder', () => {
  process.chdir('dist/odd');
  try {
    expect(shape(inputTree('git:HEAD:é.yaml'))).toEqual({ 'git:HEAD:é.yaml': ['git:HEAD:é.yaml: # dist/odd/é.yaml'], isFile: true });
    expect(shape(inputTree('git:HEAD:deep'))).toEqual({
      'git:HEAD:deep': [],
      'git:HEAD:deep/er': ['git:HEAD:deep/er/-dash.yaml: # dist/odd/deep/er/-dash.yaml'],
    });
    expect(shape(inputTree('git:HEAD:../chain.yaml'))).toMatchObject({
      'git:HEAD:../chain.yaml': ['git:HEAD:../chain.yaml: # dist/a.yaml'],
    });
  } finally {
    process.chdir(folder);
  }
});

test.each([
  ['git:HEAD:dist/loop.yaml', '`git:HEAD:dist/loop.yaml` is a link that leads back to itself'],
  ['git:HEAD:dist/dir.yaml', '`git:HEAD:dist/dir.yaml` is a link to the folder `odd`'],
  ['git:HEAD:nowhere', "git cannot read it: path 'nowhere' does not exist in 'HEAD'"],
  ['git:nowhere:dist', "git cannot read it: invalid object name 'nowhere'."],
])('%s cannot run', (path, message) => {
  expect(() => inputTree(path)).toThrow(message);
});

test('git is not installed', () => {
  const { PATH } = process.env;
  process.env.PATH = folder;
  try {
    expect(() => inputTree('git:HEAD:dist')).toThrow('git cannot read it: Error: spawnSync git ENOENT');
  } finally {
    process.env.PATH = PATH;
  }
});

test.each(['git:--output=x:dist', 'git::dist', 'git:HEAD'])('%s is the name of a file', (path) => {
  expect(() => inputTree(path)).toThrow(`no file or folder is named \`${path}\``);
});
