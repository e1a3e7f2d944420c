import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peer } from '../peers/peers';
import type { PeerName } from '../peers/recipes';
import type { Contender } from './contender';
import { namesOf, objectsOf } from './objects';

const root = join(__dirname, '..', '..');

/** What writes the same system, each in its own language. */
export const declaring: readonly Contender[] = [
  ours('meshwright', 'MeshApp, without rules: the others have none', 'meshwright'),
  ours('meshwright, rules on', 'MeshApp, every rule of `mesh check` before it writes', 'meshwright-rules'),
  { ...ours('cdk8s', 'App of cdk8s, the same constructs', 'cdk8s'), most: 1000 },
  built('helm', 'one chart with a `range` over the names', (folder, services) => {
    mkdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
    writeFileSync(join(folder, 'values.yaml'), JSON.stringify({ services: namesOf(services) }));
    const objects = objectsOf('{{ . }}').map((object) => `---\n${object}\n`);
    writeFileSync(join(folder, 'templates', 'services.yaml'), `{{- range .Values.services }}\n${objects.join('')}{{- end }}\n`);
    return ['template', 'bench', folder];
  }),
  built('kustomize', 'a kustomization with a file for each service', (folder, services) => {
    for (const name of namesOf(services)) writeFileSync(join(folder, `${name}.yaml`), objectsOf(name).join('\n---\n'));
    const resources = namesOf(services).map((name) => `${name}.yaml`);
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({ namespace: 'bench', resources }));
    return ['build', folder];
  }),
  built('jsonnet', 'a function of the name over a range', (folder, services) => {
    const objects = objectsOf('" + name + "').join(', ');
    const file = join(folder, 'services.jsonnet');
    writeFileSync(
      file,
      `local service(name) = [${objects}];\nstd.flattenArrays([service("service-" + i) for i in std.range(0, ${services - 1})])\n`,
    );
    return ['--yaml-stream', file];
  }),
  built('cue', 'a comprehension over the names', (folder, services) => {
    const objects = objectsOf('\\(name)').join(', ');
    const file = join(folder, 'services.cue');
    writeFileSync(
      file,
      `import "encoding/yaml"\n\nnames: ${JSON.stringify(namesOf(services))}\nobjects: [for name in names for object in [${objects}] {object}]\nstream: yaml.MarshalStream(objects)\n`,
    );
    return ['export', file, '--expression', 'stream', '--out', 'text'];
  }),
];

function ours(name: string, how: string, who: string): Contender {
  const measure = join(root, 'bench', 'synth', 'measure.ts');
  return {
    name,
    how,
    version: () => (who === 'cdk8s' ? (require('cdk8s/package.json') as { version: string }).version : 'this commit'),
    prepare: (folder, services) => ({
      program: process.execPath,
      args: ['--require', join(root, 'scripts', 'typescript.cjs'), measure, who, String(services), join(folder, 'dist')],
      cwd: root,
    }),
    wrote: 'dist',
  };
}

function built(name: PeerName, how: string, prepare: (folder: string, services: number) => string[]): Contender {
  return {
    name,
    how,
    version: () => peer(name)?.version,
    prepare: (folder, services) => ({ program: peer(name)?.program ?? name, args: prepare(folder, services) }),
  };
}
