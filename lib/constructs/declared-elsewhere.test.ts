import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { MeshApp, type MeshAppProps } from '../app';
import { Gateway } from './gateway';
import { Microservice } from './microservice';
import { Path } from './path';
import { Server } from './server';
import { VirtualService } from './virtual-service';

let folder: string;
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-elsewhere-'));
  printed = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** A synth with the default rules. */
function synth(declare: (chart: Chart) => void, props: MeshAppProps = {}): void {
  const app = new MeshApp({ outdir: join(folder, 'dist'), ...props });
  declare(new Chart(app, 'shop', { namespace: 'shop' }));
  app.synth();
}

const site = 'shop.example.com';
const reviews = () => Microservice.fromHost('reviews.prod.svc.cluster.local', { port: 9080, versions: ['v1', 'v2'] });
const routesTo = (chart: Chart, to = reviews().version('v2')) =>
  new VirtualService(chart, 'site', { hosts: ['reviews'], routes: [{ to }] });

describe('what is declared to exist elsewhere is known to the rules', () => {
  test.each<[string, (chart: Chart) => void]>([
    [
      'a service, its port and its versions',
      (chart) =>
        new VirtualService(chart, 'site', {
          hosts: ['reviews.prod.svc.cluster.local'],
          routes: [
            { path: Path.under('/new'), to: reviews().version('v2'), mirror: [{ to: reviews().version('v1') }] },
            { to: reviews().split({ v1: 90, v2: 10 }) },
          ],
        }),
    ],
    [
      'a service without a port',
      (chart) =>
        new VirtualService(chart, 'site', {
          hosts: ['reviews.prod.svc.cluster.local'],
          routes: [{ to: Microservice.fromHost('reviews.prod.svc.cluster.local') }],
        }),
    ],
    [
      'a host of the internet',
      (chart) =>
        new VirtualService(chart, 'site', {
          hosts: ['api.example.com'],
          routes: [{ to: Microservice.fromHost('api.example.com', { port: 80 }) }],
        }),
    ],
    [
      'a gateway',
      (chart) => {
        const users = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
        new VirtualService(chart, 'site', { hosts: [site], gateways: [Gateway.fromName('istio-system/shared')], routes: [{ to: users }] });
      },
    ],
    [
      'a Secret beside Istio’s own gateway',
      (chart) => {
        const users = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
        const gateway = new Gateway(chart, 'edge', { servers: [Server.https({ hosts: [site], credential: 'tls-secret' })] });
        new VirtualService(chart, 'site', { hosts: [site], gateways: [gateway], routes: [{ to: users }] });
      },
    ],
  ])('%s', (_, declare) => {
    synth(declare);
    expect(existsSync(join(folder, 'dist'))).toBe(true);
    expect(printed).not.toMatch('IST0101');
  });
});

test('nothing else is: another host and another version are still missing', () => {
  const wrong = Microservice.fromHost('ratings.prod.svc.cluster.local', { port: 9080 });
  expect(() =>
    synth((chart) => {
      routesTo(chart);
      new VirtualService(chart, 'ratings', { hosts: ['ratings'], routes: [{ to: wrong }] });
    }),
  ).not.toThrow();
  // @ts-expect-error there is no v3
  expect(() => reviews().version('v3')).toThrow(expect.objectContaining({ errorName: 'UnknownVersion', details: expect.anything() }));
});

test('a mistyped gateway host is refused where the hosts are known', () => {
  const shared = Gateway.fromName('istio-system/shared', { hosts: ['*.example.com'] });
  expect(() =>
    synth((chart) => {
      const users = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
      new VirtualService(chart, 'site', { hosts: ['shop.exmaple.com'], gateways: [shared], routes: [{ to: users }] });
    }),
  ).toThrow(expect.objectContaining({ errorName: 'HostNotServed' }));
});

describe('`world`', () => {
  const cluster = (text: string) => {
    const file = join(folder, 'cluster.yaml');
    writeFileSync(file, text);
    return file;
  };
  const service = `apiVersion: v1\nkind: Service\nmetadata: { name: ratings, namespace: prod }\nspec: { ports: [{ name: http, port: 9080 }] }\n`;
  const toRatings = (chart: Chart) => {
    const ratings = { host: 'ratings.prod.svc.cluster.local', toTargets: () => [{ host: 'ratings.prod.svc.cluster.local' }] };
    new VirtualService(chart, 'site', { hosts: [ratings.host], routes: [{ to: ratings }] });
  };

  test('is known to the rules, and nothing is reported about it or written of it', () => {
    expect(() => synth(toRatings)).toThrow(/IST0101/);
    const broken = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: broken, namespace: prod }\nspec: {}\n';
    synth(toRatings, { world: [cluster(`${service}---\n${broken}`)] });
    expect(printed).toBe('');
  });

  test.each([
    ['no file or folder', () => 'nowhere.yaml'],
    ['a Kubernetes object is a mapping', () => cluster('- 1\n')],
  ])('that cannot be read is told: %s', (told, path) => {
    expect(() => synth(toRatings, { world: [path()] })).toThrow(
      expect.objectContaining({ errorName: 'World', fact: expect.stringContaining(told) }),
    );
  });
});
