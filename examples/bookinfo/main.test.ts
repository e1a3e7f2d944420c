import { join } from 'node:path';
import { GET, Mesh, SidecarRouter } from '../../lib/jest';
import { holdsForExample } from '../example.test.helper';
import { bookinfo } from './main';

const alternatives = [
  'all-v1',
  'tester-v2',
  'half-v3',
  'canary-v2',
  'tester-v2-others-v3',
  'mirror-v2',
  'timeout',
  'delay',
  'abort',
  'ratings-from-store',
  'store-canary',
];
holdsForExample({ root: __dirname, synth: (outdir) => bookinfo({ outdir }).synth(), alternatives });

const dist = join(__dirname, 'dist');
const base = ['0-namespace', 'bookinfo'].map((name) => join(dist, `${name}.k8s.yaml`));
const page = (path: string) => GET(`http://books.example.com${path}`);
/** What a pod of a service gets for a call, with a folder applied over the rest. */
function ask(folder: string, from: string, request: ReturnType<typeof GET>) {
  const mesh = Mesh.fromFiles(...base, ...(folder === '' ? [] : [join(dist, folder)]));
  return new SidecarRouter(mesh, { namespace: 'bookinfo', labels: { app: from, version: 'v1' } }).route(request);
}
const reviews = (headers = {}) => GET('http://reviews:9080/reviews/1', headers);
const ratings = (headers = {}) => GET('http://ratings:9080/ratings/1', headers);
const shares = (decision: ReturnType<typeof ask>) =>
  decision.destinations.map(({ cluster, share }) => `${cluster.subset ?? 'any'} ${Math.round(share * 100)}`);

test.each(['/', '/login', '/logout', '/static/style.css', '/api/v1/products'])('%s reaches the page', (path) => {
  expect(Mesh.fromFiles(...base)).toRoute(page(path), { to: 'page', path });
});

test.each(['/admin', '/loginx', '/api/v2'])('%s is answered 404', (path) => {
  expect(Mesh.fromFiles(...base)).toRespond(page(path), 404);
});

const jason = { 'end-user': 'jason' };
test.each<[string, object, string[]]>([
  ['', {}, ['any 100']],
  ['all-v1', {}, ['v1 100']],
  ['tester-v2', jason, ['v2 100']],
  ['tester-v2', {}, ['v1 100']],
  ['half-v3', {}, ['v1 50', 'v3 50']],
  ['canary-v2', {}, ['v1 90', 'v2 10']],
  ['tester-v2-others-v3', jason, ['v2 100']],
  ['tester-v2-others-v3', {}, ['v3 100']],
  ['mirror-v2', {}, ['v1 100']],
  ['timeout', {}, ['v2 100']],
])('reviews with %p, asked with %j: %j', (folder, headers, expected) => {
  expect(shares(ask(folder, 'page', reviews(headers)))).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['delay', jason, ['v1 100']],
  ['abort', {}, ['v1 100']],
  ['ratings-from-store', {}, ['v2 100']],
])('ratings with %p, asked with %j: %j', (folder, headers, expected) => {
  expect(shares(ask(folder, 'reviews', ratings(headers)))).toEqual(expected);
});

test('the tester, and nobody else, gets the failure', () => {
  expect(ask('abort', 'reviews', ratings(jason))).toMatchObject({ status: 500 });
  expect(ask('abort', 'reviews', ratings())).toMatchObject({ status: 200 });
});
