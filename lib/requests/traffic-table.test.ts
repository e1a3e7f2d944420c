import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { readCases, readWorld, recordedWorld } from '../route/cases';
import { trafficTable } from './traffic-table';

const folder = join(__dirname, '../route/cases');
const world = readWorld(folder);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'world.yaml');

/** Beside the requests that the cases ask: those that no condition distinguishes, one of each. */
describe.each(files)('%s', (file) => {
  const cases = readCases(join(folder, file)).map((each) => [each.case, each] as const);

  test.each(cases)('%s: every class of requests and its answer', (_, { manifests }) => {
    expect(trafficTable(Mesh.of([...world, ...manifests], recordedWorld))).toMatchSnapshot();
  });
});

const rules = join(__dirname, '../check/rules');
const pages = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
const examples = pages.sort().flatMap((page) => {
  const blocks = readFileSync(join(rules, page), 'utf8').matchAll(/^```yaml (valid|invalid)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, kind = '', yaml = '']) => [page, kind, yaml] as const);
});

/** What comes of that which a rule calls wrong, and of that which it calls right. */
test.each(examples)('%s, %s', (_page, _kind, yaml) => {
  const table = trafficTable(Mesh.load(parseManifests(yaml, 'page.yaml').manifests).mesh);
  if (table !== '') expect(table).toMatchSnapshot();
});
