/** What the constructs take, the API server and Istio's webhook take: nothing is refused later that could be refused here. */
import { Chart } from 'cdk8s';
import fc from 'fast-check';
import { MeshApp } from './app';
import {
  ConsistentHash,
  ConstructError,
  type Destination,
  DestinationRule,
  Duration,
  ExternalService,
  Gateway,
  Header,
  LoadBalancing,
  Microservice,
  Namespace,
  Path,
  Percent,
  Query,
  Server,
  Split,
  StringMatch,
  type TrafficPolicy,
  VirtualMachine,
  VirtualService,
  type VirtualServiceRoute,
} from './index';
import { validateAdmission } from './validation/admission/validate';
import { validateSchema } from './validation/schema/validate';

/** What is right nearly anywhere, and what is wrong nearly anywhere. */
const right = ['a', 'user', 'my-header', 'v1', 'https'];
const odd = [
  '',
  ' ',
  'A',
  'a_b',
  'a b',
  'ä',
  '/',
  '//',
  '/a?b',
  '/a#b',
  'x/y',
  '%',
  'a..b',
  '-a',
  'a.com:80',
  ':path',
  'host',
  '*',
  '.*',
  '(',
  '"',
  '\n',
  '10.0.0.1',
];
const odds = fc.oneof(fc.constantFrom(...odd, 'a'.repeat(64), `${'a'.repeat(63)}.com`, 'x'.repeat(1100)), fc.string({ maxLength: 8 }));
const mostly = (...values: string[]) => fc.oneof({ weight: 60, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: odds });
const [text, name, host, path] = [
  mostly(...right),
  mostly('user', 'my-site', 'v1'),
  mostly('a.com', 'user.a.com', '*.a.com', '*'),
  mostly('/user', '/a/b', '/a-b_c', '/%20'),
];
const number = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(1, 80, 443, 200, 503, 100, 50) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 1.5, 65535, 65536, 599, 600, 1e9, 2 ** 32, 2 ** 53, Number.NaN) },
);

/** Draws values as it goes. */
class Draw {
  constructor(private readonly value: fc.GeneratorValue) {}

  readonly text = () => this.value(() => text);
  readonly name = () => this.value(() => name);
  readonly host = () => this.value(() => host);
  readonly path = () => this.value(() => path);
  /** One that the construct tree itself takes. */
  readonly id = () => this.name().replace(/^(|valueOf|toString|__proto__)$/, 'a');
  readonly number = () => this.value(() => number);
  readonly boolean = () => this.value(fc.boolean);
  readonly one = <T>(...makes: [() => T, ...(() => T)[]]): T => (makes[this.value(() => fc.nat(makes.length - 1))] ?? makes[0])();
  readonly maybe = <T>(make: () => T): T | undefined => (this.value(() => fc.nat(2)) === 0 ? make() : undefined);
  readonly list = <T>(make: () => T): T[] => Array.from({ length: this.value(() => fc.nat(2)) }, make);
  readonly record = <T>(make: () => T): Record<string, T> => Object.fromEntries(this.list(() => [this.text(), make()]));
}

const duration = (draw: Draw) =>
  draw.one(
    () => Duration.seconds(draw.number()),
    () => Duration.millis(draw.number()),
  );
const percent = (draw: Draw) => Percent.of(draw.number());
const stringMatch = (draw: Draw) =>
  draw.one(
    () => StringMatch.exactly(draw.text()),
    () => StringMatch.startsWith(draw.text()),
    () => StringMatch.matches(draw.text()),
  );
const pathOf = (draw: Draw) =>
  draw.one(
    () => Path.under(draw.path()),
    () => Path.exactly(draw.path()),
    () => Path.startsWith(draw.path()),
    () => Path.matches(draw.text()),
  );
const header = (draw: Draw) =>
  draw.one(
    () => Header.is(draw.text(), draw.text()),
    () => Header.isNot(draw.text(), draw.text()),
    () => Header.startsWith(draw.text(), draw.text()),
    () => Header.matches(draw.text(), draw.text()),
    () => Header.exists(draw.text()),
    () => Header.absent(draw.text()),
  );
const query = (draw: Draw) =>
  draw.one(
    () => Query.is(draw.text(), draw.text()),
    () => Query.startsWith(draw.text(), draw.text()),
    () => Query.matches(draw.text(), draw.text()),
  );
