import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { namespaceOf } from './default-namespace';
import { InputError } from './input-tree';
import { passedOverText } from './passed-over';
import { makePipe } from './processes.test.helper';
import { readEach, readManifests, readText } from './read-manifests';

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

/** Writes files below a new folder; answers its name. */
function filesIn(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return name;
}

const passed = (...args: Parameters<typeof readManifests>) =>
  readManifests(...args).passedOver?.map(({ name, kind, reason }) => [relative(args[0][0] ?? '', name), reason ?? kind]);

test('a folder means the files in it and below it, in order of their names', () => {
  expect(names(['dist'])).toEqual(['a', 'b', 'c']);
});

test('a folder that declares an object of a folder above again is another way to deploy it, and passed over', () => {
  const root = filesIn('ways', {
    'a.yaml': yaml('a'),
    'sticky/a.yaml': yaml('a'),
    'sticky/more/d.yaml': yaml('d'),
    'other/b.yaml': yaml('b'),
  });
  expect(names([root])).toEqual(['a', 'b']);
  expect(passed([root])).toEqual([['sticky', 'alternative']]);
  expect(names([root], { recursive: true })).toEqual(['a', 'b', 'a', 'd']);
  expect(names([root, 'ways/sticky'])).toEqual(['a', 'b', 'a', 'd']);
  expect(names([root, './ways/other/'])).toEqual(['a', 'b']);
});

test.each<[below: string, isAlternative: boolean, texts: string[]]>([
  ['half of its objects', true, [yaml('a'), yaml('x')]],
  ['less than half of them', false, [yaml('a'), yaml('x'), yaml('z')]],
  ['an object of another name', false, [yaml('x')]],
  ['an object of another kind', false, [yaml('a').replace('kind: X', 'kind: Y')]],
  ['an object of another group', false, [yaml('a').replace('v1', 'x.io/v1')]],
  ['an object of another namespace', false, [yaml('a').replace(' }', ', namespace: b }')]],
  ['an object of another version', true, [yaml('a').replace('v1', 'v2')]],
  ['a Namespace alone', false, [yaml('space').replace('kind: X', 'kind: Namespace')]],
])('a folder that declares again %s: passed over is %s', (what, isAlternative, texts) => {
  const above = `${yaml('a')}---\n${yaml('space').replace('kind: X', 'kind: Namespace')}`;
  const root = filesIn(`again-${what.replaceAll(' ', '-')}`, {
    'a.yaml': above,
    'mid/notes.txt': '',
    'mid/below/a.yaml': texts.join('---\n'),
  });
  expect(passed([root])).toEqual(isAlternative ? [['mid/below', 'alternative']] : []);
});

test('what is no manifest is passed over by what it is, also beside manifests', () => {
  const root = filesIn('repository', {
    'package.json': '{"name": "x"}',
    'docker-compose.yaml': 'services: { a: {} }',
    '.github/workflows/ci.yaml': 'on: push\njobs: {}',
    'geo.json': '[1, 2]',
    'kind.yaml': 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []',
    'app/app.yaml': yaml('app'),
    'chart/Chart.yaml': 'apiVersion: v2\nname: chart',
    'chart/values.yaml': 'a: 1',
    'chart/templates/a.yaml': 'a: {{ .Values.a }}',
    'chart/templates/b.yaml': yaml('b'),
    'chart/crds/crd.yaml': yaml('crd'),
    'loose.yaml': `${yaml('x')}spec: {{ .Values.spec }}`,
    'base/kustomization.yaml': 'resources: [deploy.yaml]\npatches: [{path: fix.yaml}, {path: ops.yaml}]',
    'base/deploy.yaml': yaml('deploy'),
    'base/fix.yaml': yaml('deploy'),
    'base/ops.yaml': '[{op: add, path: /a, value: 1}]',
    'node_modules/x/x.yaml': yaml('never'),
  });
  expect(names([root])).toEqual(['app', 'deploy', 'crd']);
  expect(readManifests([root]).problems).toEqual([]);
  expect(passed([root])).toEqual([
    ['docker-compose.yaml', 'Compose file'],
    ['geo.json', 'other file'],
    ['kind.yaml', 'other file'],
    ['loose.yaml', 'Helm template'],
    ['package.json', 'other file'],
    ['.github/workflows/ci.yaml', 'CI file'],
    ['base/fix.yaml', 'kustomize patch'],
    ['base/kustomization.yaml', 'kustomization'],
    ['base/ops.yaml', 'kustomize patch'],
    ['chart/Chart.yaml', 'Helm chart file'],
    ['chart/values.yaml', 'Helm chart file'],
    ['chart/templates/a.yaml', 'Helm template'],
    ['chart/templates/b.yaml', 'Helm template'],
  ]);
  expect(passedOverText(readManifests([root]).passedOver ?? [])).toMatchInlineSnapshot(
    `"passed over 3 Helm templates (repository/loose.yaml, repository/chart/templates/a.yaml, repository/chart/templates/b.yaml; helm template repository/chart | mesh check -), 2 Helm chart files (repository/chart/Chart.yaml, repository/chart/values.yaml), 1 kustomization (repository/base/kustomization.yaml; kubectl kustomize repository/base | mesh check -), 2 kustomize patches (repository/base/fix.yaml, repository/base/ops.yaml), 1 Compose file (repository/docker-compose.yaml), 1 CI file (repository/.github/workflows/ci.yaml), 3 files without objects (repository/geo.json, repository/kind.yaml, repository/package.json)"`,
  );
  const strict = readManifests([root], { strict: true });
  expect(strict.passedOver).toEqual([]);
  expect(strict.problems.map(({ name }) => name)).toEqual(Array(13).fill('no-manifest'));
  expect(strict.problems[0]).toEqual({
    name: 'no-manifest',
    file: 'repository/docker-compose.yaml',
    message: '`repository/docker-compose.yaml` is no manifest: a Compose file',
  });
  expect(strict.unrendered).toEqual(
    ['loose.yaml', 'chart/templates/a.yaml', 'chart/templates/b.yaml']
      .map((name) => `repository/${name}`)
      .toSpliced(0, 0, 'repository/base/kustomization.yaml'),
  );
});

