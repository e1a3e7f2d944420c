import { join } from 'node:path';
import { readRecorded, readRecordedWorld, recordedDifferences } from './recorded';

const folder = join(__dirname, 'recorded');
const world = readRecordedWorld(folder);
const cases = readRecorded(join(folder, 'answers.jsonl'));

test.each(cases.map((one) => [one.id, one] as const))('%s: the answers of the real istiod and Envoy', (_, one) => {
  expect(recordedDifferences(one, world).flat()).toEqual([]);
});

test('a wrong answer is noticed, whatever is wrong in it', () => {
  const [one] = cases.filter(({ outcomes = [] }) => outcomes.some(({ backend, cluster, route }) => backend?.service && cluster && route));
  const outcomes = one?.outcomes ?? [];
  const wrong = {
    status: 418,
    route: 'another',
    cluster: { host: 'other.demo.svc.cluster.local', port: 1 },
    backend: { namespace: 'demo', service: 'other', podLabels: {} },
    upstreamPath: '/other',
    upstreamHost: 'other',
    upstreamHeaders: { set: { x: 'y' } },
    responseHeaders: { removed: ['x-app'] },
  };
  for (const [field, value] of Object.entries(wrong)) {
    const changed = outcomes.map((outcome) => ({ ...outcome, [field]: value }));
    expect([field, one && recordedDifferences({ ...one, outcomes: changed }, world).flat()]).not.toEqual([field, []]);
  }
});
