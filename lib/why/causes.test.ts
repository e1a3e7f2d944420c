import { readFileSync } from 'node:fs';
import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { Mesh } from '../mesh/mesh';
import { causes } from '../mesh/passed-over/cause';
import type { TraceStep } from '../route/answer/trace';
import { IngressRouter } from '../route/gateway/ingress-router';
import { request } from '../route/request/request';
import { routerOf } from '../route/router-of';
import { type CauseCase, causeCases, causeWorld } from './cause-cases';
import { isFelt } from './influence';
import { influenceOf } from './influences';
import { type NamedObjects, objectsOf } from './named-objects';
import { parseTarget } from './target';

const world = causeWorld();
const cases = causeCases().map((each): [string, CauseCase] => [`${each.cause}: ${each.object}`, each]);

function manifestsOf(...patches: readonly NamedObjects[]): Manifest[] {
  return objectsOf(world, ...patches).map((object) => ({ object, source: sourceOfObject() }));
}

function find(manifests: readonly Manifest[], name: string): Manifest {
  const target = parseTarget(name);
  const found = manifests.find(
    ({ object: { kind, metadata } }) => kind === target?.kind && metadata.name === target.name && metadata.namespace === target.namespace,
  );
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** The causes for which the route of a case does not use its object. */
function routed(manifests: readonly Manifest[], { asked, object }: CauseCase): (string | undefined)[] {
  const [url = '', from] = asked.split(' ').reverse();
  const { mesh } = Mesh.load(manifests);
  const caller = mesh.workloads.all.find(({ namespace, name }) => `${namespace}/${name}` === from);
  if (from && !caller) throw new Error(`no caller ${from}`);
  const steps: TraceStep[] = [];
  (caller ? routerOf(mesh, caller) : new IngressRouter(mesh)).route(request(url), steps);
  const own = find(manifests, object);
  return steps.filter(({ step, place }) => step === 'not used' && place?.manifest === own).map(({ cause }) => cause);
}

test('every cause has a case', () => {
  expect([...new Set(cases.map(([, { cause }]) => cause))].sort()).toEqual([...causes].sort());
});

test('every cause is explained', () => {
  const [, list = ''] = readFileSync('docs/routing.md', 'utf8').split('## Why it is not used');
  const explained = [
    ...list
      .split('## ', 1)
      .join('')
      .matchAll(/^\| (`.*?) \|/gm),
  ].flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '));
  expect(explained.sort()).toEqual([...causes].sort());
});

test.each(cases)('%s: `route`, `check` and `why` say it', (_, one) => {
  const manifests = manifestsOf(one.input);
  const own = find(manifests, one.object);
  expect(routed(manifests, one)).toContain(one.cause);
  const influence = influenceOf(manifests, [own]);
  const codes = influence.findings.map(({ code }) => code);
  if (one.check) expect(codes).toContain(one.check);
  else expect(influence.notUsed.map(({ cause }) => cause)).toContain(one.cause);
  if (!one.part) expect(isFelt(influence)).toBe(false);
});

test.each(cases)('%s: nothing is said where it is used', (_, one) => {
  const manifests = manifestsOf(one.input, one.used);
  const own = find(manifests, one.object);
  expect(routed(manifests, one)).not.toContain(one.cause);
  const influence = influenceOf(manifests, [own]);
  expect(influence.findings.filter(({ code }) => code === one.check)).toEqual([]);
  expect(isFelt(influence)).toBe(true);
});
