import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from './files.test.helper';
import { InputError, type InputTree } from './input-tree';
import { inputTree } from './inputs';
import { renderedTree } from './render';

const before = process.cwd();
const path = process.env.PATH;
let folder: string;

/** A program that prints its own name and arguments. */
const echoing = (name: string) => `#!/bin/sh\necho "# ${name} $*"\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rendered-'));
  writeFiles(folder, {
    'in/plain.yaml': 'plain: 1',
    'in/base/kustomization.yaml': 'resources: [a.yaml]',
    'in/base/deep/x.yaml': 'x: 1',
    'in/older/kustomization.yml': '',
    'in/part/kustomization.yaml': '- a list',
    'in/over/kustomization.yaml':
      'resources: [../base, "https://example.com/a"]\nbases: [../older/]\ncomponents: [../part]\n---\nnull\n---\nbroken: [',
    'in/over/below/kustomization.yaml': 'never: entered',
    'in/chart/Chart.yaml': 'name: chart',
    'in/chart/kustomization.yaml': '',
    'in/both/plain.yaml': 'plain: 2',
    'in/none/kustomization.yaml.json': '{}',
    'in/none/my-kustomization.yaml': 'mine: 1',
    'in/none/my-Chart.yaml': 'mine: 2',
    'in/both/chart/Chart.yaml': 'name: deep',
    'helm/helm': echoing('helm'),
    'kubectl/kubectl': echoing('kubectl'),
    'kustomize/kustomize': echoing('kustomize'),
    'failing/kubectl': '#!/bin/sh\necho " no such base " >&2\nexit 1\n',
  });
  for (const name of ['helm/helm', 'kubectl/kubectl', 'kustomize/kustomize', 'failing/kubectl']) chmodSync(join(folder, name), 0o755);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  process.env.PATH = path;
});

function texts({ inputs, folders }: InputTree): string[] {
  return [...inputs.map(({ name, read }) => `${name}: ${read().toString().trim()}`), ...folders.flatMap(texts)];
}

/** With these programs alone; a shell that runs them is named by its path. */
function rendered(name: string, ...programs: string[]): string[] {
  process.env.PATH = programs.map((program) => join(folder, program)).join(':');
  return texts(renderedTree(inputTree(name)));
}

test('charts and kustomizations are what the programs print, a base is part of what builds on it', () => {
  expect(rendered('in', 'helm', 'kubectl', 'kustomize')).toEqual([
    'in/plain.yaml: plain: 1',
    'in/both/plain.yaml: plain: 2',
    'in/both/chart: # helm template in/both/chart',
    'in/chart: # helm template in/chart',
    'in/none/kustomization.yaml.json: {}',
    'in/none/my-Chart.yaml: mine: 2',
    'in/none/my-kustomization.yaml: mine: 1',
    'in/over: # kubectl kustomize in/over',
  ]);
});

test('a folder that is itself built is rendered, a file is read', () => {
  expect(rendered('in/base', 'kubectl')).toEqual(['in/base: # kubectl kustomize in/base']);
  expect(rendered('in/older', 'kubectl')).toEqual(['in/older: # kubectl kustomize in/older']);
  expect(rendered('in/over/kustomization.yaml', 'kubectl')).toEqual([expect.stringMatching(/^in\/over\/kustomization.yaml: resources/)]);
});

test('kustomize is taken where kubectl is not installed', () => {
  expect(rendered('in/over', 'kustomize')).toEqual(['in/over: # kustomize build in/over']);
});

test.each([
  ['in/over', 'empty', 'rendering the kustomization `in/over` needs `kubectl` or `kustomize` on the PATH', true],
  ['in/chart', 'empty', 'rendering the chart `in/chart` needs `helm` on the PATH', true],
  ['in/over', 'failing', '`kubectl kustomize in/over` failed: no such base', false],
])('%s with what is %s on the PATH: %s', (name, program, message, isInput) => {
  const read = () => rendered(name, program);
  expect(read).toThrow(message);
  if (isInput) expect(read).toThrow(InputError);
  else expect(read).not.toThrow(InputError);
});

test('a revision has no folder to render', () => {
  const tree: InputTree = {
    name: 'git:HEAD:in',
    inputs: [{ name: 'git:HEAD:in/Chart.yaml', read: () => Buffer.from('') }],
    folders: [],
    unread: [],
    isFile: false,
  };
  expect(() => renderedTree(tree)).toThrow(new InputError('`git:HEAD:in` cannot be rendered: check the revision out first'));
});
