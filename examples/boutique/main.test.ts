import { join } from 'node:path';
import { GET, Mesh, POST, SidecarRouter } from '../../lib/jest';
import { holdsForExample } from '../example.test.helper';
import { boutique } from './main';

const canary = ['canary/1-5-percent', 'canary/2-50-percent', 'canary/3-100-percent'];
holdsForExample({
  root: __dirname,
  synth: (outdir) => boutique({ outdir }).synth(),
  alternatives: canary,
  // A step replaces the routes that are in force.
  suppress: ['MESH019=VirtualService recommendation-release*'],
});

const dist = join(__dirname, 'dist');
const base = ['0-namespaces', 'boutique', 'egress', 'recommendation-release'].map((name) => join(dist, `${name}.k8s.yaml`));
const mesh = Mesh.fromFiles(...base);
/** What a pod of the shop gets for a call. */
const ask = (from: string, request: ReturnType<typeof GET>, world = mesh) =>
  new SidecarRouter(world, { namespace: 'boutique', labels: { app: from, version: 'v1' } }).route(request);

test.each(['/', '/cart', '/product/7'])('%s of the shop reaches web', (path) => {
  expect(mesh).toRoute(GET(`http://boutique.example.com${path}`), { to: 'web', path });
});

test('another host is answered 404', () => {
  expect(mesh).toRespond(GET('http://other.example.com/'), 404);
});

/** Every declared call, as gRPC sends it. */
test.each([
  ['load', 'web', 80],
  ['web', 'ads', 9555],
  ['web', 'cart', 7070],
  ['web', 'catalog', 3550],
  ['web', 'checkout', 5050],
  ['web', 'currency', 7000],
  ['web', 'recommendation', 8080],
  ['web', 'shipping', 50051],
  ['checkout', 'cart', 7070],
  ['checkout', 'catalog', 3550],
  ['checkout', 'currency', 7000],
  ['checkout', 'email', 5000],
  ['checkout', 'payment', 50051],
  ['checkout', 'shipping', 50051],
  ['recommendation', 'catalog', 3550],
])('%s calls %s', (from, to, port) => {
  const decision = ask(from, POST(`http://${to}:${port}/boutique.Service/Method`));
  expect(decision.status).toBe(200);
  expect(decision.destinations.map(({ cluster }) => cluster.host)).toEqual([`${to}.boutique.svc.cluster.local`]);
});

test.each([
  ['ads', 'payment', 50051],
  ['web', 'payment', 50051],
  ['load', 'checkout', 5050],
  ['email', 'cart', 7070],
])('%s cannot call %s', (from, to, port) => {
  expect(ask(from, POST(`http://${to}:${port}/boutique.Service/Method`)).status).not.toBe(200);
});

test('payment reaches the card network through the egress gateway, and web does not', () => {
  const request = POST('http://api.cards.example/charges');
  expect(ask('payment', request).destinations[0]?.cluster).toMatchObject({
    host: 'egress.egress.svc.cluster.local',
    port: 443,
    subset: 'card-network',
  });
  expect(ask('web', request)).toMatchObject({ status: 502 });
});

test.each([
  ['', ['v1 100']],
  ['canary/1-5-percent', ['v1 95', 'v2 5']],
  ['canary/2-50-percent', ['v1 50', 'v2 50']],
  ['canary/3-100-percent', ['v2 100']],
])('with %p recommendations come from %j', (folder, expected) => {
  const world = Mesh.fromFiles(...base, ...(folder === '' ? [] : [join(dist, folder)]));
  const { destinations } = ask('web', POST('http://recommendation:8080/boutique.Recommendation/List'), world);
  expect(destinations.map(({ cluster, share }) => `${cluster.subset} ${Math.round(share * 100)}`)).toEqual(expected);
});
