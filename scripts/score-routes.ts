/**
 * How far the evaluator agrees with recorded answers of the real istiod and Envoy: `npm run score:routes -- [FOLDER] [--show N]`.
 * A folder holds `world.json` and cases, a JSON line each; a weighted answer was recorded many times over.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refusedObject } from '../lib/cli/route-cases';
import type { KubernetesObject } from '../lib/manifest/manifest';
import { Mesh } from '../lib/mesh/mesh';
import type { GatewayPod } from '../lib/route/gateway-ports';
import { GatewayRouter } from '../lib/route/gateway-router';
import { outcomes, type SharedOutcome } from '../lib/route/outcome';
import { outcomeDifferences, type SeenOutcome } from '../lib/route/outcome-differences';
import type { Request } from '../lib/route/request';

type RecordedOutcome = SeenOutcome & { readonly total?: number; readonly variants?: readonly (SeenOutcome & { readonly n: number })[] };

interface Case {
  readonly id: string;
  readonly group: string;
  readonly objects: readonly KubernetesObject[];
  readonly gatewayPod: GatewayPod;
  readonly requests?: readonly Request[];
  readonly outcomes?: readonly RecordedOutcome[];
  readonly rejected?: unknown;
  readonly proxyRejected?: unknown;
}

function judge(shares: readonly SharedOutcome[], recorded: RecordedOutcome): string[] {
  const [only] = shares;
  if (!recorded.variants) return only && shares.length === 1 ? outcomeDifferences(only, recorded) : ['shares'];
  const counts = shares.map(() => 0);
  for (const variant of recorded.variants) {
    const fitting = shares.flatMap((share, index) => (outcomeDifferences(share, variant).length === 0 ? [index] : []));
    if (fitting.length === 0) return ['shares'];
    for (const index of fitting) counts[index] = (counts[index] ?? 0) + variant.n;
  }
  return shares.flatMap((share, index) => (isLikely(share, shares, counts[index] ?? 0, recorded.total ?? 0) ? [] : ['shares'])).slice(0, 1);
}

/** Within five standard deviations; equal outcomes share their count. */
function isLikely(share: SharedOutcome, all: readonly SharedOutcome[], count: number, total: number): boolean {
  const text = (outcome: SharedOutcome) => JSON.stringify({ ...outcome, share: 0 });
  const expected = all.filter((other) => text(other) === text(share)).reduce((sum, other) => sum + other.share, 0);
  return Math.abs(count - total * expected) <= 5 * Math.sqrt(total * expected * (1 - expected)) + 1e-9;
}

/** What is wrong with each answer of a case: one entry a request, or one for a set that is refused. */
function judgeCase(one: Case, world: readonly KubernetesObject[]): string[][] {
  const by = refusedObject(one.objects)?.by;
  const refused = by === 'api-server';
  if (one.rejected || refused) return (one.outcomes ?? [0]).map(() => (refused === !!one.rejected ? [] : ['rejected']));
  const mesh = Mesh.of([...world, ...one.objects], { listening: [8000, 9000], complete: true });
  const router = new GatewayRouter(mesh, one.gatewayPod);
  const proxyRefused = by === 'istiod' || router.refusals.length > 0;
  if (one.proxyRejected || proxyRefused)
    return (one.outcomes ?? [0]).map(() => (proxyRefused === !!one.proxyRejected ? [] : ['refused by Envoy']));
  return (one.requests ?? []).map((request, index) => judge(outcomes(router.route(request)), one.outcomes?.[index] ?? {}));
}

function main(folder: string, show: number): number {
  if (!existsSync(join(folder, 'world.json'))) {
    console.log(`no recorded answers in ${folder}: nothing to compare with`);
    return 0;
  }
  const world: KubernetesObject[] = JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8'));
  const groups = new Map<string, { right: number; all: number }>();
  const wrongs: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
      const one: Case = JSON.parse(line);
      const group = groups.get(one.group) ?? { right: 0, all: 0 };
      groups.set(one.group, group);
      for (const [index, wrong] of judgeCase(one, world).entries()) {
        group.all++;
        if (wrong.length === 0) group.right++;
        else wrongs.push(`${one.id} ${index}: ${wrong.join(', ')}`);
      }
    }
  }
  return report(groups, wrongs, show);
}

function report(groups: ReadonlyMap<string, { right: number; all: number }>, wrongs: readonly string[], show: number): number {
  const total = { right: 0, all: 0 };
  for (const [name, { right, all }] of [...groups].sort()) {
    total.right += right;
    total.all += all;
    console.log(`${name.padEnd(14)} ${((100 * right) / all).toFixed(2).padStart(6)} %  ${right}/${all}`);
  }
  console.log(
    `${'all'.padEnd(14)} ${((100 * total.right) / Math.max(1, total.all)).toFixed(2).padStart(6)} %  ${total.right}/${total.all}`,
  );
  for (const wrong of wrongs.slice(0, show)) console.log(`  ${wrong}`);
  return wrongs.length === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({ options: { show: { type: 'string', default: '20' } }, allowPositionals: true });
process.exitCode = main(positionals[0] ?? join(__dirname, '..', '..', 'shared', 'corpus', 'routes'), Number(values.show));
