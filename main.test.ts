import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from './environments';
import { GatewayRouter, GET, Mesh } from './lib/jest';
import { everywhere, retail } from './main';
import { readThings } from './main.facts.test.helper';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

test('importing main writes nothing, and synthesizing writes a folder for each way to release', () => {
  const outdir = join(folder, 'dist');
  const app = retail({ outdir });
  expect(existsSync(outdir)).toBe(false);
  app.synth();
  expect(filesOf(outdir)).toEqual([
    '0-namespaces.k8s.yaml',
    'dark-release/user-release.k8s.yaml',
    'discovering-services.k8s.yaml',
    'sticky/user-release.k8s.yaml',
    'traffic-management.k8s.yaml',
    'user-release.k8s.yaml',
  ]);
});

test('what each file holds', () => {
  const outdir = join(folder, 'contents');
  retail({ outdir }).synth();
  const contents = filesOf(outdir).flatMap((file) => [
    '',
    file,
    ...readThings(join(outdir, file)).map((thing) => `  ${thing.kind} ${thing.metadata.name}`),
  ]);
  expect(contents.join('\n')).toMatchSnapshot();
});

test('what is committed in dist is what main declares', () => {
  const outdir = join(folder, 'fresh');
  everywhere({ outdir }).synth();
  expect(filesOf(join(__dirname, 'dist'))).toEqual(filesOf(outdir));
  for (const file of filesOf(outdir)) {
    expect(readFileSync(join(__dirname, 'dist', file), 'utf8')).toBe(readFileSync(join(outdir, file), 'utf8'));
  }
});

test('namespaces are in the file that kubectl applies first', () => {
  const [first, ...others] = filesOf(join(__dirname, 'dist')).filter((file) => !file.includes('/'));
  expect(readFileSync(join(__dirname, 'dist', first ?? ''), 'utf8').match(/^kind: .*/gm)).toEqual(['kind: Namespace', 'kind: Namespace']);
  for (const file of others) expect(readFileSync(join(__dirname, 'dist', file), 'utf8')).not.toMatch(/^kind: Namespace$/m);
});

/** The article's system in either API: who answers is the same. */
describe.each([
  ['default', 'dist'],
  ['gateway-api', 'dist/gateway-api'],
])('which pod answers: %s', (environment, dist) => {
  const mesh = Mesh.fromApp(retail({}, environments.named(environment)));
  const part1 = 'http://microservice.retailvoice.xyz';
  const part2 = 'http://traffic-management.retailvoice.xyz';
  const version = environment === 'default' ? (name: string) => `user-service:${name}` : (name: string) => `user-service-${name}`;
  const canary = { [version('v1')]: 90, [version('v2')]: 10 };

  test.each([
    ['http://user.microservice.retailvoice.xyz/', 'user-service', '/'],
    ['http://user.microservice.retailvoice.xyz/about', 'user-service', '/about'],
    ['http://product.microservice.retailvoice.xyz/', 'product-service', '/'],
    ['http://product.microservice.retailvoice.xyz/latest', 'product-service', '/latest'],
    [`${part1}/user`, 'user-service', '/'],
    [`${part1}/user/`, 'user-service', '/'],
    [`${part1}/user/about`, 'user-service', '/about'],
    [`${part1}/product`, 'product-service', '/'],
    [`${part1}/product/latest?page=2`, 'product-service', '/latest?page=2'],
    ['http://product.traffic-management.retailvoice.xyz/latest', 'product-service', '/latest'],
    [`${part2}/product/latest`, 'product-service', '/latest'],
  ])('%s reaches %s at %s', (url, to, path) => {
    expect(mesh).toRoute(GET(url), { to, path });
  });

  test.each([`${part1}/`, `${part1}/userfoo`, `${part1}/productive`, `${part2}/`, `${part2}/userfoo`, 'http://other.retailvoice.xyz/'])(
    '%s is answered 404 by the gateway',
    (url) => {
      expect(mesh).toRespond(GET(url), 404);
      expect(mesh).not.toBeReachable(GET(url));
    },
  );

  test.each(['http://user.traffic-management.retailvoice.xyz/', `${part2}/user`, `${part2}/user/about`])('canary: %s', (url) => {
    expect(mesh).toSplit(GET(url), canary);
  });

  test('dark release: the header leads to v2, everyone else stays on v1', () => {
    const dark = Mesh.fromFiles(join(__dirname, dist), join(__dirname, dist, 'dark-release'));
    for (const url of ['http://user.traffic-management.retailvoice.xyz/about', `${part2}/user/about`]) {
      expect(dark).toRoute(GET(url, { mode: 'dev' }), { to: version('v2'), path: '/about' });
      expect(dark).toRoute(GET(url, { mode: 'Dev' }), { to: version('v1'), path: '/about' });
      expect(dark).toRoute(GET(url), { to: version('v1'), path: '/about' });
    }
  });
});

test.each([
  { folders: ['dist'] },
  { folders: ['dist/prod'] },
  { folders: ['dist', 'dist/dark-release'] },
  { folders: ['dist', 'dist/sticky'] },
  { folders: ['dist/gateway-api'] },
  { folders: ['dist/gateway-api', 'dist/gateway-api/dark-release'] },
])('every request and its answer: $folders', ({ folders }) => {
  expect(Mesh.fromFiles(...folders.map((folder) => join(__dirname, folder)))).toMatchTraffic();
});

test('main.ts says what dist answers, and a release changes its own hosts alone', () => {
  const [declared, committed] = [Mesh.fromApp(retail()), Mesh.fromFiles(join(__dirname, 'dist'))];
  expect(committed).toAnswerAs(declared);
  const released = Mesh.fromFiles(join(__dirname, 'dist'), join(__dirname, 'dist/dark-release'));
  expect(released).toAnswerAs(declared, {
    except: ['user.traffic-management.retailvoice.xyz', 'traffic-management.retailvoice.xyz/user*'],
  });
});

describe('what the Gateway API lacks', () => {
  const part2 = 'http://traffic-management.retailvoice.xyz';
  const gateway = { namespace: 'istio-system', labels: { istio: 'ingressgateway' } };

  test('sticky: all versions, one of them for each value of the header', () => {
    const sticky = Mesh.fromFiles(join(__dirname, 'dist'), join(__dirname, 'dist', 'sticky'));
    for (const url of ['http://user.traffic-management.retailvoice.xyz/', `${part2}/user`]) {
      const { destinations, hash } = new GatewayRouter(sticky, gateway).route(GET(url));
      expect(hash).toEqual([{ on: 'header', name: 'my-header' }]);
      expect(destinations.map(({ cluster }) => cluster.endpoints.length)).toEqual([2]);
    }
  });
});
