import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { retail } from './main';
import { readThings } from './main.facts.test.helper';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

test('importing main writes nothing, and synthesizing writes a folder for each way to release', () => {
  const outdir = join(folder, 'dist');
  const app = retail({ outdir });
  expect(existsSync(outdir)).toBe(false);
  app.synth();
  expect(filesOf(outdir)).toEqual([
    '0-namespaces.k8s.yaml',
    'dark-release/user-release.k8s.yaml',
    'discovering-services.k8s.yaml',
    'sticky/user-release.k8s.yaml',
    'traffic-management.k8s.yaml',
    'user-release.k8s.yaml',
  ]);
});

test('what each file holds', () => {
  const outdir = join(folder, 'contents');
  retail({ outdir }).synth();
  const contents = filesOf(outdir).flatMap((file) => [
    '',
    file,
    ...readThings(join(outdir, file)).map((thing) => `  ${thing.kind} ${thing.metadata.name}`),
  ]);
  expect(contents.join('\n')).toMatchSnapshot();
});

test('what is committed in dist is what main declares', () => {
  const outdir = join(folder, 'fresh');
  retail({ outdir }).synth();
  expect(filesOf(join(__dirname, 'dist'))).toEqual(filesOf(outdir));
  for (const file of filesOf(outdir)) {
    expect(readFileSync(join(__dirname, 'dist', file), 'utf8')).toBe(readFileSync(join(outdir, file), 'utf8'));
  }
});

test('namespaces are in the file that kubectl applies first', () => {
  const [first, ...others] = filesOf(join(__dirname, 'dist')).filter((file) => !file.includes('/'));
  expect(readFileSync(join(__dirname, 'dist', first ?? ''), 'utf8').match(/^kind: .*/gm)).toEqual(['kind: Namespace', 'kind: Namespace']);
  for (const file of others) expect(readFileSync(join(__dirname, 'dist', file), 'utf8')).not.toMatch(/^kind: Namespace$/m);
});
