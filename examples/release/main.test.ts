import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../lib/check/run';
import { GET, Mesh } from '../../lib/jest';
import { readManifests } from '../../lib/manifest/read-manifests';
import { validateSchema } from '../../lib/validation/schema/validate';
import { release } from './main';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesOf = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|md)$/.test(file))
    .sort();
const dist = join(__dirname, 'dist');

test('what is committed in dist is what main declares', () => {
  release({ outdir: folder }).synth();
  expect(filesOf(dist)).toEqual(filesOf(folder));
  for (const file of filesOf(folder)) expect(readFileSync(join(dist, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
});

test('the schemas of Flagger and Argo Rollouts take it', () => {
  const { manifests } = readManifests([dist]);
  const kinds = manifests.map(({ object }) => object.kind);
  expect(kinds).toEqual(expect.arrayContaining(['Canary', 'MetricTemplate', 'Rollout']));
  expect(manifests.flatMap(({ object }) => validateSchema(object))).toEqual([]);
});

test.each(['.', ...readdirSync(join(dist, 'canary')).map((step) => join('canary', step))])(
  'the checker finds nothing in dist with %s',
  (step) => {
    const replaced = 'release-plan-routes.k8s.yaml';
    const others = readdirSync(dist).filter((file) => file.endsWith('.yaml') && file !== replaced);
    expect(check(readManifests([...others.map((file) => join(dist, file)), join(dist, step, replaced)]))).toEqual([]);
  },
);

describe('who reaches what, step by step', () => {
  const url = 'http://user.release-plan.retailvoice.xyz/';
  const routes = 'release-plan-routes.k8s.yaml';
  const mesh = (step: string) => Mesh.fromFiles(join(dist, 'release-plan.k8s.yaml'), join(dist, step, routes));
  const with2 = (share: number) => ({ 'user-service:v1': 100 - share, 'user-service:v2': share });

  // [folder, without a cookie, left with v1 by the first step, left with v1 by the second; undefined: nothing is drawn]
  test.each([
    ['canary/1-5-percent', 5, undefined, 5],
    ['canary/2-25-percent', 25, 21, undefined],
    ['canary/3-50-percent', 50, 33, 33],
  ])('%s', (step, anybody, first, second) => {
    expect(mesh(step)).toSplit(GET(url), with2(anybody));
    expect(mesh(step)).toRoute(GET(url, { cookie: 'theme=dark; user-version=v2' }), { to: 'user-service:v2' });
    for (const [value, share] of [
      ['v1.5', first],
      ['v1.25', second],
    ] as const) {
      const request = GET(url, { cookie: `user-version=${value}` });
      if (share === undefined) expect(mesh(step)).toRoute(request, { to: 'user-service:v1' });
      else expect(mesh(step)).toSplit(request, with2(share));
    }
  });

  test('before the first step and after the last there is nothing to draw', () => {
    expect(mesh('.')).toRoute(GET(url, { cookie: 'user-version=v2' }), { to: 'user-service:v1' });
    expect(mesh('canary/4-100-percent')).toRoute(GET(url, { cookie: 'user-version=v1.50' }), { to: 'user-service:v2' });
  });
});
