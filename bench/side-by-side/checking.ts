import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/istio/objects';
import { toYaml } from '../../lib/synth/yaml';
import { kindOf, read, type Schema } from '../../lib/validation/schema/schemas';
import versions from '../../versions.json';
import { istioctl, peer } from '../peers/peers';
import type { Contender } from './contender';
import { faults, gateway } from './faults';
import { namesOf, objectsOf } from './objects';

const root = join(__dirname, '..', '..');

/** What checks the same file. Each looks for faults of its own kind: the table says which of two were found. */
export const checking: readonly Contender[] = [
  {
    name: 'mesh check',
    how: "schemas, CEL, Istio's admission, every rule over the mesh",
    status: 1,
    version: () => 'this commit',
    prepare: (folder, services) => ({
      program: process.execPath,
      args: [join(root, 'build', 'cli', 'bin.js'), 'check', input(folder, services)],
    }),
  },
  {
    name: 'istioctl analyze',
    how: '`--use-kube=false -A`: the analyzers that need no cluster',
    status: 79,
    version: () => (istioctl() ? versions.modules['istio.io/istio'] : undefined),
    prepare: (folder, services) => ({
      program: istioctl() ?? 'istioctl',
      args: ['analyze', '--use-kube=false', '-A', input(folder, services)],
    }),
  },
  {
    name: 'kubeconform',
    how: 'schemas alone, from local files',
    status: 1,
    version: () => peer('kubeconform')?.version,
    prepare(folder, services) {
      const file = input(folder, services);
      const schemas = join(folder, 'schemas', '{{.ResourceKind}}.json');
      writeSchemas(join(folder, 'schemas'));
      return { program: peer('kubeconform')?.program ?? 'kubeconform', args: ['-schema-location', schemas, file] };
    },
  },
  {
    name: 'kube-score',
    how: 'good practice of Deployments and Services',
    status: 1,
    version: () => peer('kube-score')?.version,
    prepare: (folder, services) => ({
      program: peer('kube-score')?.program ?? 'kube-score',
      args: ['score', '--output-format', 'ci', input(folder, services)],
    }),
  },
];

function input(folder: string, services: number): string {
  const file = join(folder, 'input.yaml');
  const objects = [
    ...namesOf(services).flatMap((name) => objectsOf(name)),
    ...[gateway, ...faults].map((object) => JSON.stringify(object)),
  ];
  writeFileSync(file, toYaml(objects.map((object) => JSON.parse(object) as KubernetesObject)));
  return file;
}

/** kubeconform downloads schemas where it is told of none: it gets those that `mesh check` has, a file for each kind without references. */
function writeSchemas(folder: string): void {
  mkdirSync(folder);
  const { definitions } = read('kubernetes') as { definitions: Readonly<Record<string, Schema>> };
  for (const [group, kind] of [
    ['', 'Service'],
    ['apps', 'Deployment'],
    ['networking.istio.io', 'VirtualService'],
    ['networking.istio.io', 'Gateway'],
  ] as const) {
    const [stored] = kindOf(group, kind)?.schemas ?? [];
    const whole = inlined(stored?.schema, definitions);
    writeFileSync(join(folder, `${kind.toLowerCase()}.json`), JSON.stringify(whole));
  }
}

function inlined(value: unknown, definitions: Readonly<Record<string, Schema>>): unknown {
  if (Array.isArray(value)) return value.map((each) => inlined(each, definitions));
  if (value === null || typeof value !== 'object') return value;
  const { $ref, 'x-kubernetes-int-or-string': isEither, ...rest } = value as Record<string, unknown>;
  if (typeof $ref === 'string') return inlined(definitions[$ref.split('/').at(-1) ?? ''] ?? {}, definitions);
  const entries = Object.entries(rest).map(([key, each]) => [key, inlined(each, definitions)]);
  return { ...Object.fromEntries(entries), ...(isEither ? { type: ['integer', 'string'] } : {}) };
}
