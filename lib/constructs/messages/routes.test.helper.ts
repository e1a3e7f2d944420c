import { Duration } from '../duration';
import { ExternalService } from '../external-service';
import { Gateway, type GatewayProps } from '../gateway';
import { Header } from '../header';
import type { VirtualServiceRoute } from '../http-route';
import { Path } from '../path';
import { Percent } from '../percent';
import { Query } from '../query';
import { RouteDelegate, type RouteDelegateProps } from '../route-delegate';
import { Server } from '../server';
import type { TrafficApi } from '../traffic-api';
import { elsewhere, gateway, hosts, type Mistakes, site } from './mistakes.test.helper';

const to = elsewhere;
const everywhere = Gateway.fromName('istio-system/edge');
const kubernetes = Gateway.fromName('istio-system/edge', { trafficApi: 'gateway-api' });

function route(props: Omit<VirtualServiceRoute, 'to'> & { readonly to?: unknown }): Mistakes[string] {
  return (chart) => site(chart, { routes: [{ name: 'user', ...props } as VirtualServiceRoute] });
}

function delegate(props: Partial<RouteDelegateProps<'/cart'>>): Mistakes[string] {
  return (chart) => new RouteDelegate(chart, 'cart', { prefix: '/cart', routes: [{ to }], ...props });
}

function edge(props: Partial<GatewayProps>): Mistakes[string] {
  return (chart) => new Gateway(chart, 'edge', { servers: [Server.http({ hosts })], ...props });
}

