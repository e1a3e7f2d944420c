/** `npm run prove:scale [services]`: what a sidecar receives of a large mesh, with and without `Sidecar` scopes. Exit code 0, or 2 when it could not run. */
import { Plane } from '../plane';
import { insideSandbox } from '../sandbox';
import { serviceImages } from '../services';
import { type Measured, measure } from './measure';
import { callees, generate, namespaces } from './system';

async function main(): Promise<number> {
  const size = Number(process.argv[2] ?? 1000);
  if (!Number.isInteger(size) || size < 30) {
    say(`a number of services from 30 up, got \`${process.argv[2]}\``);
    return 2;
  }
  let plane: Plane | undefined;
  try {
    plane = await Plane.start({ sidecars: true, images: await serviceImages() });
    const measured = await compare(plane, size);
    process.stdout.write(`${size} services in ${namespaces} namespaces, each calling ${callees}: one sidecar\n\n${table(measured)}\n`);
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  } finally {
    await plane?.stop();
  }
}

async function compare(plane: Plane, size: number): Promise<Measured[]> {
  const system = generate(size);
  const program = { namespace: 'team-0', app: 'service-0' };
  // The gateway has no scope: what is pushed to it would be counted among what is pushed to sidecars.
  const gateway = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'istio-ingressgateway', namespace: 'istio-system' };
  await plane.api.patch(gateway, { spec: { replicas: 0 } });
  await plane.rolledOut('istio-system');
  await plane.apply(system.services);
  await plane.apply(system.program);
  say(`${system.services.length} objects applied`);
  await plane.rolledOut(program.namespace);
  const measured: Measured[] = [];
  for (const scopes of [[], system.scopes, system.narrowScopes]) {
    await plane.apply(scopes);
    measured.push(await measure(plane, program, system));
    say(`measured ${measured.length} of 3`);
  }
  return measured;
}

const rows: readonly (readonly [title: string, field: keyof Measured, unit: string])[] = [
  ['received from start until settled', 'received', 'bytes'],
  ['`/config_dump`', 'dump', 'bytes'],
  ['clusters', 'clusters', ''],
  ["Envoy's memory", 'memory', 'bytes'],
  ['a change of a called service: received', 'pushed', 'bytes'],
  ['a change of a called service: pushed after', 'push', 'ms'],
  ['a change of any other service: received', 'pushedNeedlessly', 'bytes'],
];

/** Against the first, by how much less. */
function table(measured: readonly Measured[]): string {
  const cell = (value: number, first: number, unit: string) => {
    const factor = value === first ? '' : value === 0 ? ' (none)' : ` (1/${number(first / value)})`;
    return `${number(value)}${unit && ` ${unit}`}${factor}`;
  };
  const line = (title: string, field: keyof Measured, unit: string) =>
    `| ${[title, ...measured.map((one) => cell(one[field], measured[0]?.[field] ?? 0, unit))].join(' | ')} |`;
  return ['| | without scopes | with | with, and `alwaysKnown: []` |', '|---|--:|--:|--:|', ...rows.map((row) => line(...row))].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}

function say(line: string): void {
  process.stderr.write(`prove:scale  ${line}\n`);
}

void insideSandbox(main);