const single = (draw: Draw): Destination => Microservice.fromHost(draw.host().replace('*.', ''), { port: draw.maybe(draw.number) });
const destination = (draw: Draw) =>
  draw.one(
    () => single(draw),
    () => Split.between({ to: single(draw), weight: 90 }, { to: single(draw), weight: 10 }),
  );
const operations = (draw: Draw) => ({
  set: draw.maybe(() => draw.record(draw.text)),
  add: draw.maybe(() => draw.record(draw.text)),
  remove: draw.maybe(() => draw.list(draw.text)),
});

function route(draw: Draw): VirtualServiceRoute {
  const common = {
    name: draw.maybe(draw.text),
    path: draw.maybe(() => pathOf(draw)),
    headers: draw.maybe(() => draw.list(() => header(draw))),
    query: draw.maybe(() => draw.list(() => query(draw))),
    methods: draw.maybe(() => draw.list(() => 'GET' as const)),
    authority: draw.maybe(() => draw.one<string | StringMatch>(draw.text, () => stringMatch(draw))),
    port: draw.maybe(draw.number),
    sourceLabels: draw.maybe(() => draw.record(draw.text)),
    requestHeaders: draw.maybe(() => operations(draw)),
    responseHeaders: draw.maybe(() => operations(draw)),
    cors: draw.maybe(() => ({
      allowOrigins: draw.list(() => stringMatch(draw)),
      allowHeaders: draw.maybe(() => draw.list(draw.text)),
      exposeHeaders: draw.maybe(() => draw.list(draw.text)),
      maxAge: draw.maybe(() => duration(draw)),
    })),
  };
  return draw.one<VirtualServiceRoute>(
    () => ({
      ...common,
      to: destination(draw),
      rewrite: draw.maybe(() =>
        draw.one<VirtualServiceRoute['rewrite']>(draw.path, () => ({ path: draw.maybe(draw.path), authority: draw.maybe(draw.host) })),
      ),
      timeout: draw.maybe(() => duration(draw)),
      retries: draw.maybe(() => ({
        attempts: draw.number(),
        perTryTimeout: draw.maybe(() => duration(draw)),
        on: draw.maybe(() => ['5xx' as const]),
      })),
      fault: draw.maybe(() => ({
        delay: draw.maybe(() => ({ duration: duration(draw), percentage: percent(draw) })),
        abort: draw.maybe(() => ({ status: draw.number(), percentage: percent(draw) })),
      })),
      mirror: draw.maybe(() => draw.list(() => ({ to: destination(draw), percentage: draw.maybe(() => percent(draw)) }))),
    }),
    () => ({
      ...common,
      redirect: {
        path: draw.maybe(draw.path),
        prefix: draw.maybe(draw.path),
        authority: draw.maybe(draw.host),
        scheme: draw.maybe(() => 'https' as const),
        port: draw.maybe(() => draw.one<number | 'from-scheme'>(draw.number, () => 'from-scheme')),
      },
    }),
    () => ({ ...common, directResponse: { status: draw.number(), body: draw.maybe(draw.text) } }),
  );
}

function policy(draw: Draw): TrafficPolicy {
  return {
    loadBalancing: draw.maybe(() =>
      draw.one<LoadBalancing>(
        () => LoadBalancing.roundRobin(),
        () => ConsistentHash.onHeader(draw.text()),
        () => ConsistentHash.onQueryParameter(draw.text()),
        () => ConsistentHash.onCookie(draw.text(), { ttl: draw.maybe(() => duration(draw)), path: draw.maybe(draw.text) }),
      ),
    ),
    connectionPool: draw.maybe(() => ({
      maxConnections: draw.maybe(draw.number),
      connectTimeout: draw.maybe(() => duration(draw)),
      maxPendingRequests: draw.maybe(draw.number),
      maxRequests: draw.maybe(draw.number),
      maxRequestsPerConnection: draw.maybe(draw.number),
      maxRetries: draw.maybe(draw.number),
      idleTimeout: draw.maybe(() => duration(draw)),
    })),
    outlierDetection: draw.maybe(() => ({
      consecutive5xxErrors: draw.maybe(draw.number),
      consecutiveGatewayErrors: draw.maybe(draw.number),
      interval: draw.maybe(() => duration(draw)),
      baseEjectionTime: draw.maybe(() => duration(draw)),
      maxEjectionPercent: draw.maybe(() => percent(draw)),
    })),
    locality: draw.maybe(() =>
      draw.one<NonNullable<TrafficPolicy['locality']>>(
        () => ({ failover: draw.list(() => ({ from: draw.text(), to: draw.text() })) }),
        () => ({ failoverPriority: draw.list(draw.text) }),
        () => ({ distribute: draw.list(() => ({ from: draw.text(), to: { [draw.text()]: 100 } })) }),
      ),
    ),
  };
}

