/** `npm run prove:generator`: the evaluator against the configuration that istiod's own generator makes. Exit codes: 0 all agree, 1 not, 2 could not run. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { sourceOfObject } from '../../lib/manifest/manifest';
import { rejectionOf } from '../../lib/mesh/admission';
import { Mesh } from '../../lib/mesh/mesh';
import { recordedWorld } from '../../lib/route/cases';
import { world } from '../differential/world';
import { type Absence, absences, absenceText, isProved } from './absent';
import { Comparison, type Difference } from './compare';
import { Generator } from './generator';
import { gatewayDeployment, podsOf } from './pods';
import { type World, worlds } from './worlds';

const gateway = 'istio-system/gateway';
const perWorld = 40;

/** How often each thing was compared. */
const totals = new Map<string, number>();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: '12' } } });
  const seed = Number(values.seed);
  const count = Math.ceil(Number(values.requests) / perWorld);
  const generator = new Generator();
  let asked = 0;
  let crashes = 0;
  const wrong: Difference[] = [];
  let absent: Absence[];
  try {
    absent = await absences(generator);
    for (const each of fc.sample(worlds(perWorld), { seed, numRuns: count })) {
      const found = await compare(generator, each);
      if (found === undefined) {
        crashes += 1;
        continue;
      }
      asked += each.asked.length;
      if (found.length > 0 && wrong.length < 20) console.log(report(each, found));
      wrong.push(...found);
    }
  } finally {
    generator.stop();
  }
  const requests = new Set(wrong.map((difference) => difference.asked)).size;
  console.log(`${asked - requests} of ${asked} requests over ${count} configurations agree (seed ${seed})`);
  console.log(
    [...totals]
      .sort()
      .map(([what, times]) => `${what} ${times}`)
      .join(' · '),
  );
  if (crashes > 0) console.log(`${crashes} configurations make istiod's generator panic and were left out`);
  console.log(absenceText(absent));
  process.exitCode = wrong.length === 0 && absent.every(isProved) ? 0 : 1;
}

/** Undefined where istiod's generator panics, which is istiod's fault and no answer. */
async function compare(generator: Generator, { objects, asked }: World): Promise<Difference[] | undefined> {
  const all = [...surroundings(), ...objects.filter(isAdmitted)];
  const { objects: live, proxies } = podsOf(all);
  const generated = await generator.configure(live, proxies);
  if (typeof generated === 'string') return undefined;
  const comparison = new Comparison(Mesh.of(all, recordedWorld), proxies, generated);
  const found = asked.flatMap((each) => comparison.differences(each, gateway));
  for (const [what, times] of comparison.compared) totals.set(what, (totals.get(what) ?? 0) + times);
  return found;
}

/** What the webhook rejects, the generator rejects as well, and with it all else. */
function isAdmitted(object: KubernetesObject): boolean {
  return rejectionOf({ object, source: sourceOfObject() }) === undefined;
}

/** The worked cases' world, injected, and a gateway pod with an identity. */
function surroundings(): KubernetesObject[] {
  const injected = world().map((object) =>
    object.kind === 'Namespace' ? { ...object, metadata: { ...object.metadata, labels: { 'istio-injection': 'enabled' } } } : object,
  );
  return [...injected, gatewayDeployment()];
}

function report({ objects }: World, found: readonly Difference[]): string {
  const [first] = found as [Difference];
  const more = found.length > 1 ? `\nand ${found.length - 1} more of this configuration` : '';
  const { asked, what, generated, evaluated } = first;
  const said = [
    `${what}: generated ${JSON.stringify(generated)}, evaluated ${JSON.stringify(evaluated)}`,
    `asked ${JSON.stringify(asked)}`,
  ];
  return [...objects.map((object) => JSON.stringify(object)), ...said].join('\n') + more;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
