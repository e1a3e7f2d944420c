import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { MeshApp, type MeshAppProps } from '../app';
import { toYaml } from '../synth/yaml';
import { declaredElsewhere } from './declared-elsewhere';
import type { Destination } from './destination';
import { IngressGateway } from './edge/ingress-gateway';
import type { ExistingGatewayProps } from './existing-gateway';
import { Gateway, type IGateway } from './gateway';
import { Microservice } from './microservice';
import { Path } from './path';
import { RouteDelegate } from './route-delegate';
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

describe('what a name elsewhere stands for', () => {
  const { fromHost } = Microservice;
  const shared = (known?: ExistingGatewayProps) => [Gateway.fromName('infra/shared', known)];
  const at = (gateways: readonly IGateway[]) => (chart: Chart) =>
    new VirtualService(chart, 'site', {
      hosts: [site],
      gateways,
      trafficApi: gateways[0]?.parent ? 'gateway-api' : 'istio',
      routes: [{ to: fromHost('reviews', { port: 80 }) }],
    });
  const from = (to: Destination) => (chart: Chart) => new VirtualService(chart, 'calls', { hosts: [site], routes: [{ to }] });
  const served = (chart: Chart) =>
    new Gateway(chart, 'servers', { selector: { istio: 'edge' }, servers: [Server.https({ hosts: [site], credential: 'tls' })] });

  test.each<[string, (chart: Chart) => unknown]>([
    ['a service', from(fromHost('reviews.prod.svc.cluster.local'))],
    ['a service with a port and versions', from(reviews().version('v1'))],
    ['a service by its short name', from(fromHost('reviews', { port: 9080, protocol: 'grpc' }))],
    ['a host outside', from(fromHost('api.example.com', { port: 443, protocol: 'tcp' }))],
    [
      'routes of another team',
      (chart) =>
        new VirtualService(chart, 'site', {
          hosts: [site],
          gateways: shared(),
          routes: [{ delegate: RouteDelegate.fromName('cart/routes', { prefix: '/cart' }) }],
        }),
    ],
    ['a gateway', at(shared())],
    ['a gateway with hosts and pods', at(shared({ hosts: ['*.example.com'], selector: { istio: 'shared' } }))],
    ['a gateway of the Gateway API', at(shared({ trafficApi: 'gateway-api' }))],
    ['a gateway of the Gateway API with hosts', at(shared({ trafficApi: 'gateway-api', hosts: ['*.example.com', site] }))],
    ['a Secret where nobody serves', served],
    ['a Secret in the namespace of the pods', (chart) => [new IngressGateway(chart, 'edge'), served(chart)]],
    ['a service in no namespace', (chart) => from(fromHost('reviews', { versions: ['v1'] }))(new Chart(chart.node.root, 'nowhere'))],
    ['a Secret of pods in no namespace', (chart) => [new IngressGateway(new Chart(chart.node.root, 'nowhere'), 'edge'), served(chart)]],
  ])('%s', (_, declare) => {
    const app = new MeshApp({ outdir: folder });
    declare(new Chart(app, 'shop', { namespace: 'shop' }));
    expect(toYaml(declaredElsewhere(app, app.manifests()))).toMatchSnapshot();
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
    [
      'no file or folder',
      () => 'nowhere.yaml',
      ['World: no file or folder is named `nowhere.yaml`', "fix: world: ['cluster.yaml', 'git:main:dist']"],
    ],
    [
      'no object of Kubernetes',
      () => cluster(`${service}---\na: 1\n`),
      ['World: an object needs `apiVersion`, got nothing (FOLDER/cluster.yaml:6)', 'why: kubectl rejects it'],
    ],
    [
      'no YAML',
      () => cluster('a: [\n'),
      [
        'World: this document cannot be read as YAML: `[` is not closed (FOLDER/cluster.yaml:1)',
        'why: kubectl rejects the whole file',
        'fix: a `]` at its end',
      ],
    ],
  ])('that cannot be read is told: %s', (_, path, lines) => {
    const message = lines.join('\n    ').replaceAll('FOLDER', folder);
    expect(() => synth(toRatings, { world: [path()] })).toThrow(new Error(message));
  });
});
