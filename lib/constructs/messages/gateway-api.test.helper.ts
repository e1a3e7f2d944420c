import { ClientTls } from '../client-tls';
import { ConsistentHash } from '../consistent-hash';
import { DestinationRule, type DestinationRuleProps } from '../destination-rule';
import { Duration } from '../duration';
import { Gateway, type GatewayProps } from '../gateway';
import { TcpRoute } from '../gateway-api/connection-routes';
import { GrpcRoute } from '../gateway-api/grpc-route';
import { HttpRoute } from '../gateway-api/http-route';
import { ReferenceGrant } from '../gateway-api/reference-grant';
import { Header } from '../header';
import type { VirtualServiceRoute } from '../http-route';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { Percent } from '../percent';
import { RouteDelegate } from '../route-delegate';
import { Server } from '../server';
import { StringMatch } from '../string-match';
import type { VirtualServiceProps } from '../virtual-service';
import { elsewhere, hosts, type Mistakes, microservice, site, versioned } from './mistakes.test.helper';

const to = elsewhere;
const trafficApi = 'gateway-api';
const ofIstio = Gateway.fromName('istio-system/edge');
const ofKubernetes = Gateway.fromName('istio-system/edge', { trafficApi });
const parents = [ofKubernetes];

function gateway(props: Partial<GatewayProps>): Mistakes[string] {
  return (chart) => new Gateway(chart, 'edge', { trafficApi, servers: [Server.http({ hosts })], ...props });
}

function service(props: Partial<VirtualServiceProps>): Mistakes[string] {
  return (chart) => site(chart, { trafficApi, gateways: parents, ...props });
}

function route(props: Partial<Record<keyof VirtualServiceRoute, unknown>>): Mistakes[string] {
  return service({ routes: [{ name: 'user', to, ...props } as VirtualServiceRoute] });
}

function calls(props: Partial<VirtualServiceProps>): Mistakes[string] {
  return (chart) => {
    const user = microservice(chart);
    site(chart, { trafficApi, hosts: [user], routes: [{ to: user }], ...props });
  };
}

function rule(props: Partial<DestinationRuleProps>): Mistakes[string] {
  return (chart) => new DestinationRule(chart, 'rule', { trafficApi, service: elsewhere, ...props });
}

