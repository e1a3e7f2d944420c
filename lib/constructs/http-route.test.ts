import { declared, refusal, specOf, yamlOf } from './declared.test.helper';
import { Endpoint } from './destination';
import { Duration } from './duration';
import { Header } from './header';
import { renderHttpRoute, type VirtualServiceRoute } from './http-route';
import { Microservice } from './microservice';
import { Path } from './path';
import { Percent } from './percent';
import { Query } from './query';
import { StringMatch } from './string-match';
import { VirtualService } from './virtual-service';

const to = new Endpoint({ host: 'user-service.shop.svc.cluster.local', port: 8000 });
const shadow = new Endpoint({ host: 'shadow', subset: 'v2' });

/** What Istio is told of one route. */
function http(route: VirtualServiceRoute): Record<string, unknown>[] {
  return specOf(
    declared((chart) => new VirtualService(chart, 'routes', { hosts: ['shop.example.com'], routes: [route] })),
    'VirtualService',
  ).http as Record<string, unknown>[];
}
const match = (route: Partial<VirtualServiceRoute>) => http({ to, ...route } as VirtualServiceRoute).map((one) => one.match);

test('a route with everything reads in Istio’s own words', () => {
  const route: VirtualServiceRoute = {
    name: 'everything',
    path: Path.under('/user'),
    headers: [Header.is('mode', 'dev'), Header.absent('x-bot'), Header.isNot('region', 'eu'), Header.exists('x-trace')],
    methods: ['GET'],
    authority: 'shop.example.com',
    query: [Query.is('debug', 'on')],
    scheme: 'https',
    port: 443,
    sourceLabels: { app: 'web' },
    to,
    rewrite: { path: '/', authority: 'user.example.com' },
    timeout: Duration.seconds(10),
    retries: { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['5xx', 'reset'] },
    fault: { delay: { duration: Duration.seconds(5), percentage: Percent.of(0.1) }, abort: { status: 503, percentage: Percent.of(1) } },
    mirror: [{ to: shadow, percentage: Percent.of(10) }],
    cors: {
      allowOrigins: [StringMatch.exactly('https://example.com'), StringMatch.startsWith('https://dev.')],
      allowMethods: ['GET'],
      allowHeaders: ['authorization'],
      exposeHeaders: ['x-total'],
      maxAge: Duration.hours(24),
      allowCredentials: true,
    },
    requestHeaders: { set: { 'x-from': 'edge' }, add: { via: 'edge' }, remove: ['cookie'] },
    responseHeaders: { remove: ['server'] },
  };
  expect(yamlOf((chart) => new VirtualService(chart, 'everything', { hosts: ['shop.example.com'], routes: [route] }))).toMatchSnapshot();
});

describe('which requests', () => {
  test.each<[Partial<VirtualServiceRoute>, unknown]>([
    [{}, undefined],
    [{ headers: [], methods: [], query: [] }, undefined],
    [{ path: Path.exactly('/a') }, [{ uri: { exact: '/a' } }]],
    [{ path: Path.under('/a') }, [{ uri: { exact: '/a' } }, { uri: { prefix: '/a/' } }]],
    [{ methods: ['GET', 'PUT'] }, [{ method: { exact: 'GET' } }, { method: { exact: 'PUT' } }]],
    [{ headers: [Header.matches('mode', 'd.*')] }, [{ headers: { mode: { regex: 'd.*' } } }]],
    [{ headers: [Header.exists('mode')] }, [{ headers: { mode: {} } }]],
    [{ headers: [Header.absent('mode')] }, [{ withoutHeaders: { mode: {} } }]],
    [{ headers: [Header.isNot('mode', 'dev')] }, [{ withoutHeaders: { mode: { exact: 'dev' } } }]],
    [{ authority: StringMatch.startsWith('user.') }, [{ authority: { prefix: 'user.' } }]],
    [{ query: [Query.matches('q', '.+')] }, [{ queryParams: { q: { regex: '.+' } } }]],
    [{ port: 80, scheme: 'http' }, [{ port: 80, scheme: { exact: 'http' } }]],
  ])('%j', (route, expected) => expect(match(route)).toEqual([expected]));

  test('a header may be wanted in one form and unwanted in another', () => {
    const headers = [Header.startsWith('mode', 'dev'), Header.isNot('mode', 'dev-old')];
    expect(match({ headers })).toEqual([[{ headers: { mode: { prefix: 'dev' } }, withoutHeaders: { mode: { exact: 'dev-old' } } }]]);
  });
});

