import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { type NamedObjects, objectsOf } from '../why/named-objects';
import { main } from './index';

/** What somebody asked about in public, and what `mesh check .` answers. */
interface Situation {
  readonly situation: string;
  readonly input: NamedObjects;
  /** `CODE Kind/namespace/name`, sorted by the objects. */
  readonly findings: readonly string[];
}

const read = (file: string) => load(readFileSync(join(__dirname, file), 'utf8'));
const world = read('../why/cases/world.yaml') as NamedObjects;
const situations = (read('situations.yaml') as Situation[]).map((each): [string, Situation] => [each.situation, each]);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-situations-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('there are as many as were found', () => expect(situations).toHaveLength(22));

test.each(situations)('%s', async (_, { input, findings }) => {
  const objects = objectsOf(world, input);
  writeFileSync(join(folder, 'all.yaml'), objects.map((object) => dump(object)).join('---\n'));
  let out = '';
  const add = (text: string) => {
    out += text;
  };
  await main(['check', folder, '--format', 'json'], {
    out: add,
    err: () => {},
    stdin: () => Buffer.from(''),
    isTerminal: false,
    colour: false,
  });
  const all: readonly Found[] = JSON.parse(out).findings;
  const named = new Set(findings.map((finding) => finding.split(' ')[0]));
  const relevant = all.filter(({ code, level }) => level !== 'info' || named.has(code));
  expect(relevant.map(({ code, object: { kind, namespace, name } }) => `${code} ${kind}/${namespace}/${name}`)).toEqual(findings);
});

interface Found {
  readonly code: string;
  readonly level: string;
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
}
