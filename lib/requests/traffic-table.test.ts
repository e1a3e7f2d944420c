import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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
