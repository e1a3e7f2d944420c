/**
 * `npm run prove:kiali-checks`: Kiali's own checkers against our rules, on the examples of the rules' pages and on generated meshes. Exit
 * codes: 0 they say the same but for what is explained, 1 not, 2 could not run.
 */
import { parseArgs } from 'node:util';
import { rejectionOf } from '../../lib/mesh/admission';
import { Mesh } from '../../lib/mesh/mesh';
import { compare, type Difference } from './comparison';
import { explanationOf, explanations } from './explained';
import { KialiCheckers } from './kiali-checkers';
import { kialiMeshOf } from './kiali-mesh';
import { type CheckedMesh, exampleMeshes, generatedMeshes } from './meshes';

const agreed = new Map<string, number>();
const explained = new Map<object, number>();
const unexplained: string[] = [];
const leftOut: string[] = [];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { meshes: { type: 'string' }, seed: { type: 'string' } } });
  const { meshes: count = '1500', seed = '20261127' } = values;
  const meshes = [...exampleMeshes(), ...generatedMeshes(Number(count), Number(seed))];
  const checkers = new KialiCheckers();
  try {
    for (const each of meshes) await compareOne(checkers, each);
  } finally {
    checkers.stop();
  }
  console.log([...unexplained.slice(0, 20), ''].join('\n'));
  console.log(`${meshes.length} meshes (seed ${seed}): both say the same ${sum(agreed)} times, ${textOf(agreed)}`);
  for (const each of explanations) console.log(`${explained.get(each) ?? 0} times ${each.code} ${each.by}: ${each.why}`);
  if (leftOut.length > 0) console.log(`Kiali cannot read ${leftOut.length}: ${leftOut.join(', ').slice(0, 2000)}`);
  const unused = explanations.filter((each) => !explained.has(each));
  console.log(`${unexplained.length} differences are not explained, ${unused.length} explanations explain nothing`);
  const isWhole = values.meshes === undefined && values.seed === undefined; // other meshes need not show every difference
  process.exitCode = unexplained.length + (isWhole ? unused.length : 0) === 0 ? 0 : 1;
}

async function compareOne(checkers: KialiCheckers, { name, manifests, admission }: CheckedMesh): Promise<void> {
  const admitted = manifests.filter((manifest) => rejectionOf(manifest, admission) === undefined);
  const { mesh } = Mesh.load(admitted, { admission });
  const checks = await checkers.check(kialiMeshOf(mesh));
  if (typeof checks === 'string') {
    leftOut.push(`${name} (${checks})`);
    return;
  }
  const compared = compare(admitted, mesh, checks);
  for (const [code, count] of compared.agreed) agreed.set(code, (agreed.get(code) ?? 0) + count);
  for (const difference of compared.differences) {
    const explanation = explanationOf(difference);
    if (explanation) explained.set(explanation, (explained.get(explanation) ?? 0) + 1);
    else unexplained.push(report(name, difference));
  }
}

function report(name: string, { code, by, manifest: { object }, field }: Difference): string {
  const { kind, metadata, spec } = object;
  const said = `${by === 'kiali' ? 'Kiali alone' : 'only here'}: ${code} of ${kind} ${metadata.namespace}/${metadata.name}`;
  return `${name}: ${said}, ${field.path.join('.')} ${JSON.stringify(field.value)}\n  ${JSON.stringify(spec)?.slice(0, 600)}`;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, each) => total + each, 0);
}

function textOf(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort()
    .map(([code, count]) => `${code} ${count}`)
    .join(' · ');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
