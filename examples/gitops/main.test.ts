import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { check } from '../../lib/check/run';
import { readManifests } from '../../lib/manifest/read-manifests';
import { validateSchema } from '../../lib/validation/schema/validate';
import { gitops } from './main';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-gitops-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = join(__dirname, '..', '..');
const dist = join(__dirname, 'dist');
const { manifests } = readManifests([dist]);

test('what is committed in dist is what main declares', () => {
  gitops({ outdir: folder }).synth();
  const files = readdirSync(folder);
  expect(readdirSync(dist)).toEqual(files);
  for (const file of files) expect(readFileSync(join(dist, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
});

test("Argo CD's schemas take it", () => {
  expect(manifests.map(({ object }) => object.kind).sort()).toEqual(['AppProject', 'AppProject', 'Application', 'ApplicationSet']);
  expect(manifests.flatMap(({ object }) => validateSchema(object))).toEqual([]);
});

test.each(['dist', 'dist/prod', 'examples/gitops/dist'])('the checker finds nothing in %s', (folder) => {
  expect(check(readManifests([join(root, folder)]))).toEqual([]);
});

test('every folder that Argo CD is sent to is there', () => {
  const paths = [...readFileSync(join(dist, 'argo-cd.k8s.yaml'), 'utf8').matchAll(/^ +path: ([^"\n]+)$/gm)].map(([, path]) => path ?? '');
  expect(paths).toEqual(['dist', 'dist/prod', 'examples/release/dist']);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the workflow runs scripts that there are', () => {
  interface Workflow {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
  }
  const workflow = load(readFileSync(join(__dirname, '.github', 'workflows', 'manifests.yaml'), 'utf8')) as Workflow;
  const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts as Record<string, string>;
  const commands = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const named = [...commands.join('\n').matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script]) => script ?? '');
  expect(named).toEqual(['synth', 'mesh', 'mesh', 'mesh']);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