test('a file that is named itself is meant to hold manifests, unless its name says otherwise', () => {
  const root = filesIn('named', { 'x.json': '{"a": 1}', 'values.yaml': 'a: 1', 'broken.yaml': 'kind: [' });
  expect(readManifests([`${root}/x.json`]).problems).toHaveLength(1);
  expect(readManifests([`${root}/values.yaml`])).toMatchObject({ problems: [], passedOver: [{ kind: 'Helm chart file' }] });
  expect(readManifests([root]).problems.map(({ file }) => file)).toEqual(['named/broken.yaml']);
});

test('a patch by its directive, names that are still to be filled in, and a text are no manifests', () => {
  const root = filesIn('unfinished', {
    'patch.yaml': `${yaml('a')}spec: { list: [{ $patch: delete }] }`,
    'role.yaml': yaml("'{{ item }}'"),
    'script.yaml': yaml('$(NAME)'),
    'list.yaml': `kind: List\napiVersion: v1\nitems: [{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: '\${NAMESPACE}' } }]`,
    'scanners.yaml': 'kind: ours\nmodule: x',
    'default/kustomization.template.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../kept.yaml]',
    'default/off_patch.yaml': yaml('off'),
    'notes.md': '# Notes\n\n```\nkind: X\n```\n- a: [',
    'kept.yaml': `${yaml('kept')}spec: { text: '{{ x }}' }`,
  });
  expect(names([root])).toEqual(['kept']);
  expect(passed([root])).toEqual([
    ['list.yaml', 'template'],
    ['patch.yaml', 'kustomize patch'],
    ['role.yaml', 'template'],
    ['scanners.yaml', 'other file'],
    ['script.yaml', 'template'],
    ['default/kustomization.template.yaml', 'kustomization'],
    ['default/off_patch.yaml', 'unlisted'],
  ]);
  expect(readManifests([`${root}/notes.md`])).toMatchObject({ problems: [], passedOver: [{ kind: 'other file' }] });
});

test('only regular files are read in a folder; a pipe is read where it is named', () => {
  const root = filesIn('odd', { 'a.yaml': yaml('a'), 'below/b.yaml': yaml('b') });
  makePipe(join(root, 'pipe.yaml'));
  symlinkSync('a.yaml', join(root, 'link.yaml'));
  symlinkSync('nowhere', join(root, 'lost.yaml'));
  symlinkSync('/dev/zero', join(root, 'zero.yaml'));
  symlinkSync('..', join(root, 'below/up'));
  expect(names([root])).toEqual(['a', 'a', 'b']);
  expect(passed([root])).toEqual([
    ['lost.yaml', 'a link that leads nowhere'],
    ['pipe.yaml', 'a pipe, socket or device'],
    ['zero.yaml', 'a pipe, socket or device'],
    ['below/up', expect.stringMatching(/^a link to the folder .*odd$/)],
  ]);
  expect(readManifests(['/dev/zero']).problems).toEqual([
    expect.objectContaining({ message: '`/dev/zero` cannot be read: it is larger than 256 MiB' }),
  ]);
});

test('the namespace of objects that name none: one for all, another below a path', () => {
  const root = filesIn('spaces', {
    'a.yaml': yaml('a'),
    'b/b.yaml': yaml('b'),
    'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: space}\n',
  });
  const { manifests } = readManifests([root], { namespaceOf: namespaceOf(['all', `${root}/b/=below`]) });
  expect(manifests.map(({ object: { metadata } }) => [metadata.name, metadata.namespace])).toEqual([
    ['a', 'all'],
    ['space', undefined],
    ['b', 'below'],
  ]);
  expect(() => namespaceOf(['Not_A_Name'])).toThrow(RangeError);
});

test('files keep the order in which they are named', () => {
  expect(names(['dist/sticky/c.json', 'dist/a.yml'])).toEqual(['c', 'a']);
});

test('stdin is `-`', () => {
  const { manifests } = readManifests(['-'], { stdin: () => Buffer.from(yaml('piped')) });
  expect(manifests[0]?.source.position(['metadata', 'name'])).toEqual({ file: '-', line: 3, column: 19 });
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

test('each file is read by itself, with no folder left out', () => {
  const root = filesIn('each', { 'a.yaml': yaml('a'), 'again/a.yaml': `${yaml('a')}---\n- 1`, 'values.yaml': 'a: 1' });
  const read = [...readEach([root])].map(({ name, file }) => [name, file.manifests.length, file.problems.length]);
  expect(read).toEqual([
    ['each/a.yaml', 1, 0],
    ['each/again/a.yaml', 1, 1],
  ]);
});

test('the text of one file', () => {
  filesIn('texts', { 'a.txt': '\ufeffa\ufeff', 'b.txt': 'b\0' });
  expect(readText('texts/a.txt')).toBe('a\ufeff');
  expect(readText('-', () => Buffer.from('piped'))).toBe('piped');
  expect(() => readText('texts')).toThrow(new InputError('`texts` is a folder, and a file is needed'));
  expect(() => readText('texts/b.txt')).toThrow(new InputError('`texts/b.txt` cannot be read: it is binary, not text'));
  expect(() => readText('texts/c.txt')).toThrow(new InputError('no file or folder is named `texts/c.txt`'));
});
