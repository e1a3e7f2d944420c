import type { KubernetesObject } from '../../../istio/objects';
import { keepWords } from '../../words.test.helper';
import { validateAdmission } from '../validate';

/** What istiod says about a VirtualService, as `code path`. */
function said(spec: object): string[] {
  const object: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'site', namespace: 'demo' },
    spec,
  };
  return keepWords(validateAdmission(object)).map(({ code, path }) => `${code} ${path.slice(1).join('.')}`.trim());
}

const to = { route: [{ destination: { host: 'user' } }] };
/** One HTTP route with something more. */
const http = (more: object) => ({ hosts: ['user'], http: [{ ...to, ...more }] });
const match = (...matches: object[]) => http({ match: matches });

describe('the service', () => {
  test.each<[string, object, string[]]>([
    ['right', http({}), []],
    ['nothing at all', {}, ['IST0106']],
    [
      'no hosts, so others delegate to it',
      { gateways: ['a'], tls: [{}], tcp: [to] },
      ['IST0106 gateways', 'IST0106 tls', 'IST0106 tcp', 'IST0106 tls.0.match', 'IST0106 tls.0.route'],
    ],
    ['any host inside the mesh', { hosts: ['*'], http: [to] }, ['IST0106 hosts.0']],
    ['any host at a gateway', { hosts: ['*'], gateways: ['a'], http: [to] }, []],
    ['any host at a gateway and inside the mesh', { hosts: ['*'], gateways: ['a', 'mesh'], http: [to] }, ['IST0106 hosts.0']],
    ['an address as host', { hosts: ['10.0.0.1'], http: [to] }, []],
    ['a host that is no name', { hosts: ['a_b'], http: [to] }, ['IST0106 hosts.0']],
    ['hosts that overlap', { hosts: ['*.a.com', 'b.com', 'x.a.com', 'b.com'], http: [to] }, ['IST0106 hosts.2', 'IST0106 hosts.3']],
    ['a gateway with its namespace', { hosts: ['a'], gateways: ['demo/a'], http: [to] }, []],
    ['half a gateway', { hosts: ['a'], gateways: ['/a'], http: [to] }, ['IST0106 gateways.0', 'IST0106 gateways.0']],
    ['the old form of a gateway', { hosts: ['a'], gateways: ['a.demo', 'b/'], http: [to] }, ['IST0133 gateways.0']],
    ['exported twice', { ...http({}), exportTo: ['.', 'demo'] }, ['IST0106 exportTo.1']],
    ['exported to all and some', { ...http({}), exportTo: ['*', 'other'] }, ['IST0106 exportTo']],
    ['exported to none', { ...http({}), exportTo: ['~'] }, ['IST0106 exportTo.0']],
    [
      'generated SNI names at a gateway',
      { hosts: ['outbound_.80_._.a.com'], gateways: ['a'], tls: [{ match: [{ sniHosts: ['outbound_.80_._.a.com'] }], ...to }] },
      [],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });
});

describe('a match', () => {
  test.each<[string, object, string[]]>([
    ['an empty prefix of the path', match({ uri: { prefix: '' } }), []],
    ['an empty prefix of a header', match({ headers: { a: { prefix: '' } } }), ['IST0106 http.0.match.0.headers.a.prefix']],
    ['an empty prefix of a parameter', match({ queryParams: { a: { prefix: '' } } }), ['IST0106 http.0.match.0.queryParams.a.prefix']],
    ['a pattern that is no RE2', match({ uri: { regex: '(?=a)' } }), ['IST0106 http.0.match.0.uri.regex']],
    ['an empty pattern', match({ method: { regex: '' } }), ['IST0106 http.0.match.0.method.regex']],
    ['a long pattern', match({ uri: { regex: 'a'.repeat(1025) } }), ['IST0106 http.0.match.0.uri.regex']],
    ['any header but one', match({ withoutHeaders: { a: { regex: '*' } } }), []],
    ['a header without name', match({ headers: { '': { exact: 'a' } } }), ['IST0106 http.0.match.0.headers.']],
    ['a header with a space', match({ headers: { 'a b': {} } }), ['IST0106 http.0.match.0.headers.a b']],
    ['parts of the request line', match({ headers: { ':path': {}, ':nope': {} } }), ['IST0106 http.0.match.0.headers.:nope']],
    [
      'a claim inside the mesh',
      match({ headers: { '@request.auth.claims.sub': { exact: 'a' } } }),
      ['IST0106 http.0.match.0.headers.@request.auth.claims.sub'],
    ],
    ['a claim at a gateway', { ...match({ headers: { '@request.auth.claims[a][b]': { exact: 'a' } } }), gateways: ['a'] }, []],
    ['a port', match({ port: 65536 }), ['IST0106 http.0.match.0.port']],
    [
      'labels',
      match({ sourceLabels: { a: 'x y', 'b/': 'c' } }),
      ['IST0106 http.0.match.0.sourceLabels.a', 'IST0106 http.0.match.0.sourceLabels.b/'],
    ],
    ['a namespace', match({ sourceNamespace: 'a.b' }), ['IST0106 http.0.match.0.sourceNamespace']],
    ['the old form of a gateway, whose warning is lost', match({ gateways: ['a.demo'] }), []],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });
});

describe('an HTTP route', () => {
  test.each<[string, object, string[]]>([
    ['without action', { hosts: ['a'], http: [{}] }, ['IST0106 http.0']],
    ['with an empty list of destinations', { hosts: ['a'], http: [{ route: [] }] }, ['IST0106 http.0']],
    [
      'that redirects and routes',
      http({ redirect: { uri: '/' }, fault: { abort: { httpStatus: 500 } }, rewrite: { uri: '/' } }),
      ['IST0106 http.0.route', 'IST0106 http.0.fault', 'IST0106 http.0.rewrite'],
    ],
    ['that answers and routes', http({ directResponse: { status: 200 } }), ['IST0106 http.0.route']],
    ['that delegates and routes', http({ delegate: { name: 'a' } }), ['IST0106 http.0.route']],
    ['that delegates from a delegate', { http: [{ delegate: { name: 'a' }, ...to }] }, ['IST0106 http.0.delegate']],
    ['with both kinds of mirror', http({ mirror: { host: 'a' }, mirrors: [{ destination: { host: 'b' } }] }), ['IST0106 http.0.mirrors']],
    ['with a mirror to nowhere', http({ mirrors: [{}] }), ['IST0106 http.0.mirrors.0.destination']],
    [
      'with too much mirrored',
      http({ mirror: { host: 'a' }, mirrorPercentage: { value: 101 } }),
      ['IST0106 http.0.mirrorPercentage.value'],
    ],
    ['with the old percentage', http({ mirror: { host: 'a' }, mirrorPercent: 0 }), ['IST0133 http.0.mirrorPercent']],
    [
      'with a destination to any host',
      { hosts: ['a'], http: [{ route: [{ destination: { host: '*' } }] }] },
      ['IST0106 http.0.route.0.destination.host'],
    ],
    [
      'with a port of zero',
      { hosts: ['a'], http: [{ route: [{ destination: { host: 'a', port: { number: 0 } } }] }] },
      ['IST0106 http.0.route.0.destination.port.number'],
    ],
    [
      'with a bad subset',
      { hosts: ['a'], http: [{ route: [{ destination: { host: 'a', subset: 'v1.0' } }] }] },
      ['IST0106 http.0.route.0.destination.subset'],
    ],
    ['with weights of nothing', { hosts: ['a'], http: [{ route: [...to.route, ...to.route] }] }, ['IST0106 http.0.route']],
    [
      'with weights that do not add up to 100',
      {
        hosts: ['a'],
        http: [
          {
            route: [
              { ...to.route[0], weight: 1 },
              { ...to.route[0], weight: 2 },
            ],
          },
        ],
      },
      [],
    ],
    ['with a negative weight', { hosts: ['a'], http: [{ route: [{ ...to.route[0], weight: -1 }] }] }, ['IST0106 http.0.route.0.weight']],
    ['with a short timeout', http({ timeout: '0.5ms' }), ['IST0106 http.0.timeout']],
    ['with microseconds', http({ timeout: '1001us' }), ['IST0106 http.0.timeout']],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });
});

describe('what a route does', () => {
  const redirect = (more: object, matches: object[] = []) => ({ hosts: ['a'], http: [{ redirect: more, match: matches }] });
  test.each<[string, object, string[]]>([
    ['a redirect to nothing', redirect({}), ['IST0106 http.0.redirect']],
    ['a redirect by a code', redirect({ uri: '/', redirectCode: 400 }), ['IST0106 http.0.redirect']],
    ['a redirect by a scheme', redirect({ scheme: 'ftp' }), ['IST0106 http.0.redirect']],
    ['a redirect by a port', redirect({ port: 70000 }), ['IST0106 http.0.redirect.port']],
    ['a redirect by a derived port', redirect({ derivePort: 'FROM_REQUEST_PORT' }), []],
    ['a prefix rewritten', redirect({ prefixRewrite: '/b' }, [{ uri: { prefix: '/a' } }]), []],
    ['a prefix rewritten without prefix', redirect({ prefixRewrite: '/b' }, [{ uri: { exact: '/a' } }]), ['IST0106 http.0.redirect']],
    ['a rewrite of nothing', http({ rewrite: {} }), ['IST0106 http.0.rewrite']],
    ['two rewrites', http({ rewrite: { uri: '/', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }), ['IST0106 http.0.rewrite']],
    ['half a rewrite', http({ rewrite: { uriRegexRewrite: { match: 'a' } } }), ['IST0106 http.0.rewrite.uriRegexRewrite']],
    [
      'a direct answer',
      { hosts: ['a'], http: [{ directResponse: { status: 601, body: { string: 'x'.repeat(102401) } } }] },
      ['IST0133 http.0.directResponse.body', 'IST0106 http.0.directResponse.status'],
    ],
    ['a fault of nothing', http({ fault: {} }), ['IST0106 http.0.fault']],
    ['a fault without type, whose warning is lost', http({ fault: { abort: {} } }), []],
    [
      'faults out of range',
      http({ fault: { abort: { httpStatus: 199, percentage: { value: 0.00001 } }, delay: { fixedDelay: '0s' } } }),
      ['IST0106 http.0.fault.abort.percentage.value', 'IST0106 http.0.fault.abort.httpStatus', 'IST0106 http.0.fault.delay.fixedDelay'],
    ],
    ['a gRPC status', http({ fault: { abort: { grpcStatus: 'NOTFOUND' } } }), ['IST0106 http.0.fault.abort.grpcStatus']],
    ['an exponential delay', http({ fault: { delay: { exponentialDelay: '1s' } } }), ['IST0106 http.0.fault.delay.exponentialDelay']],
    ['retries of nothing', http({ retries: { retryOn: '5xx' } }), ['IST0106 http.0.retries.attempts']],
    [
      'retries on anything',
      http({ retries: { attempts: 1, retryOn: '5xx,503,999,gateway-eror' } }),
      ['IST0106 http.0.retries.retryOn', 'IST0106 http.0.retries.retryOn'],
    ],
    [
      'origins',
      http({ corsPolicy: { allowOrigins: [{}, { regex: '(' }] } }),
      ['IST0106 http.0.corsPolicy.allowOrigins.0', 'IST0106 http.0.corsPolicy.allowOrigins.1.regex'],
    ],
    [
      'the rest of CORS',
      http({ corsPolicy: { allowMethods: ['get'], allowHeaders: ['*', 'a b'], maxAge: '1.5s' } }),
      ['IST0106 http.0.corsPolicy.allowMethods.0', 'IST0106 http.0.corsPolicy.allowHeaders.1', 'IST0106 http.0.corsPolicy.maxAge'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });
});

describe('headers', () => {
  const request = (operations: object) => http({ headers: { request: operations } });
  test.each<[string, object, string[]]>([
    ['set and removed', request({ set: { 'x-a': '1' }, remove: ['x-b'] }), []],
    ['the authority', request({ set: { host: 'a' } }), []],
    [
      'the authority twice',
      http({ rewrite: { authority: 'a' }, headers: { request: { add: { ':authority': 'b' } } } }),
      ['IST0106 http.0.headers.request.add.:authority'],
    ],
    ['a part of the request line', request({ set: { ':path': '/' } }), ['IST0106 http.0.headers.request.set.:path']],
    ['the authority removed', request({ remove: ['host'] }), ['IST0106 http.0.headers.request.remove.0']],
    ['the authority of an answer', http({ headers: { response: { set: { host: 'a' } } } }), ['IST0106 http.0.headers.response.set.host']],
    [
      'of a single destination',
      { hosts: ['a'], http: [{ route: [{ ...to.route[0], headers: { request: { add: { '': '1' } } } }] }] },
      ['IST0106 http.0.route.0.headers.request.add.'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });

  test.each([
    ['plain', true],
    ['', true],
    ['100%%', true],
    ['%START_TIME%', true],
    ['a %REQ(x-user)% b', true],
    ['%UPSTREAM_METADATA(["a", "b"])%', true],
    ['100%', false],
    ['%START_TIME', false],
    ['%A([x"])%', false],
    ['%A(["x" "y"])%', false],
    ['%A(["x"]x)%', false],
    ['%A(["x"])x', false],
    ['%A("\\', false],
    ['a\u0001', false],
    ['a\tb', true],
  ])('the value %j is right: %s', (value, isRight) => {
    expect(said(request({ set: { a: value } }))).toEqual(isRight ? [] : ['IST0106 http.0.headers.request.set.a']);
  });
});

describe('rules that are never used', () => {
  const prefix = (path: string, more: object = {}) => ({ ...to, match: [{ uri: { prefix: path }, ...more }] });
  test.each<[string, object[], string[]]>([
    ['two without match', [to, to], ['IST0130 http.1']],
    ['a match after one without', [to, prefix('/a')], ['IST0130 http.1']],
    ['the same match twice', [prefix('/a', { name: 'x' }), prefix('/a', { name: 'y' })], ['IST0131 http.1.match.0', 'IST0130 http.1']],
    [
      'the same match twice in one rule',
      [{ ...to, match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a' }, headers: {} }] }],
      ['IST0131 http.0.match.1'],
    ],
    ['a longer prefix', [prefix('/a'), prefix('/a/b')], ['IST0131 http.1.match.0']],
    ['a shorter prefix', [prefix('/a/b'), prefix('/a')], []],
    ['a longer prefix at another port', [prefix('/a'), prefix('/a/b', { port: 80 })], []],
    ['a longer prefix for a header', [prefix('/a'), prefix('/a/b', { headers: { x: { exact: '1' } } })], []],
    ['a longer prefix for another method', [prefix('/a'), prefix('/a/b', { method: { exact: 'POST' } })], []],
    [
      'a longer prefix for the method that counts as given',
      [prefix('/a'), prefix('/a/b', { method: { exact: 'GET' } })],
      ['IST0131 http.1.match.0'],
    ],
    ['an exact path under a prefix, which istiod does not compare', [prefix('/a'), { ...to, match: [{ uri: { exact: '/a/b' } }] }], []],
  ])('%s', (_name, routes, expected) => {
    expect(said({ hosts: ['a'], http: routes })).toEqual(expected);
  });

  test('TCP and TLS rules too', () => {
    const tcp = { ...to, match: [{ port: 80 }] };
    const tls = { ...to, match: [{ sniHosts: ['a'] }] };
    expect(said({ hosts: ['a'], tcp: [tcp, tcp], tls: [tls, tls] })).toEqual([
      'IST0131 tcp.1.match.0',
      'IST0130 tcp.1',
      'IST0131 tls.1.match.0',
      'IST0130 tls.1',
    ]);
  });
});

describe('TLS and TCP routes', () => {
  const tls = (...matches: object[]) => ({ hosts: ['*.a.com', '10.0.0.1'], gateways: ['a'], tls: [{ match: matches, ...to }] });
  test.each<[string, object, string[]]>([
    ['an SNI host within the hosts', tls({ sniHosts: ['x.a.com'] }), []],
    ['an SNI host beyond the hosts', tls({ sniHosts: ['b.com'] }), ['IST0106 tls.0.match.0.sniHosts.0']],
    ['an address', tls({ sniHosts: ['10.0.0.1'] }), ['IST0133 tls.0.match.0.sniHosts.0']],
    ['no SNI host', tls({}), ['IST0106 tls.0.match.0.sniHosts']],
    [
      'subnets',
      tls({ sniHosts: ['x.a.com'], destinationSubnets: ['10.0.0.0/8', '10.0.0', '10.0.0.0/33'] }),
      ['IST0106 tls.0.match.0.destinationSubnets.1', 'IST0106 tls.0.match.0.destinationSubnets.2'],
    ],
    [
      'the old form of a gateway, whose warning is kept',
      tls({ sniHosts: ['x.a.com'], gateways: ['a.demo'] }),
      ['IST0133 tls.0.match.0.gateways.0'],
    ],
    ['no TCP destination', { hosts: ['a'], tcp: [{ match: [{ port: 99999 }] }] }, ['IST0106 tcp.0.match.0.port', 'IST0106 tcp.0.route']],
    ['a destination made from the Gateway API', { hosts: ['a'], tcp: [{ route: [{}] }] }, ['IST0106 tcp.0.route.0.destination']],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });
});
