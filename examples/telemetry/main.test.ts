import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../lib/check/run';
import { readManifests } from '../../lib/manifest/read-manifests';
import { telemetry } from './main';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-telemetry-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is committed in dist is what main declares, and nothing of the system it watches', () => {
  telemetry({ outdir: folder }).synth();
  const files = readdirSync(folder).sort();
  expect(files).toEqual(['.meshwright', 'mesh-telemetry.k8s.yaml', 'user-telemetry.k8s.yaml']);
  expect(readdirSync(join(__dirname, 'dist')).sort()).toEqual(files);
  for (const file of files) expect(readFileSync(join(__dirname, 'dist', file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
});

test('the checker finds nothing in it, beside the system it watches', () => {
  const root = join(__dirname, '..', '..');
  const reading = readManifests([join(root, 'dist'), join(__dirname, 'dist')]);
  expect(reading.manifests.filter(({ object }) => object.kind === 'PrometheusRule')).toHaveLength(4);
  expect(check(reading)).toEqual([]);
});
