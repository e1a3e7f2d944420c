import { foreignByName, foreignByValues, isObject, isTemplate, patchFilesOf } from './foreign';

test.each<[kind: string | undefined, paths: string]>([
  [
    'Helm chart file',
    'Chart.yaml chart.yml requirements.yaml requirements.yml Chart.lock values.yaml values.yml a/values-prod.yaml values.dev.yaml values_x.yaml values.schema.json',
  ],
  ['kustomization', 'kustomization.yaml kustomization.yml base/kustomization.yaml'],
  ['Compose file', 'compose.yaml docker-compose.yml docker-compose.dev.yaml docker-compose-dev.yaml compose_x.yml Compose.yaml'],
  [
    'CI file',
    '.gitlab-ci.yml .travis.yml azure-pipelines.yaml cloudbuild.yaml bitbucket-pipelines.yml appveyor.yml .drone.yml codecov.yml .golangci.yaml .goreleaser.yml',
  ],
  ['CI file', '.github/workflows/a.yaml x/.circleci/config.yml .gitlab/agents/a.yaml x\\.github\\a.yaml'],
  [
    'other file',
    'dependabot.yml renovate.json .pre-commit-config.yaml .readthedocs.yaml mkdocs.yml Taskfile.yml taskfile.yaml skaffold.yaml Tiltfile.json helmfile.yaml .yamllint.yaml',
  ],
  ['other file', 'README.md a.markdown a.rst a.adoc a.html a.htm A.MD'],
  [
    'other file',
    'package.json package-lock.json composer.json bower.json lerna.json nx.json turbo.json biome.json deno.json cdk8s.yaml cdk8s.yml tsconfig.json jsconfig.json tsconfig.build.json .eslintrc .eslintrc.json .babelrc.yaml',
  ],
  [
    undefined,
    'a.yaml myvalues.yaml valuesx.yaml values.yaml.json values.schema.json.x requirements.yaml.json Chart.yml.x my-Chart.yaml Chart.yaml.json Chart.lock.yaml my-Chart.lock x-values.schema.json x-kustomization.yaml kustomization.yaml.json Kustomization.yaml composed.yaml my-compose.yaml compose.yaml.json my-docker-compose.yml x.gitlab-ci.yml .travis.yml.json my-renovate.json renovate.json5 a.mdx a.md.yaml mypackage.json package.json.yaml xtsconfig.json tsconfig.json.yaml github/a.yaml x.github/a.yaml .githubx/a.yaml a.eslintrc .x-rc.json .eslintrc.json.yaml',
  ],
])('what a file is by its name: %s', (kind, paths) => {
  for (const path of paths.split(' ')) expect([path, foreignByName(path)]).toEqual([path, kind]);
});

test.each([
  '{{ .Values.a }}',
  '- {{ x }}',
  'a: {{ x }}',
  'a: {{- x }}',
  'a:\t{{ x }}',
  'a:{{ x }}',
  'b\n  {{- x }}',
  "a: 'x {{ if y }}'",
  'x {{- end }}',
  'x {{range y }}',
  ...['with', 'include', 'template', 'define', '.Values', '.Release', '.Chart'].map((word) => `x {{ ${word} y }}`),
  'a: "x{{ .y }}"',
  'a: "x{{-  .y }}"',
])('%j is a template', (text) => {
  expect(isTemplate(text)).toBe(true);
});

test.each(['a: "x{{ y }}"', 'a: "{{ y }}"', 'x {{ ifx }}', 'a: {x: {}}', 'a: { {x', '', 'xa: b {{x}}', '-- {{ x }}'])(
  '%j is none',
  (text) => {
    expect(isTemplate(text)).toBe(false);
  },
);

const meta = { metadata: { name: 'a' } };
const pod = { apiVersion: 'v1', kind: 'Pod', ...meta };
const named = (name: unknown, more: object = {}) => ({ ...pod, metadata: { name, ...more } });

