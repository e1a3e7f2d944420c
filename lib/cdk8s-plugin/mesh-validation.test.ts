import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { name, version } from '../../package.json';

/** The real cdk8s-cli runs the compiled plugin over an app that is not one of ours. */
const root = join(__dirname, '..', '..');
const cli = join(require.resolve('cdk8s-cli/package.json'), '..', 'bin', 'cdk8s');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-plugin-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const peer of ['cdk8s', 'constructs']) symlinkSync(join(root, 'node_modules', peer), join(folder, 'node_modules', peer));
  compilePlugin(join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'app.js'), app);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the package ships it: CommonJS, the pages of the rules, the schemas and a package.json above. */
function compilePlugin(out: string): void {
  mkdirSync(join(out, 'lib/check'), { recursive: true });
  mkdirSync(join(out, 'imports'));
  cpSync(join(root, 'lib/check/rules'), join(out, 'lib/check/rules'), { recursive: true });
  cpSync(join(root, 'imports/schemas'), join(out, 'imports/schemas'), { recursive: true });
  writeFileSync(join(out, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  const external = ['js-yaml', 'yaml', 're2js', '@bufbuild/cel', '@bufbuild/protobuf', 'cdk8s'].map((name) => `--external:${name}`);
  const entry = join(root, 'lib/cdk8s-plugin/mesh-validation.ts');
  execFileSync(require.resolve('esbuild/bin/esbuild'), [
    entry,
    '--bundle',
    '--platform=node',
    '--log-level=error',
    ...external,
    `--outfile=${join(out, 'index.js')}`,
  ]);
  symlinkSync(join(root, 'node_modules'), join(out, 'node_modules'));
}

const app = `
const { App, Chart, ApiObject } = require('cdk8s');
const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' }, spec: { ports: [{ name: 'http', port: 80 }] } });
new ApiObject(chart, 'routes', {
  apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'shop' },
  spec: { hosts: ['shop'], http: [{ route: [{ destination: { host: process.env.HOST }, weight: Number(process.env.WEIGHT) }] }] },
});
app.synth();
`;

/** As docs/checks.md says it: from the folder of what is installed, of this version, without asking a registry. */
const [, yaml = ''] = /```yaml\n(validations:[^`]*)```/.exec(readFileSync(join(root, 'docs/checks.md'), 'utf8')) ?? [];
const documented: { readonly validations: readonly { readonly properties: object }[] } = parse(yaml);

function synth(environment: Record<string, string>, properties = {}) {
  const [validation] = documented.validations;
  const config = { app: 'node app.js', language: 'typescript', validations: [{ ...validation, properties }] };
  writeFileSync(join(folder, 'cdk8s.yaml'), JSON.stringify(config));
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'synth'], { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
  return { status, text: stdout + stderr, files: readdirSync(join(folder, 'dist')) };
}

test('an app without errors passes, its warnings are logged, and dist holds nothing but manifests', () => {
  const { status, files, text } = synth({ HOST: 'shop', WEIGHT: '10' });
  expect({ status, files }).toEqual({ status: 0, files: ['shop.k8s.yaml'] });
  expect(text).toContain('warning[KIA1104] lone-weight');
}, 60_000);

test('a wrong one fails with the code, the place and the fix in the report', () => {
  const { status, text, files } = synth({ HOST: 'shpo', WEIGHT: '100' });
  expect({ status, files }).toEqual({ status: 2, files: ['shop.k8s.yaml'] });
  expect(text).toContain('IST0101 unknown-destination');
  expect(text).toMatch(/shop\.k8s\.yaml:\d+:\d+/);
  expect(text).toContain('did you mean `shop`?');
}, 60_000);

test('a warning fails when asked to', () => {
  expect(synth({ HOST: 'shop', WEIGHT: '10' }, documented.validations[0]?.properties).status).toBe(2);
}, 60_000);