/** Routes and what they lead from and to. */
export const routes: Mistakes = {
  'a route that does nothing': route({}),
  'a route that does two things': route({ to, redirect: { scheme: 'https' } }),
  'a rewrite without a slash': route({ to, rewrite: 'v1' }),
  'a rewrite of nothing': route({ to, rewrite: {} }),
  'a redirect with path and prefix': route({ redirect: { path: '/a', prefix: '/b' } }),
  'a redirect to the same place': route({ redirect: { code: 302 } }),
  'an answer with a status of 99': route({ directResponse: { status: 99 } }),
  'an answer with a status of 600': route({ directResponse: { status: 600 } }),
  'settings of no retries': route({ to, retries: { attempts: 0, on: ['5xx'] } }),
  'a negative number of attempts': route({ to, retries: { attempts: -1 } }),
  'a fault that does nothing': route({ to, fault: {} }),
  'an abort with a status of 199': route({ to, fault: { abort: { status: 199, percentage: Percent.ALL } } }),
  'an abort with a status of 600': route({ to, fault: { abort: { status: 600, percentage: Percent.ALL } } }),
  'a mirror that is a split': route({ to, mirror: [{ to: elsewhere.split({ v1: 50, v2: 50 }) }] }),
  'CORS for fractions of a second': route({ to, cors: { allowOrigins: [], maxAge: Duration.millis(1500) } }),
  'two conditions on a header': route({ to, headers: [Header.is('A', '1'), Header.startsWith('a', '2')] }),
  'two conditions on a query parameter': route({ to, query: [Query.is('a', '1'), Query.is('a', '2')] }),
  'the header host': route({ to, requestHeaders: { set: { Host: 'a.example' } } }),
  'a header with a line break': route({ to, responseHeaders: { add: { 'x-a': 'a\nb' } } }),
  'a header with one percent sign': route({ to, requestHeaders: { set: { 'x-a': '100%' } } }),
  'a header without a value': route({ to, requestHeaders: { set: { 'x-a': '' } } }),
  'a header to remove with a colon': route({ to, responseHeaders: { remove: ['x-a:'] } }),
  'an authority that is empty': route({ to, authority: '' }),
  'labels of callers that are none': route({ to, sourceLabels: { app: '-' } }),
  'a label that ends with a dot': route({ to, sourceLabels: { app: 'a.' } }),
  'a label that begins with a dot': route({ to, sourceLabels: { app: '.a' } }),
  'a label of 64 characters': route({ to, sourceLabels: { app: 'a'.repeat(64) } }),
  'a label key without a name': route({ to, sourceLabels: { 'example.com/': 'a' } }),
  'a label key of a domain in capitals': route({ to, sourceLabels: { 'Example.com/a': 'a' } }),
  'a label key of a domain that ends with a dot': route({ to, sourceLabels: { 'example./a': 'a' } }),
  'a label key of a domain of 254 characters': route({ to, sourceLabels: { [`${'a'.repeat(254)}/b`]: 'a' } }),
  'a label key with two slashes': route({ to, sourceLabels: { 'a/b/c': 'x' } }),
  'no routes': (chart) => site(chart, {}),
  'no gateways': (chart) => site(chart, { gateways: [], routes: [{ to }] }),
  'every host in the mesh': (chart) => site(chart, { hosts: ['*'], routes: [{ to }] }),
  'a host that no server answers for': (chart) =>
    site(chart, { hosts: ['shop.exampel.com'], gateways: [gateway(chart)], routes: [{ to }] }),
  'a route for a gateway of another virtual service': (chart) =>
    site(chart, { gateways: ['mesh', everywhere], routes: [{ to, gateways: [Gateway.fromName('istio-system/edges')] }] }),
  'a route after one that takes all': (chart) =>
    site(chart, {
      routes: [
        { name: 'all', to },
        { path: Path.under('/a'), to },
      ],
    }),
  'a SNI that no host covers': (chart) => site(chart, { tls: [{ to, sniHosts: ['shop.exampel.com'] }] }),
  'a gateway of the other API': (chart) => site(chart, { gateways: [kubernetes], routes: [{ to }] }),
  'an API that there is not': (chart) => site(chart, { trafficApi: 'gateway' as TrafficApi, routes: [{ to }] }),
  'a field that the construct writes': (chart) => site(chart, { routes: [{ to }], spec: { hosts: ['a.example'] } }),
  'a list that cannot be told apart': (chart) => site(chart, { routes: [{ to }], spec: { http: [{ timeout: '1s' }, { timeout: '2s' }] } }),
  'a destination that is not exported': (chart) => {
    const hidden = new ExternalService(chart, 'bank', {
      host: 'bank.example',
      ports: [{ number: 443, protocol: 'tls' }],
      exportTo: ['a', 'b'],
    });
    return site(chart, { routes: [{ to: hidden }] });
  },
  'an export to nobody': (chart) => site(chart, { routes: [{ to }], exportTo: [] }),
  'an export to all and to one': (chart) => site(chart, { routes: [{ to }], exportTo: ['*', 'a'] }),
  'an export to one twice': (chart) => site(chart, { routes: [{ to }], exportTo: ['a', '.', 'a'] }),
  'an id that is taken': (chart) => [gateway(chart), new RouteDelegate(chart, 'edge', { prefix: '/cart', routes: [{ to }] })],

  'a delegate without routes': delegate({ routes: [] }),
  'a delegated route by an expression': delegate({ routes: [{ name: 'add', to, path: Path.matches('/cart/.*') as never }] }),
  'a delegated route outside': delegate({ routes: [{ to, path: Path.under('/user') as never }] }),
  'a delegated route beside': delegate({ routes: [{ to, path: Path.startsWith('/carts/') as never }] }),
  'a delegated route after one that takes all': delegate({
    routes: [
      { name: 'all', to },
      { to, path: Path.under('/cart/a') },
    ],
  }),
  'a delegate within an earlier one': (chart) => {
    const delegates = (['/cart', '/cart/items'] as const).map(
      (prefix, index) => new RouteDelegate(chart, `team-${index + 1}`, { prefix, routes: [{ to }] }),
    );
    return site(chart, { gateways: [everywhere], routes: delegates.map((each) => ({ delegate: each })) });
  },

  'a gateway without servers': edge({ servers: [] }),
  'a gateway for all pods': edge({ selector: {} }),
  'two servers of one name': edge({ servers: [80, 81].map((port) => Server.http({ hosts, port, name: 'web' })) }),

  'an external service for everything': (chart) =>
    new ExternalService(chart, 'bank', { host: '*', ports: [{ number: 443, protocol: 'tls' }] }),
  'an external service without ports': (chart) => new ExternalService(chart, 'bank', { host: 'bank.example', ports: [] }),
  'an external port twice': (chart) =>
    new ExternalService(chart, 'bank', {
      host: 'bank.example',
      ports: (['http', 'tls'] as const).map((protocol) => ({ number: 443, protocol })),
    }),
  'an endpoint with a wildcard': (chart) =>
    new ExternalService(chart, 'bank', { host: 'bank.example', ports: [{ number: 443, protocol: 'tls' }], endpoints: ['*.bank.example'] }),
};