test.each<[kind: string | undefined, values: readonly unknown[]]>([
  [undefined, []],
  [undefined, [null]],
  ['kustomization', [{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }, null]],
  ['other file', [{ apiVersion: 'kustomize.config.k8s.io/v1beta1' }, 'text']],
  ['kustomize patch', [[{ op: 'add', path: '/a', value: 1 }]]],
  ['kustomize patch', [[{ op: 'remove', path: '/a' }], { ...pod, $patch: 'delete' }]],
  ['kustomize patch', [{ ...pod, spec: { list: [{ a: 1 }, { $patch: 'delete' }] } }]],
  ['other file', [[]]],
  ['other file', [[{ op: 'add', path: '/a' }, { op: 'add' }]]],
  ['other file', [[{ op: 1, path: '/a' }]]],
  ['other file', [['add']]],
  [undefined, [{ ...pod, $patch: 'delete' }, pod]],
  ['template', [named('{{ x }}')]],
  ['template', [named(`a\${x}`)]],
  ['template', [named('$(X)-a')]],
  ['template', [named('a', { namespace: '{{ x }}' })]],
  ['template', [pod, named('{{ x }}')]],
  ['template', [{ apiVersion: 'v1', kind: 'List', items: [pod, named(`\${X}`)] }]],
  [undefined, [named('a{}')]],
  [undefined, [{ ...pod, spec: { text: '{{ x }}' } }]],
  [undefined, [{ apiVersion: 'v1', kind: 'List', items: [pod] }]],
  [undefined, [{ apiVersion: 'v1', kind: 'Pod', metadata: 'x' }]],
  ['other file', [{ metadata: { name: '{{ x }}' } }]],
  ['Compose file', [{ services: { a: {} } }]],
  ['Compose file', [{ services: {} }, null]],
  ['other file', [{ services: ['a'] }]],
  ['other file', [{ services: {} }, 'text']],
  ['other file', [{ services: {}, kind: 'x' }]],
  ['other file', ['text']],
  ['other file', [{ kind: 'Pod' }]],
  ['other file', [{ apiVersion: 'example.com/v1' }]],
  ['other file', [{ apiVersion: 'kind.x-k8s.io/v1alpha4', kind: 'Cluster', nodes: [] }]],
  ['other file', [{ apiVersion: 'xv1', kind: 'a' }]],
  ['other file', [{ apiVersion: ['v1'] }]],
  [undefined, [{ apiVersion: 'example.com/v1', kind: 'X', ...meta }]],
  [undefined, [{ apiVersion: 'example.com/v1', kind: 'XList', items: [] }]],
  [undefined, [{ kind: 'X', ...meta }]],
  [undefined, [{ apiVersion: 1, kind: 'X' }]],
  [undefined, [{ apiVersion: 'example.com/v1', kind: 1 }]],
  [undefined, ['text', pod]],
  ...'v1 apps/v1 batch/v1 autoscaling/v2 policy/v1 networking.k8s.io/v1 rbac.authorization.k8s.io/v1 apiextensions.k8s.io/v1 gateway.networking.k8s.io/v1 networking.istio.io/v1'
    .split(' ')
    .map((apiVersion): [undefined, object[]] => [undefined, [{ apiVersion }]]),
  ...'v1beta1 v1/x apps xapps/v1 networkingxk8s.io/v1 rbacxauthorization.k8s.io/v1 networking.k8sxio/v1 x.istioxio/v1 .istio.io/v1'
    .split(' ')
    .map((apiVersion): [string, object[]] => ['other file', [{ apiVersion }]]),
])('what a file is by what it holds: %s: %j', (kind, values) => {
  expect(foreignByValues(values)).toBe(kind);
});

test.each<[isObject: boolean, value: unknown]>([
  [true, { apiVersion: 'v1', kind: 'Pod' }],
  [false, { apiVersion: 1, kind: 'Pod' }],
  [false, { apiVersion: 'v1', kind: 1 }],
  [false, { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }],
  [false, Object.assign([], { apiVersion: 'v1', kind: 'Pod' })],
  [false, null],
  [false, 'v1'],
])('says what it is, as objects do: %s: %j', (is, value) => {
  expect(isObject(value)).toBe(is);
});

test.each<[what: string, kustomization: unknown, files: string[]]>([
  [
    'the three fields of patches',
    { patches: [{ path: 'a' }], patchesStrategicMerge: ['b'], patchesJson6902: [{ path: 'c' }] },
    ['a', 'b', 'c'],
  ],
  ['what configures the build', { replacements: [{ path: 'a' }], configurations: ['b'], transformers: ['c'] }, ['a', 'b', 'c']],
  ['no patch that stands in it', { patches: [{ patch: 'a' }, 'x: 1\n', 1], patchesStrategicMerge: 'a' }, []],
  ['nothing of a list', ['a'], []],
])('the patch files of a kustomization: %s', (_, kustomization, files) => {
  expect(patchFilesOf(kustomization)).toEqual(files);
});
