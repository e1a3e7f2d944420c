import type { InputTree } from './input-tree';
import { Kustomizations } from './kustomizations';
import { type FieldPath, sourceOfObject } from './manifest';

/** A tree of files by their paths. */
function treeOf(files: Readonly<Record<string, string>>, name = 'repo'): InputTree {
  const below = Object.entries(files);
  const folders = [...new Set(below.flatMap(([path]) => (path.includes('/') ? [path.split('/', 1)[0] ?? ''] : [])))];
  return {
    name,
    isFile: false,
    unread: [],
    inputs: below
      .filter(([path]) => !path.includes('/'))
      .map(([path, text]) => ({ name: `${name}/${path}`, read: () => Buffer.from(text) })),
    folders: folders.map((folder) =>
      treeOf(
        Object.fromEntries(
          below.filter(([path]) => path.startsWith(`${folder}/`)).map(([path, text]) => [path.slice(folder.length + 1), text]),
        ),
        `${name}/${folder}`,
      ),
    ),
  };
}

const changedBy = (kustomizations: Kustomizations, file: string, path: FieldPath) =>
  kustomizations
    .marked({
      object: { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } },
      source: { ...sourceOfObject(), file },
    })
    .changedBy?.(path);

const base = { 'base/kustomization.yaml': 'resources: [deploy.yaml]', 'base/deploy.yaml': '', 'base/loose.yaml': '' };

test('a kustomization that only lists its files changes none of them', () => {
  const kustomizations = new Kustomizations(treeOf(base));
  expect(changedBy(kustomizations, 'repo/base/deploy.yaml', ['spec'])).toBeUndefined();
  expect(kustomizations.making).toEqual([]);
  expect(kustomizations.isUnlisted('repo/base/loose.yaml')).toBe(true);
  expect(kustomizations.isUnlisted('repo/base/deploy.yaml')).toBe(false);
  expect(kustomizations.isUnlisted('repo/elsewhere.yaml')).toBe(false);
});

test.each<[what: string, fields: string, changes: FieldPath, keeps: FieldPath | undefined, makes: boolean]>([
  ['images', 'images: [{name: a, newTag: b}]', ['spec', 'containers', 0, 'image'], ['spec', 'replicas'], false],
  ['replicas', 'replicas: [{name: a, count: 3}]', ['spec', 'replicas'], ['spec', 'template'], false],
  ['a namespace', 'namespace: shop', ['subjects', 0, 'namespace'], ['spec', 'http'], true],
  ['labels', 'commonLabels: {a: b}', ['spec', 'selector'], ['spec', 'ports'], true],
  ['a prefix', 'namePrefix: my-', ['metadata', 'name'], ['spec'], true],
  ['a patch', 'patches: [{path: fix.yaml}]', ['spec', 'anything'], undefined, true],
  ['a component', 'components: [../part]', ['spec', 'anything'], undefined, true],
  ['an unknown field', 'newThing: {a: b}', ['spec', 'anything'], undefined, true],
])('%s of a layer above changes what it says, and no more', (_, fields, changes, keeps, makes) => {
  const files = { ...base, 'top/kustomization.yaml': `resources: [../base]\n${fields}`, 'part/kustomization.yaml': '{}' };
  const kustomizations = new Kustomizations(treeOf(files));
  expect(changedBy(kustomizations, 'repo/base/deploy.yaml', changes)).toBe('repo/top/kustomization.yaml');
  if (keeps) expect(changedBy(kustomizations, 'repo/base/deploy.yaml', keeps)).toBeUndefined();
  expect(kustomizations.making).toEqual(makes ? ['repo/top/kustomization.yaml'] : []);
});

test.each([
  ['resources: ["https://example.com/a.yaml"]', true],
  ['resources: ["github.com/a/b//c?ref=v1"]', true],
  ['configMapGenerator: [{name: a}]', true],
  ['resources: []\npatches: []', false],
])('what it makes beside its files: %s', (text, makes) => {
  expect(new Kustomizations(treeOf({ 'kustomization.yaml': text })).making).toHaveLength(makes ? 1 : 0);
});

test('patches are found wherever the kustomization that names them lies', () => {
  const kustomizations = new Kustomizations(
    treeOf({ 'a/kustomization.yaml': 'patches: [{path: patches/one.yaml}, {path: ../shared/two.yaml}]' }),
  );
  expect(['a/patches/one.yaml', 'shared/two.yaml', 'shared/three.yaml'].map((file) => kustomizations.isPatch(`repo/${file}`))).toEqual([
    true,
    true,
    false,
  ]);
});

test('kustomizations that name each other, or cannot be read, are read once and passed over', () => {
  const kustomizations = new Kustomizations(
    treeOf({
      'a/kustomization.yaml': 'resources: [../b, x.yaml]',
      'b/kustomization.yaml': 'resources: [../a]\nimages: [{name: i}]',
      'c/kustomization.yaml': 'resources: [',
      'd/kustomization.yaml': '- a list',
    }),
  );
  expect(changedBy(kustomizations, 'repo/a/x.yaml', ['image'])).toBe('repo/b/kustomization.yaml');
});
