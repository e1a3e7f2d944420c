import { ClientTls } from '../client-tls';
import { ConsistentHash } from '../consistent-hash';
import { Split } from '../destination';
import { Duration } from '../duration';
import { Gateway } from '../gateway';
import { Header } from '../header';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { Percent } from '../percent';
import { Query } from '../query';
import { Canary } from '../release/canary';
import { StickyCookie } from '../release/sticky-cookie';
import { RouteDelegate } from '../route-delegate';
import { ExternalAuthorizer } from '../security/external-authorizer';
import { Jwks } from '../security/jwks';
import { Server } from '../server';
import { StringMatch } from '../string-match';
import { Objective } from '../telemetry/objective';
import { Requests } from '../telemetry/requests';
import { elsewhere, hosts, type Mistakes, microservice, nowhere, site, versioned } from './mistakes.test.helper';

const reviews = 'reviews.prod.svc.cluster.local';
const key = { kty: 'RSA', n: 'x', e: 'AQAB' };

/** Values that are wrong by themselves, wherever they are given. */
export const values: Mistakes = {
  'a duration of nothing': () => Duration.seconds(0),
  'a duration in fractions of a millisecond': () => Duration.millis(1.5),
  'a percentage above 100': () => Percent.of(101),
  'a path without a slash': () => Path.exactly('user'),
  'a prefix by characters without a slash': () => Path.startsWith('user'),
  'a prefix that ends with a slash': () => Path.under('user//'),
  'a prefix without a slash': () => Path.under('user'),
  'a prefix after a host': () => Path.under('a.example/user'),
  'a prefix that is every path': () => Path.under('/'),
  'an empty expression': () => Path.matches(''),
  'an expression that RE2 does not know': () => Path.matches('/(?=a)'),
  'an empty text to match': () => StringMatch.exactly(''),
  'a header with a space before it': () => Header.exists(' x-user'),
  'a header of no claim': () => Header.exists('@request.auth.claims'),
  'a header with a colon': () => Header.exists('x-user:'),
  'a cookie to hash with a space': () => ConsistentHash.onCookie('a b'),
  'a query parameter without a name': () => Query.is('', 'a'),
  'a cookie with a space before it': () => StickyCookie.named(' a'),
  'a cookie for a path with a semicolon': () => StickyCookie.named('version', { path: '/a;b' }),
  'a cookie for a path with a host': () => StickyCookie.named('version', { path: 'a/b' }),
  'a cookie with a dot': () => StickyCookie.named('a.b'),
  'a cookie for a path without a slash': () => StickyCookie.named('version', { path: 'user' }),
  'a cookie for fractions of a second': () => StickyCookie.named('version', { maxAge: Duration.millis(1500) }),
  'weights that are less than the whole': (chart) => versioned(chart).split({ v1: 90, v2: 5 }),
  'weights that the last cannot mend': (chart) => versioned(chart).split({ v1: 120, v2: 10 }),
  'a weight in fractions': (chart) => versioned(chart).split({ v1: 99.5, v2: 0.5 }),
  'shares of versions and of a whole': (chart) =>
    Split.between({ to: versioned(chart).version('v1'), weight: 90 }, { to: elsewhere, weight: 20 }),
  'a split of a split': () => Split.between({ to: elsewhere.split({ v1: 50, v2: 50 }), weight: 100 }),
  'a version that is not declared': (chart) => versioned(chart).version('v3' as 'v1'),
  'a version of a service without versions': () => Microservice.fromHost(reviews).version('v1' as never),
  'a wildcard as a destination': () => Microservice.fromHost('*.example.com'),
  'a service without a namespace': () => Microservice.fromService('user', { namespace: '' }),
  'a service that begins with a digit': () => Microservice.fromService('1user', { namespace: 'shop' }),
  'a port above 65535': () => Microservice.fromHost(reviews, { port: 70_000 }),
  'an address as a host': () => Server.http({ hosts: ['https://Shop.example.com:443/user'] }),
  'a host that is an address': () => Server.http({ hosts: ['10.0.0.1'] }),
  'a host that ends with a number': () => Server.http({ hosts: ['a.example.1'] }),
  'a host with a dash at its end': () => Server.http({ hosts: ['a-.example'] }),
  'a host with a wildcard inside': () => Server.http({ hosts: ['a.*.example'] }),
  'a host with a wildcard in a label': () => Server.http({ hosts: ['*a.example'] }),
  'a host of 254 characters': () => Server.http({ hosts: [`${'abc.'.repeat(63)}ab`] }),
  'a label of a host of 64 characters': () => Server.http({ hosts: [`${'a'.repeat(64)}.example`] }),
  'a host for a namespace in capitals': () => Server.http({ hosts: ['Team/a.example'] }),
  'a host that cannot be mended': () => Server.http({ hosts: ['shop_1.example.com'] }),
  'a short name at a gateway': () => Server.http({ hosts: ['shop'] }),
  'no hosts': () => Server.http({ hosts: [] }),
  'a host twice': () => Server.http({ hosts: ['a.example', 'b.example', 'a.example'] }),
  'a port name in capitals': () => Server.http({ hosts, name: 'HTTP_Port' }),
  'a server without a certificate': () => Server.https({ hosts, credential: '' }),
  'a newest TLS that is older than the oldest': () => Server.https({ hosts, credential: 'tls', minTls: '1.3', maxTls: '1.2' }),
  'a CA given twice': () => ClientTls.simple({ credential: 'ca', caCertificates: '/etc/ca.pem' }),
  'a CA for certificates that are not verified': () => ClientTls.simple({ credential: 'ca', insecureSkipVerify: true }),
  'a CA file for certificates that are not verified': () => ClientTls.simple({ caCertificates: '/ca.pem', insecureSkipVerify: true }),
  'names for certificates that are not verified': () => ClientTls.simple({ subjectAltNames: ['a.example'], insecureSkipVerify: true }),
  'a gateway elsewhere without a namespace': () => Gateway.fromName('edge'),
  'a gateway elsewhere with a dash at its end': () => Gateway.fromName('infra/edge-'),
  'a gateway elsewhere in a namespace in capitals': () => Gateway.fromName('Infra/edge'),
  'a gateway elsewhere after a space': () => Gateway.fromName(' infra/edge'),
  'a gateway elsewhere with a long reference': () => Gateway.fromName('a/b/edge'),
  'routes elsewhere without a namespace': () => RouteDelegate.fromName('cart', { prefix: '/cart' }),
  'routes elsewhere with a long reference': () => RouteDelegate.fromName('a/b/cart', { prefix: '/cart' }),
  'routes elsewhere without a name': () => RouteDelegate.fromName('a/', { prefix: '/cart' }),
  'an objective of everything': () => Objective.availability(100),
  'an objective of more than everything': () => Objective.availability(100.5),
  'an objective of nothing': () => Objective.availability(0),
  'a key set without keys': () => Jwks.inline({ keys: [] }),
  'a private key': () => Jwks.inline({ keys: [key, { ...key, d: 'secret' }] }),
  'a symmetric key': () => Jwks.inline({ keys: [{ kty: 'oct', k: 'secret' }] }),
  'keys without a type': () => Jwks.inline({ keys: [key, { n: 'x' }] }),
  'keys that are no list': () => Jwks.inline({ keys: {} } as never),
  'keys from nowhere': () => Jwks.at('accounts.example.com/jwks.json'),
  'keys from an address of another kind': () => Jwks.at('xhttp://a.example'),
  'keys from a file': () => Jwks.at('file:///jwks.json'),
  'an authorizer without a name': () => ExternalAuthorizer.grpc('', { service: elsewhere }),
  'an authorizer without a port': () => ExternalAuthorizer.grpc('opa', { service: Microservice.fromHost(reviews) }),
  'an authorizer that is a split': () => ExternalAuthorizer.grpc('opa', { service: elsewhere.split({ v1: 50, v2: 50 }) }),
  'an authorizer that fails with success': () => ExternalAuthorizer.grpc('opa', { service: elsewhere, statusOnError: 200 }),
  'an authorizer that fails with no status there is': () => ExternalAuthorizer.grpc('opa', { service: elsewhere, statusOnError: 600 }),
  'requests without a namespace': () => Requests.to(microservice(nowhere())),
  'requests of bytes': (chart) => Requests.to(microservice(chart, { protocol: 'tcp' })),
  'requests of a version that there is not': (chart) => Requests.to(versioned(chart), { version: 'v3' as 'v1' }),
  'requests along a route that there is not': (chart) => Requests.along(site(chart, { routes: [{ name: 'user', to: elsewhere }] }), 'usr'),
  'requests along a route without a name': (chart) => Requests.along(site(chart, { routes: [{ to: elsewhere }] }), 'user'),
  'a canary to the same version': (chart) => new Canary(versioned(chart), { from: 'v1', to: 'v1', steps: [100] }),
};
