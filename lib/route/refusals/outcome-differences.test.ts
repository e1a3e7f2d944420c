import type { Outcome } from './outcome';
import { outcomeDifferences, type SeenOutcome } from './outcome-differences';

const backend = { namespace: 'shop', service: 'web', podLabels: { app: 'web', version: 'v1' } };
const predicted: Outcome = {
  status: 200,
  backendService: 'web.shop',
  podLabels: { app: 'web' },
  upstreamPath: '/a',
  upstreamHost: 'a.com',
};
const seen: SeenOutcome = { status: 200, backend, upstreamPath: '/a', upstreamHost: 'a.com' };

// [what was predicted, what was seen, in what they differ]
test.each<[string, Outcome, SeenOutcome, readonly string[]]>([
  ['the same', predicted, seen, []],
  ['another status', { status: 404 }, seen, ['status']],
  ['an error', { status: 'error' }, { error: 'closed' }, []],
  ['an error in place of an answer', predicted, { error: 'closed' }, ['status']],
  ['an answer in place of an error', { status: 'error' }, seen, ['status']],
  ['another Service', { ...predicted, backendService: 'api.shop' }, seen, ['backend']],
  ['a Service of another namespace', { ...predicted, backendService: 'web.far' }, seen, ['backend']],
  ['no Service', predicted, { ...seen, backend: { ...backend, service: null } }, []],
  ['another pod', { ...predicted, podLabels: { app: 'web', version: 'v2' } }, seen, ['pod']],
  ['any pod', { ...predicted, podLabels: undefined }, seen, []],
  ['another path', { ...predicted, upstreamPath: '/b' }, seen, ['path']],
  ['another host', { ...predicted, upstreamHost: 'b.com' }, seen, ['host']],
  ['another path of another pod', { ...predicted, upstreamPath: '/b', podLabels: { app: 'x' } }, seen, ['pod', 'path']],
  ['no pod where one was predicted', predicted, { status: 200, backend: null }, ['backend']],
  ['no pod where none was', { status: 404 }, { status: 404 }, []],
  ['a failure of the pod', { ...predicted, status: 503 }, { status: 503 }, []],
  ['a redirect', { status: 301, location: 'http://b.com/' }, { status: 301, location: 'http://b.com/' }, []],
  ['a redirect elsewhere', { status: 301, location: 'http://b.com/' }, { status: 301, location: 'http://c.com/' }, ['location']],
  ['a Location that is no redirect', { status: 200 }, { status: 200, location: 'http://c.com/' }, []],
])('%s', (_, one, other, expected) => {
  expect(outcomeDifferences(one, other)).toEqual(expected);
});
