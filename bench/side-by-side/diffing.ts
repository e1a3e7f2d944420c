import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/istio/objects';
import { toYaml } from '../../lib/synth/yaml';
import { onPath, peer } from '../peers/peers';
import type { Contender } from './contender';
import { gateway } from './faults';
import { namesOf, objectsOf } from './objects';

const root = join(__dirname, '..', '..');

/** What compares the same two files, which differ in one field of one route. */
export const diffing: readonly Contender[] = [
  {
    name: 'mesh diff',
    how: 'which callers are answered otherwise, which findings come and go',
    status: 1,
    version: () => 'this commit',
    prepare: (folder, services) => ({
      program: process.execPath,
      args: [join(root, 'build', 'cli', 'bin.js'), 'diff', ...inputs(folder, services)],
    }),
  },
  {
    name: 'dyff',
    how: '`between`: objects by name, field by field',
    version: () => peer('dyff')?.version,
    prepare: (folder, services) => ({
      program: peer('dyff')?.program ?? 'dyff',
      args: ['between', '--omit-header', ...inputs(folder, services)],
    }),
  },
  {
    name: 'git diff',
    how: '`--no-index`: lines',
    status: 1,
    version: () => (onPath('git') ? 'as installed' : undefined),
    prepare: (folder, services) => ({ program: 'git', args: ['--no-pager', 'diff', '--no-index', ...inputs(folder, services)] }),
  },
];

/** Old and new: the first service takes its callers to another path. */
function inputs(folder: string, services: number): readonly string[] {
  const objects = [...namesOf(services).flatMap((name) => objectsOf(name)), JSON.stringify(gateway)];
  const texts = [objects, objects.map((object) => (object.includes('"service-0.example.com"') ? moved(object) : object))];
  return texts.map((text, index) => {
    const file = join(folder, index === 0 ? 'old.yaml' : 'new.yaml');
    writeFileSync(file, toYaml(text.map((object) => JSON.parse(object) as KubernetesObject)));
    return file;
  });
}

function moved(object: string): string {
  return object.replace('"rewrite":{"uri":"/"}', '"rewrite":{"uri":"/v2/"}');
}

/** What a report says of the change. */
export function changesFound(report: string): string {
  const found = [
    [/\/v2\//, 'the changed field'],
    [/http:\/\/service-0\.example\.com/, 'the requests that are answered otherwise'],
  ] as const;
  return found.flatMap(([pattern, what]) => (pattern.test(report) ? [what] : [])).join(', ') || 'nothing';
}
