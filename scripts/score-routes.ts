/**
 * How far the evaluator agrees with recorded answers of the real istiod and Envoy: `npm run score:routes -- [FOLDER] [--show N]`.
 * A folder holds `world.json` and cases, a JSON line each; a weighted answer was recorded many times over.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstRejection } from '../lib/cli/route-cases';
import type { KubernetesObject } from '../lib/istio/objects';
import type { GatewayPod } from '../lib/mesh/gateways/gateway-ports';
import { Mesh } from '../lib/mesh/mesh';
import type { Decision } from '../lib/route/answer/decision';
import { recordedWorld } from '../lib/route/cases';
import { GatewayRouter } from '../lib/route/gateway/gateway-router';
import { outcomes, type SharedOutcome } from '../lib/route/refusals/outcome';
import { outcomeDifferences, type SeenOutcome } from '../lib/route/refusals/outcome-differences';
import { receive } from '../lib/route/request/incoming';
import type { Request } from '../lib/route/request/request';
import { headerChanges } from '../lib/route/rule/header-changes';

interface RecordedAnswer extends SeenOutcome {
  /** Headers the backend got otherwise than they were sent. */
  readonly upstreamHeaders?: { readonly set?: Readonly<Record<string, string | readonly string[]>>; readonly removed?: readonly string[] };
}

type RecordedOutcome = RecordedAnswer & {
  readonly total?: number;
  readonly variants?: readonly (RecordedAnswer & { readonly n: number })[];
};

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

/** How often the headers a backend got were predicted, over every answer that came from one. */
const headers = { right: 0, all: 0 };

function countHeaders(decision: Decision, request: Request, recorded: RecordedOutcome): void {
  const incoming = receive(request);
  if ('malformed' in incoming) return;
  const predicted = decision.destinations.map((destination) => headerText(headerChanges(destination, incoming)));
  for (const { backend, upstreamHeaders = {} } of recorded.variants ?? [recorded]) {
    if (!backend) continue;
    headers.all++;
    if (predicted.includes(headerText({ set: upstreamHeaders.set ?? {}, removed: upstreamHeaders.removed ?? [] }))) headers.right++;
  }
}

/** Without the two that Envoy adds when it rewrites path or host. */
function headerText({ set, removed }: { readonly set: object; readonly removed: readonly string[] }): string {
  const entries = Object.entries(set).filter(([name]) => !name.startsWith('x-envoy-original-'));
  return JSON.stringify([entries.map(([name, value]) => [name, [value].flat().join()]).sort(), [...removed].sort()]);
}

/** What is wrong with each answer of a case: one entry a request, or one for a set that is refused. */
function judgeCase(one: Case, world: readonly KubernetesObject[]): string[][] {
  const by = firstRejection(one.objects)?.by;
  const refused = by === 'api-server';
  if (one.rejected || refused) return (one.outcomes ?? [0]).map(() => (refused === !!one.rejected ? [] : ['rejected']));
  const mesh = Mesh.of([...world, ...one.objects], { ...recordedWorld, listening: [8000, 9000] });
  const router = new GatewayRouter(mesh, one.gatewayPod);
  const proxyRefused = by === 'istiod' || router.refusals.length > 0;
  if (one.proxyRejected || proxyRefused)
    return (one.outcomes ?? [0]).map(() => (proxyRefused === !!one.proxyRejected ? [] : ['refused by Envoy']));
  return (one.requests ?? []).map((request, index) => {
    const decision = router.route(request);
    const recorded = one.outcomes?.[index] ?? {};
    countHeaders(decision, request, recorded);
    return judge(outcomes(decision), recorded);
  });
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
  console.log(`headers as the backend got them: ${headers.right}/${headers.all}`);
  for (const wrong of wrongs.slice(0, show)) console.log(`  ${wrong}`);
  return wrongs.length === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({ options: { show: { type: 'string', default: '20' } }, allowPositionals: true });
process.exitCode = main(positionals[0] ?? join(__dirname, '..', '..', 'shared', 'corpus', 'routes'), Number(values.show));
