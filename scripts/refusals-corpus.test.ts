import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../lib/check/all-rules';
import { check } from '../lib/check/run';
import type { KubernetesObject } from '../lib/istio/objects';
import { sourceOfObject } from '../lib/manifest/manifest';
import { testWhere } from './test-where';

/** What a real Envoy did with what a real istiod made of these objects. */
interface RouteCase {
  readonly id: string;
  readonly objects: readonly KubernetesObject[];
  /** Envoy refused it. */
  readonly proxyRejected?: unknown;
  /** The API server refused it. */
  readonly rejected?: unknown;
}

const folder = join(__dirname, '../../shared/corpus/routes');
/** It asked one of two gateways; the other one's configuration is refused. */
const otherGateway = 'deep-gateways-022';

testWhere(folder)(
  'whatever Envoy refused is found, and nothing that it took (needs ../shared/corpus/routes)',
  () => {
    const world: KubernetesObject[] = JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8'));
    const cases = readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
      .map((line): RouteCase => JSON.parse(line));
    const judged = cases.map((one) => ({ ...one, codes: codesOf([...world, ...one.objects]) }));
    const taken = judged.filter(({ proxyRejected, rejected }) => !proxyRejected && !rejected);
    const missed = judged.filter((one) => !taken.includes(one) && !refused.some((code) => one.codes.has(code)));
    const invented = taken.filter(({ codes }) => codes.has('MESH101'));
    expect(missed.map(({ id }) => id)).toEqual([]);
    expect(invented.map(({ id }) => id)).toEqual([otherGateway]);
  },
  60_000,
);

const refused = ['IST0106', 'MESH110', 'MESH101'];
/** Only these are looked at here. */
const rules = allRules.filter(({ code }) => refused.includes(code));

function codesOf(objects: readonly KubernetesObject[]): Set<string> {
  const manifests = objects.map((object) => ({ object, source: sourceOfObject() }));
  return new Set(check({ manifests, problems: [] }, { rules }).map(({ code }) => code));
}
