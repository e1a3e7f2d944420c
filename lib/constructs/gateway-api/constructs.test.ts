import type { Chart } from 'cdk8s';
import { declared, refusal, yamlOf } from '../declared.test.helper';
import { ExternalService } from '../external-service';
import { Gateway } from '../gateway';
import { Header } from '../header';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { Server } from '../server';
import { TcpRoute, TlsRoute } from './connection-routes';
import { GrpcRoute } from './grpc-route';
import { HttpRoute } from './http-route';
import { ReferenceGrant } from './reference-grant';

const hosts = ['shop.example.com'];
const edge = (chart: Chart) =>
  new Gateway(chart, 'edge', {
    trafficApi: 'gateway-api',
    servers: [Server.http({ hosts }), Server.passthrough({ hosts }), Server.tcp({ port: 5432 })],
  });

test('a route of each kind beside Istio’s own kinds', () => {
  const yaml = yamlOf((chart) => {
    const parents = [edge(chart)];
    const user = new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
    const cart = new Microservice(chart, 'cart', { image: 'cart:v1', port: 9000, protocol: 'grpc' });
    const bank = new ExternalService(chart, 'bank', { host: 'bank.example.net', ports: [{ number: 443, protocol: 'tls' }] });
    new HttpRoute(chart, 'site', {
      parents,
      port: 80,
      hostnames: hosts,
      rules: [
        { path: Path.under('/user'), methods: ['GET', 'HEAD'], rewrite: '/', to: user.split({ v1: 90, v2: 10 }) },
        { redirect: { prefix: '/user' } },
      ],
    });
    new GrpcRoute(chart, 'cart-calls', {
      parents: [cart],
      rules: [
        { service: 'shop.Cart', method: 'Add', headers: [Header.startsWith('mode', 'd')], to: cart, requestHeaders: { set: { a: 'b' } } },
        { to: cart },
      ],
    });
    new TlsRoute(chart, 'bank-site', { parents, port: 443, hostnames: hosts, to: bank });
    new TcpRoute(chart, 'database', { parents, port: 5432, to: Microservice.fromHost('postgres', { port: 5432, protocol: 'tcp' }) });
    new ReferenceGrant(chart, 'routes', {
      from: [{ kind: 'HTTPRoute', namespace: 'web' }],
      to: [{ kind: 'Service', name: 'user' }, { kind: 'Secret' }],
    });
  });
  expect(yaml).toMatchSnapshot();
});

test.each<[string, (chart: Chart, to: Microservice) => unknown]>([
  ['NoRules', (chart) => new HttpRoute(chart, 'x', { parents: [edge(chart)], rules: [] })],
  ['NoRules', (chart) => new GrpcRoute(chart, 'x', { parents: [edge(chart)], rules: [] })],
  ['GrpcName', (chart, to) => new GrpcRoute(chart, 'x', { parents: [edge(chart)], rules: [{ service: 'shop/Cart', to }] })],
  ['NoParents', (chart, to) => new HttpRoute(chart, 'x', { parents: [], rules: [{ to }] })],
  ['GatewayOfIstio', (chart, to) => new TcpRoute(chart, 'x', { parents: [Gateway.fromName('a/b')], to })],
  ['NoHosts', (chart, to) => new TlsRoute(chart, 'x', { parents: [edge(chart)], hostnames: [], to })],
  ['BackendPort', (chart) => new TcpRoute(chart, 'x', { parents: [edge(chart)], to: Microservice.fromHost('a') })],
  [
    'NotInGatewayApi',
    (chart) =>
      new TcpRoute(chart, 'x', { parents: [edge(chart)], to: Microservice.fromHost('a', { port: 1, versions: ['v1'] }).version('v1') }),
  ],
  ['EmptyGrant', (chart) => new ReferenceGrant(chart, 'x', { from: [], to: [{ kind: 'Service' }] })],
])('refuses %s', (name, declare) => {
  const error = refusal((chart) => declare(chart, new Microservice(chart, 'user', { image: 'user:v1', port: 80 })));
  expect([error.errorName, error.details.construct]).toEqual([name, 'shop/x']);
});

test('`spec` says what has no prop', () => {
  const objects = declared((chart) => {
    const to = new Microservice(chart, 'user', { image: 'user:v1', port: 80 });
    new HttpRoute(chart, 'x', { parents: [edge(chart)], rules: [{ to }], spec: { rules: [{ timeouts: { request: '3s' } }] } });
  });
  expect(objects.find(({ kind }) => kind === 'HTTPRoute')?.spec).toMatchObject({ rules: [{ timeouts: { request: '3s' } }] });
});
