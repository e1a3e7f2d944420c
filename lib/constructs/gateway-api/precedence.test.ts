import { declared, refusal } from '../declared.test.helper';
import { Gateway } from '../gateway';
import { Header } from '../header';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { Query } from '../query';
import type { RouteMatch } from '../route-match';
import { VirtualService } from '../virtual-service';

const gateways = [Gateway.fromName('istio-system/edge', { trafficApi: 'gateway-api' })];
const to = Microservice.fromHost('user.shop.svc.cluster.local', { port: 80 });

const inOrder = (...matches: readonly RouteMatch[]) => {
  const routes = matches.map((match) => ({ ...match, to }));
  return (chart: ConstructorParameters<typeof VirtualService>[0]) =>
    new VirtualService(chart, 'site', { trafficApi: 'gateway-api', hosts: ['a.example'], gateways, routes });
};

const a = Path.under('/a');
const get = ['GET'] as const;
const dev = Header.is('mode', 'dev');

/** Some requests are for both, and the Gateway API tries the second first. */
test.each<[string, RouteMatch, RouteMatch]>([
  ['a longer prefix', { path: a }, { path: Path.under('/a/b') }],
  ['the same path as a whole', { path: a }, { path: Path.exactly('/a') }],
  ['a path below as a whole', { path: a }, { path: Path.exactly('/a/b') }],
  ['a path beside an expression', { path: Path.matches('/a.*') }, { path: a }],
  ['a longer expression', { path: Path.matches('/a.*') }, { path: Path.matches('/a/.*') }],
  ['a method', { path: a, headers: [dev] }, { path: a, methods: get }],
  [
    'a method among others',
    { path: a, methods: ['PUT'], query: [Query.is('x', '1')] },
    { path: a, methods: ['POST', 'PUT'], headers: [dev] },
  ],
  ['a header', { path: a, query: [Query.is('x', '1')] }, { path: a, headers: [dev] }],
  ['more headers', { path: a, headers: [dev] }, { path: a, headers: [dev, Header.exists('x')] }],
  ['the same header in capitals', { path: a, headers: [dev] }, { path: a, headers: [Header.is('MODE', 'dev'), Header.exists('x')] }],
  ['a header of any value', { path: a, headers: [Header.startsWith('mode', 'd')] }, { path: a, headers: [dev, Header.exists('x')] }],
  ['more parameters', { path: a, query: [Query.is('x', '1')] }, { path: a, query: [Query.is('x', '1'), Query.is('y', '1')] }],
  [
    'a parameter by an expression',
    { path: a, query: [Query.matches('x', '.')] },
    { path: a, query: [Query.is('x', '1'), Query.is('y', '1')] },
  ],
  ['a parameter in capitals', { path: a, query: [Query.is('x', '1')] }, { path: a, query: [Query.is('X', '2'), Query.is('y', '1')] }],
  ['every path with a header', { headers: [dev] }, { path: a }],
])('%s is tried first', (_, first, second) => {
  expect(refusal(inOrder(first, second)).fact).toBe('route 2 would be tried before route 1');
  expect(() => declared(inOrder(second, first))).not.toThrow();
});

/** No request is for both, or the order is that of the Gateway API. */
test.each<[string, RouteMatch, RouteMatch]>([
  ['another path', { path: a }, { path: Path.under('/longer') }],
  ['a path that begins alike', { path: a }, { path: Path.under('/ab') }],
  ['a whole path that begins alike', { path: a }, { path: Path.exactly('/ab') }],
  ['a whole path beside', { path: Path.exactly('/a') }, { path: Path.exactly('/b') }],
  ['a whole path above', { path: Path.under('/a/b') }, { path: Path.exactly('/a') }],
  ['a longer whole path', { path: Path.exactly('/a') }, { path: Path.exactly('/a/b') }],
  ['another method', { path: a, methods: get }, { path: Path.under('/a/b'), methods: ['PUT'] }],
  ['another value of a header', { path: a, headers: [dev] }, { path: a, headers: [Header.is('Mode', 'test'), Header.exists('x')] }],
  ['another value of a parameter', { path: a, query: [Query.is('x', '1')] }, { path: a, query: [Query.is('x', '2'), Query.is('y', '1')] }],
  ['the same again', { path: a, methods: get }, { path: a, methods: get, headers: [] }],
])('%s may stand in either order', (_, first, second) => {
  expect(() => declared(inOrder(first, second))).not.toThrow();
  expect(() => declared(inOrder(second, first))).not.toThrow();
});

test('rules of one route go in any order', () => {
  expect(() => declared(inOrder({ path: a, methods: ['GET', 'PUT'] }, { path: a }))).not.toThrow();
});
