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
  ['a namespace', 'namespace: shop', ['metadata', 'namespace'], ['spec', 'namespaceSelector'], true],
  ['annotations', 'commonAnnotations: {a: b}', ['metadata', 'annotations', 'a'], ['metadata', 'labels'], false],
  ['labels', 'commonLabels: {a: b}', ['spec', 'selector'], ['spec', 'ports'], true],
  ['labels', 'commonLabels: {a: b}', ['metadata', 'labels', 'a'], ['metadata', 'annotations'], true],
  ['labels', 'labels: [{pairs: {a: b}}]', ['spec', 'podSelector'], ['spec', 'ports'], true],
  ['a prefix', 'namePrefix: my-', ['metadata', 'name'], ['spec'], true],
  ['a prefix', 'namePrefix: my-', ['metadata', 'name'], ['spec', 'hostname'], true],
  ['a prefix', 'namePrefix: my-', ['metadata', 'name'], ['metadata', 'names'], true],
  ['a suffix', 'nameSuffix: -my', ['spec', 'name'], ['metadata'], true],
  ['a suffix', 'nameSuffix: -my', ['spec', 'name'], ['spec', 'names'], true],
  ['a suffix', 'nameSuffix: -my', ['spec', 'name'], ['hostname'], true],
  ['images', 'images: [{name: a}]', ['image'], ['imagePullPolicy'], false],
  ['replicas', 'replicas: [{name: a}]', ['replicas'], ['minReplicas', 'myreplicas'], false],
  ['annotations', 'commonAnnotations: {a: b}', ['annotations'], ['myannotations', 'annotationsOf'], false],
  ['a namespace', 'namespace: shop', ['namespace'], ['mynamespace'], true],
  ['two things', 'images: [{name: a}]\nreplicas: [{name: a}]', ['spec', 'replicas'], ['spec', 'replicasMax'], false],
  ['two things', 'images: [{name: a}]\nreplicas: [{name: a}]', ['image'], ['myimage'], false],
  ['a patch of the old form', 'patchesStrategicMerge: [fix.yaml]', ['spec'], undefined, true],
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
  ...[
    'https://example.com/a.yaml',
    'git+ssh://example.com/a',
    'git@example.com:a/b',
    'github.com/a/b',
    'GitHub.com/a/b//c?ref=v1',
    'git.example.com/a/b?ref=v1',
    'my-git.example.io/a/b.git',
    'git_hub.io/a.git',
  ].map((path): [string, boolean] => [`resources: ["${path}"]`, true]),
  ...[
    'a.yaml',
    '../a',
    'example.com/a',
    'mygithub.com/a',
    'a/github.com/b',
    'a/git@b',
    'a/https://b',
    'a b.com/x.git',
    'a.b1/x.git',
    'a.com?ref=x',
  ].map((path): [string, boolean] => [`resources: ["${path}"]`, false]),
  ['bases: ["https://example.com/a"]', true],
  ['components: ["https://example.com/a"]', true],
  ['apiVersion: a\nkind: b\nmetadata: {name: c}\ncrds: [a]\nopenapi: {path: a}\nbuildMetadata: [a]', false],
  ['sortOptions: {order: fifo}\ngeneratorOptions: {disableNameSuffixHash: true}\nbases: [a]', false],
  ['resources: []\npatches: []\nnamePrefix: ""\nnamespace: null', false],
  ['patches: [{patch: a}]', true],
])('what it makes beside its files: %s', (text, makes) => {
  expect(new Kustomizations(treeOf({ 'kustomization.yaml': text })).making).toHaveLength(makes ? 1 : 0);
});

test.each(['configMapGenerator', 'secretGenerator', 'generators', 'helmCharts', 'helmChartInflationGenerator', 'helmGlobals'])(
  '%s makes objects, and changes none of its files',
  (field) => {
    const kustomizations = new Kustomizations(treeOf({ 'kustomization.yaml': `resources: [a.yaml]\n${field}: {a: b}` }));
    expect(kustomizations.making).toEqual(['repo/kustomization.yaml']);
    expect(changedBy(kustomizations, 'repo/a.yaml', ['spec'])).toBeUndefined();
  },
);

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
  expect(kustomizations.making).toEqual([]);
  const unread = () => {
    throw new Error('gone');
  };
  const tree = { ...treeOf({}), inputs: [{ name: 'repo/kustomization.yaml', read: unread }] };
  expect(new Kustomizations(tree).making).toEqual([]);
});

test.each<[name: string, isRead: boolean]>([
  ['kustomization.yaml', true],
  ['kustomization.yml', true],
  ['kustomization.dev.yaml', true],
  ['kustomization-dev.my-team.yaml', true],
  ['kustomization_dev.yaml', false],
  ['my-kustomization.yaml', false],
  ['kustomization.json', false],
  ['kustomization.yaml.json', false],
])('a file named %s says what is built: %s', (name, isRead) => {
  const kustomizations = new Kustomizations(treeOf({ [name]: 'resources: [a.yaml]\nnamePrefix: x', 'a.yaml': '', 'b.yaml': '' }));
  expect(kustomizations.making).toEqual(isRead ? [`repo/${name}`] : []);
  expect(['a', 'b'].map((file) => kustomizations.isUnlisted(`./repo/${file}.yaml`))).toEqual([false, isRead]);
  expect(changedBy(kustomizations, './repo/a.yaml', ['name'])).toBe(isRead ? `repo/${name}` : undefined);
});

test('a file of two layers is changed by both, and is no patch where one of them lists it', () => {
  const kustomizations = new Kustomizations(
    treeOf({
      'base/kustomization.yaml': 'resources: [deploy.yaml, .//both.yaml]\nreplicas: [{name: a}]',
      'one/kustomization.yaml': 'resources: [../base/]\nimages: [{name: a}]',
      'three/kustomization.yaml': 'patches: [{path: ../base/both.yaml}, {path: ./fix.yaml}]',
      'two/kustomization.yaml': 'bases: [../base]\nnamespace: x\n---\nnull\n---\n- a\n---\nbroken: [',
    }),
  );
  const changed = (path: FieldPath) => changedBy(kustomizations, 'repo/base/deploy.yaml', path);
  expect([['replicas'], ['image'], ['namespace']].map(changed)).toEqual([
    'repo/base/kustomization.yaml',
    'repo/one/kustomization.yaml',
    'repo/two/kustomization.yaml',
  ]);
  expect(['base/both.yaml', 'three/fix.yaml', 'fix.yaml'].map((file) => kustomizations.isPatch(`./repo/${file}`))).toEqual([
    false,
    true,
    false,
  ]);
});

test('what is changed by no kustomization stays the manifest that it was', () => {
  const manifest = { object: { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } }, source: sourceOfObject() };
  const kustomizations = new Kustomizations(treeOf({ ...base, 'kustomization.yaml': 'resources: [.]\nimages: [{name: a}]' }));
  expect(kustomizations.marked(manifest)).toBe(manifest);
  const listed = { ...manifest, source: { ...sourceOfObject(), file: 'repo/base/deploy.yaml' } };
  expect(kustomizations.marked(listed)).toBe(listed);
});