/** What the Gateway API does not have, or rejects. */
export const gatewayApi: Mistakes = {
  'a route at a gateway of Istio': (chart) => new TcpRoute(chart, 'db', { parents: [ofIstio], to }),
  'a route nowhere': (chart) => new TcpRoute(chart, 'db', { parents: [], to }),
  'a backend without a port': (chart) => new TcpRoute(chart, 'db', { parents, to: Microservice.fromHost('db') }),
  'a backend that is a version elsewhere': (chart) => new TcpRoute(chart, 'db', { parents, to: to.version('v1') }),
  'an HTTPRoute without rules': (chart) => new HttpRoute(chart, 'site', { parents, rules: [] }),
  'a GRPCRoute without rules': (chart) => new GrpcRoute(chart, 'site', { parents, rules: [] }),
  'an HTTPRoute with a wrong rule': (chart) => new HttpRoute(chart, 'site', { parents, rules: [{ to }, { to, rewrite: 'v1' }] }),
  'a gRPC service with a slash': (chart) => new GrpcRoute(chart, 'site', { parents, rules: [{ service: 'shop/Cart', to }] }),
  'a gRPC method with a space': (chart) => new GrpcRoute(chart, 'site', { parents, rules: [{ method: 'Add Item', to }] }),
  'a grant for nobody': (chart) => new ReferenceGrant(chart, 'grant', { from: [], to: [{ kind: 'Service' }] }),
  'a grant of nothing': (chart) => new ReferenceGrant(chart, 'grant', { from: [{ kind: 'HTTPRoute', namespace: 'web' }], to: [] }),
  'a grant for a namespace in capitals': (chart) =>
    new ReferenceGrant(chart, 'grant', { from: [{ kind: 'HTTPRoute', namespace: 'Web' }], to: [{ kind: 'Service' }] }),

  'a selector of pods': gateway({ selector: { istio: 'edge' } }),
  'a choice of TLS 1.3': gateway({ servers: [Server.https({ hosts, credential: 'tls', minTls: '1.3' })] }),
  'a choice of TLS 1.2': gateway({ servers: [Server.https({ hosts, credential: 'tls', maxTls: '1.2' })] }),
  'a choice of callers’ certificates': gateway({ servers: [Server.https({ hosts, credential: 'tls', subjectAltNames: ['a'] })] }),
  'TLS of the mesh passed through': gateway({ servers: [Server.autoPassthrough({ hosts: ['*.local'] })] }),
  'its own namespace beside others': gateway({ servers: [Server.http({ hosts: ['./a.example', 'team/a.example'] })] }),

  'a spec of a VirtualService': service({ routes: [{ to }], spec: { exportTo: ['.'] } }),
  'a route to a delegate': route({ to: undefined, delegate: RouteDelegate.fromName('team/cart', { prefix: '/cart' }) }),
  'an answer of the proxy': route({ to: undefined, directResponse: { status: 200 } }),
  'a fault': route({ fault: { abort: { status: 503, percentage: Percent.of(1) } } }),
  'a condition on the authority': route({ authority: 'a.example' }),
  'a condition on the scheme': route({ scheme: 'http' }),
  'a condition on the caller': route({ sourceLabels: { app: 'a' } }),
  'a condition that a header is not there': route({ headers: [Header.exists('a'), Header.absent('mode')] }),
  'a condition on a claim': route({ headers: [Header.is('@request.auth.claims.role', 'admin')] }),
  'a prefix by characters': route({ path: Path.startsWith('/a/') }),
  'a rewrite of every path': route({ rewrite: '/a' }),
  'a redirect of every path': route({ to: undefined, redirect: { prefix: '/a' } }),
  'a rewrite that ends with a slash': route({ path: Path.under('/a'), rewrite: { path: '/b/' } }),
  'a redirect to the port of a scheme that is not given': route({ to: undefined, redirect: { path: '/b', port: 'from-scheme' } }),
  'a retry on 5xx': route({ retries: { attempts: 1, on: ['connect-failure', '5xx'] } }),
  'a retry on some connection errors': route({ retries: { attempts: 1, on: ['connect-failure', 'refused-stream', 'cancelled'] } }),
  'an origin by its beginning': route({ cors: { allowOrigins: [StringMatch.startsWith('https://')] } }),
  'a name that is no DNS label': route({ name: 'User_Route' }),
  'a port of some routes': service({ routes: [{ to, port: 80, path: Path.under('/a') }, { to }] }),
  'an order of length': service({
    routes: [
      { name: 'short', path: Path.under('/a'), to },
      { path: Path.under('/a/b'), to },
    ],
  }),
  'a TLS route for every name': service({ hosts: ['*'], tls: [{ to, sniHosts: ['*'] }] }),
  'a TLS route that its hosts do not cover': service({ tls: [{ to }, { to, sniHosts: ['a.example'] }] }),
  'a TCP route without a port of its backend': service({ tcp: [{ to: Microservice.fromHost('db') }] }),
  'gateways that do not see a route': service({ routes: [{ to }], exportTo: ['.'] }),
  'callers that do not see a route': calls({ exportTo: ['team'] }),
  'callers of another namespace': calls({ hosts: ['cart.other.svc.cluster.local'] }),
  'a route in the mesh for a host outside': calls({ hosts: ['bank.example'] }),
  'a route in the mesh for a wildcard': calls({ hosts: ['*.shop.svc.cluster.local'] }),

  'a rule of a hash': rule({ loadBalancing: ConsistentHash.onSourceIp() }),
  'a rule of two policies': rule({ tls: ClientTls.off(), connectionPool: { connectTimeout: Duration.seconds(1) } }),
  'a rule of subsets': (chart) => new DestinationRule(chart, 'rule', { trafficApi, service: versioned(chart) }),
  'a rule of a spec': rule({ service: { host: 'a.example' }, spec: { exportTo: ['.'] } }),
};