describe('what becomes of them', () => {
  test('a rewrite that differs between the path and what lies below it takes two routes', () => {
    const routes = http({ name: 'user', path: Path.under('/user'), rewrite: '/v1', to });
    expect(routes.map(({ name, match, rewrite }) => ({ name, match, rewrite }))).toEqual([
      { name: 'user', match: [{ uri: { exact: '/user' } }], rewrite: { uri: '/v1' } },
      { name: 'user', match: [{ uri: { prefix: '/user/' } }], rewrite: { uri: '/v1/' } },
    ]);
  });

  test('a rewrite that does not differ takes one', () => {
    expect(http({ path: Path.under('/user'), rewrite: '/', to })).toHaveLength(1);
    expect(http({ path: Path.under('/user'), rewrite: { authority: 'b.com' }, to })).toMatchObject([{ rewrite: { authority: 'b.com' } }]);
  });

  test.each<[VirtualServiceRoute, unknown]>([
    [
      { redirect: { path: '/new', authority: 'b.com', scheme: 'https', port: 8443, code: 308 } },
      { redirect: { uri: '/new', authority: 'b.com', scheme: 'https', port: 8443, redirectCode: 308 } },
    ],
    [{ redirect: { scheme: 'https', port: 'from-scheme' } }, { redirect: { scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT' } }],
    [{ directResponse: { status: 503, body: 'back soon' } }, { directResponse: { status: 503, body: { string: 'back soon' } } }],
    [{ directResponse: { status: 204 } }, { directResponse: { status: 204 } }],
    [{ to, retries: { attempts: 0 } }, { retries: { attempts: 0 } }],
    [{ to, mirror: [{ to: shadow }] }, { mirrors: [{ destination: { host: 'shadow', subset: 'v2' } }] }],
  ])('%j', (route, expected) => expect(http(route)).toMatchObject([expected]));

  // Istio takes `prefixRewrite` only where every match is a prefix.
  test.each([
    ['/new', [{ uri: '/new' }, { prefixRewrite: '/new/' }]],
    ['/', [{ uri: '/' }, { prefixRewrite: '/' }]],
  ])('a redirect to %s keeps what lies below a prefix', (prefix, expected) => {
    expect(http({ path: Path.under('/old'), redirect: { prefix } }).map(({ redirect }) => redirect)).toEqual(expected);
  });

  test('a service may be sent to as a whole, as a version, or as a split', () => {
    let sent: unknown[] = [];
    declared((chart) => {
      const users = new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
      const host = 'user.shop.svc.cluster.local';
      const destination = (subset?: string) => ({ host, port: 8000, subset });
      sent = [users, users.version('v2'), users.split({ v1: 90, v2: 10 })].map((each) => each.toTargets());
      expect(sent).toMatchObject([
        [{ host, port: 8000 }],
        [destination('v2')],
        [
          { ...destination('v1'), weight: 90 },
          { ...destination('v2'), weight: 10 },
        ],
      ]);
    });
    expect(sent).toHaveLength(3);
  });
});

test.each<[string, object]>([
  ['a route has `to` and `redirect`', { to, redirect: { scheme: 'https' } }],
  ['a route has `redirect` and `directResponse`', { redirect: { scheme: 'https' }, directResponse: { status: 200 } }],
  ['a route says nothing of what becomes of requests', {}],
])('%s', (fact, route) => {
  expect(() => renderHttpRoute(route as VirtualServiceRoute)).toThrow(expect.objectContaining({ errorName: 'RouteAction', fact }));
});

test.each<[string, VirtualServiceRoute]>([
  ['HeaderTwice', { to, headers: [Header.is('mode', 'a'), Header.startsWith('Mode', 'b')] }],
  ['QueryTwice', { to, query: [Query.is('q', 'a'), Query.is('q', 'b')] }],
  ['PortRange', { to, port: 0 }],
  ['RewriteForm', { to, rewrite: 'v1' }],
  ['RewriteForm', { to, rewrite: '' }],
  ['HostForm', { to, rewrite: { authority: 'http://b.com' } }],
  ['RedirectPath', { redirect: { path: '/a', prefix: '/b' } }],
  ['PortRange', { redirect: { port: 99999 } }],
  ['StatusRange', { directResponse: { status: 42 } }],
  ['StatusRange', { to, fault: { abort: { status: 42, percentage: Percent.ALL } } }],
  ['EmptyFault', { to, fault: {} }],
  ['EmptyRewrite', { to, rewrite: {} }],
  ['EmptyRedirect', { redirect: {} }],
  ['LabelValue', { to, sourceLabels: { app: 'a/b' } }],
  ['HeaderName', { to, requestHeaders: { set: { Host: 'a.com' } } }],
  ['HeaderName', { to, requestHeaders: { remove: [':path'] } }],
  ['HeaderName', { to, cors: { allowOrigins: [], allowHeaders: ['a/b'] } }],
  ['HeaderValue', { to, responseHeaders: { add: { 'x-share': '100%' } } }],
  ['HeaderValue', { to, responseHeaders: { set: { 'x-a': 'a\nb' } } }],
  ['CorsMaxAge', { to, cors: { allowOrigins: [], maxAge: Duration.millis(1500) } }],
  ['CountRange', { to, retries: { attempts: 2 ** 31 } }],
  ['CountRange', { to, retries: { attempts: -1 } }],
  ['RetryAttempts', { to, retries: { attempts: 0, on: ['5xx'] } }],
])('%s is told with construct and route', (errorName, route) => {
  const error = refusal(
    (chart) =>
      new VirtualService(chart, 'site', {
        hosts: ['a.com'],
        routes: [
          { to, port: 1 },
          { name: 'second', ...route },
        ],
      }),
  );
  expect(error).toMatchObject({ errorName, details: { construct: 'shop/site', at: 'route 2 (second)' } });
});

test('a route does one thing', () => {
  // @ts-expect-error a redirect does not forward
  const both: VirtualServiceRoute = { to, redirect: { path: '/a' } };
  // @ts-expect-error a direct response is not rewritten
  const rewritten: VirtualServiceRoute = { directResponse: { status: 200 }, rewrite: '/' };
  // @ts-expect-error something must become of a request
  const nothing: VirtualServiceRoute = { path: Path.under('/a') };
  // @ts-expect-error HTTP has no such method
  const method: VirtualServiceRoute = { to, methods: ['FETCH'] };
  expect([both, rewritten, nothing, method]).toHaveLength(4);
});
