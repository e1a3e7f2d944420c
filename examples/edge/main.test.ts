import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../lib/check/run';
import { readManifests } from '../../lib/manifest/read-manifests';
import { edge } from './main';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-edge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is committed in dist is what main declares', () => {
  edge({ outdir: folder }).synth();
  const committed = join(__dirname, 'dist');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  expect(files).toEqual(['.meshwright', 'edge.k8s.yaml', 'reserved-address', 'reserved-address/dns.k8s.yaml']);
  expect(readdirSync(committed, { recursive: true, encoding: 'utf8' }).sort()).toEqual(files);
  for (const file of files.filter((name) => name.endsWith('.yaml'))) {
    expect(readFileSync(join(committed, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
  }
});

test("the checker finds nothing in it, applied over the article's own", () => {
  const root = join(__dirname, '..', '..');
  const reading = readManifests([join(root, 'dist'), join(__dirname, 'dist'), join(__dirname, 'dist', 'reserved-address')]);
  expect(check(reading, { assumeIngressGateway: true })).toEqual([]);
});