const server = (draw: Draw) => {
  const common = { hosts: [draw.host()], port: draw.number(), name: draw.maybe(draw.text) };
  return draw.one(
    () => Server.http({ ...common, httpsRedirect: draw.boolean() }),
    () => Server.https({ ...common, credential: draw.text(), mutual: draw.boolean() }),
    () => Server.passthrough(common),
    () => Server.tcp(common),
  );
};

const constructs: [string, (chart: Chart, draw: Draw) => unknown][] = [
  ['VirtualService', (chart, draw) => new VirtualService(chart, draw.id(), { hosts: [draw.host()], routes: [route(draw)] })],
  [
    'VirtualService of streams',
    (chart, draw) =>
      new VirtualService(chart, draw.id(), {
        hosts: [draw.host()],
        gateways: draw.maybe(() => [
          draw.one<ReturnType<typeof Gateway.fromName> | 'mesh'>(
            () => 'mesh',
            () => Gateway.fromName(`${draw.text()}/${draw.text()}`),
          ),
        ]),
        tls: draw.list(() => ({ to: destination(draw), sniHosts: draw.maybe(() => [draw.host()]), port: draw.maybe(draw.number) })),
        tcp: [{ to: destination(draw), port: draw.maybe(draw.number) }],
      }),
  ],
  [
    'DestinationRule',
    (chart, draw) => new DestinationRule(chart, draw.id(), { service: { host: 'a.com', versionNames: ['v1'] }, ...policy(draw) }),
  ],
  [
    'Gateway',
    (chart, draw) =>
      new Gateway(chart, draw.id(), { servers: [server(draw), server(draw)], selector: draw.maybe(() => draw.record(draw.text)) }),
  ],
  ['Namespace', (chart, draw) => new Namespace(chart, draw.id(), { revision: draw.maybe(draw.text) })],
  [
    'ExternalService',
    (chart, draw) =>
      new ExternalService(chart, draw.id(), {
        host: draw.host(),
        ports: draw.list(() => ({
          number: draw.number(),
          protocol: draw.one<'tls' | 'tcp'>(
            () => 'tls',
            () => 'tcp',
          ),
        })),
        endpoints: draw.maybe(() => draw.list(draw.text)),
        inMesh: draw.boolean(),
      }),
  ],
  [
    'Microservice and VirtualMachine',
    (chart, draw) => {
      const service = new Microservice(chart, draw.id(), {
        image: draw.one(
          () => draw.text(),
          () => 'user:v1',
        ),
        port: draw.number(),
        serviceName: draw.maybe(draw.text),
        replicas: draw.maybe(draw.number),
        env: draw.maybe(() => draw.record(draw.text)),
        user: draw.maybe(draw.number),
      });
      new VirtualMachine(chart, 'vm', {
        service,
        address: draw.host().replace('*.', ''),
        port: draw.maybe(draw.number),
        locality: draw.maybe(draw.text),
      });
    },
  ],
];

test.each(constructs)('%s', (_, declare) => {
  let taken = 0;
  const runs = 100;
  fc.assert(
    fc.property(fc.gen(), (value) => {
      const app = new MeshApp({ outdir: 'never-written' });
      try {
        declare(new Chart(app, 'shop', { namespace: 'shop' }), new Draw(value));
      } catch (error) {
        if (error instanceof ConstructError) return;
        throw error;
      }
      taken++;
      for (const { object } of app.manifests()) {
        const refused = [...validateSchema(object), ...validateAdmission(object)].filter(({ level }) => level === 'error');
        expect(refused.map((violation) => `${violation.path.join('.')}: ${violation.message}`)).toEqual([]);
      }
    }),
    // The same draws every time, so that no run fails by chance; raise `runs` to look for more.
    { numRuns: runs, seed: 1, endOnFailure: true },
  );
  expect(taken).toBeGreaterThan(runs / 20);
});
