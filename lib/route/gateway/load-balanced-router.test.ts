import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../../mesh/mesh';
import { undecidedOf } from '../policy/policy-stage';
import { type RequestOptions, request } from '../request/request';
import { explain } from '../router';
import { GatewayRouter } from './gateway-router';
import { IngressRouter } from './ingress-router';
import { LoadBalancedRouter } from './load-balanced-router';

const root = 'istio-system';
const object = (apiVersion: string, kind: string, name: string, spec: object, namespace = root): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
});
const networking = 'networking.istio.io/v1';
const selector = { istio: 'ingressgateway' };
const plain = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.com'] };
const gateway = (...servers: object[]) => object(networking, 'Gateway', 'gw', { selector, servers });
const redirecting = gateway({ ...plain, tls: { httpsRedirect: true } });
const forwarding = object(networking, 'VirtualService', 'a', {
  hosts: ['a.com'],
  gateways: ['gw'],
  http: [
    { match: [{ uri: { prefix: '/secure' }, scheme: { exact: 'https' } }], directResponse: { status: 204 } },
    { match: [{ uri: { prefix: '/same' } }], redirect: { uri: '/same' } },
    { directResponse: { status: 202 } },
  ],
});
const meshConfig = (config: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: root },
  data: { mesh: JSON.stringify({ defaultConfig: config }) },
});
const trusting = (numTrustedProxies: number) => meshConfig({ gatewayTopology: { numTrustedProxies } });
const podLabels = { istio: 'ingressgateway', app: 'istio-ingressgateway' };
/** Istio's own gateway, with an annotation. */
const annotated = (topology: string): KubernetesObject =>
  object('apps/v1', 'Deployment', 'istio-ingressgateway', {
    selector: { matchLabels: podLabels },
    template: {
      metadata: { labels: podLabels, annotations: { 'proxy.istio.io/config': `gatewayTopology: ${topology}` } },
      spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
    },
  });

function behind(objects: readonly KubernetesObject[], url: string, { port, ...options }: RequestOptions & { port?: number } = {}) {
  return new LoadBalancedRouter(new IngressRouter(Mesh.of(objects)), { port }).route(request(url, options));
}

test('a gateway that trusts no proxy redirects for ever what comes by https', () => {
  const decision = behind([redirecting, forwarding], 'https://a.com/x?y');
  expect(decision).toMatchObject({ status: 301, location: 'https://a.com/x?y', loops: true });
  expect(decision.reason).toBe(
    'the server redirects plain HTTP to HTTPS to the URL that was asked for, again and again; the gateway does not trust what the load balancer says of the scheme',
  );
  expect(decision.assumed).toEqual(['the load balancer calls port 80 of the gateway in plain text']);
});

test('plain http is redirected once', () => {
  const decision = behind([redirecting, forwarding], 'http://a.com/x');
  expect([decision.status, decision.location, decision.loops]).toEqual([301, 'https://a.com/x', undefined]);
});

test.each([
  ['the mesh configuration', [redirecting, trusting(1)]],
  ['an annotation of the pod', [redirecting, annotated('{ numTrustedProxies: 1 }')]],
  ['an annotation before the mesh configuration', [redirecting, trusting(0), annotated('{ numTrustedProxies: 2 }')]],
])('a gateway that trusts by %s sees https', (_, objects) => {
  const all = [...objects, forwarding];
  expect(behind(all, 'https://a.com/x').status).toBe(202);
  expect(behind(all, 'https://a.com/secure').status).toBe(204);
  expect(behind(all, 'http://a.com/x').status).toBe(301);
});

test('a scheme that a client claims itself counts only behind trusted proxies', () => {
  const claimed = { headers: { 'X-Forwarded-Proto': 'https' } };
  const ask = (...objects: KubernetesObject[]) =>
    new IngressRouter(Mesh.of([redirecting, forwarding, ...objects])).route(request('http://a.com/x', claimed)).status;
  expect([ask(), ask(trusting(1))]).toEqual([301, 202]);
});

test('a rule that redirects to what was asked for loops, load balancer or not', () => {
  const router = new IngressRouter(Mesh.of([gateway(plain), forwarding]));
  expect(router.route(request('http://a.com/same'))).toMatchObject({ status: 301, loops: true });
  expect(router.route(request('http://a.com/same?x')).loops).toBe(true);
  expect(router.route(request('http://a.com/same/more')).loops).toBeUndefined();
});

const onlyOffice = object('security.istio.io/v1', 'AuthorizationPolicy', 'office', {
  selector: { matchLabels: selector },
  rules: [{ from: [{ source: { remoteIpBlocks: ['203.0.113.0/24'] } }] }],
});
const office = { sourceIp: '203.0.113.7' };
const home = { sourceIp: '198.51.100.1', headers: { 'x-forwarded-for': '203.0.113.9' } };

test.each([
  ['no trusted proxy: the address is that of the load balancer', 0, office, 200, 1],
  ['one trusted proxy, the office', 1, office, 202, 0],
  ['one trusted proxy, another who claims to be the office', 1, home, 403, 0],
  ['two trusted proxies believe the claim', 2, home, 202, 0],
  ['one trusted proxy, an unknown client with a claim', 1, { headers: home.headers }, 200, 1],
])('addresses: %s', (_, trusted, sender, status, undecided) => {
  const decision = behind([gateway(plain), forwarding, onlyOffice, trusting(trusted)], 'https://a.com/', sender);
  const open = undecidedOf(decision.policies ?? []).length;
  expect([open > 0 ? 200 : decision.status, open]).toEqual([status, undecided]);
});

test('with the PROXY protocol the address of the connection is the client', () => {
  const objects = [gateway(plain), forwarding, onlyOffice, annotated('{ proxyProtocol: {} }')];
  expect(behind(objects, 'https://a.com/', office).status).toBe(202);
  expect(behind(objects, 'https://a.com/', home).status).toBe(403);
  expect(behind(objects, 'https://a.com/', office).assumed).toEqual([
    'what calls the gateway speaks the PROXY protocol; any other connection is closed (`gatewayTopology.proxyProtocol`)',
    'the load balancer calls port 80 of the gateway in plain text',
  ]);
});

test('the port: what the Service leads to if it is plain text, the one that is given, else 80', () => {
  const service = object('v1', 'Service', 'gw', { selector, ports: [{ name: 'https', port: 443, targetPort: 8080 }] });
  const other = gateway({ ...plain, port: { number: 8080, name: 'http', protocol: 'HTTP' } });
  const tls = { port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['a.com'], tls: { mode: 'SIMPLE', credentialName: 'c' } };
  expect(behind([other, service, forwarding], 'https://a.com/').status).toBe(202);
  expect(behind([gateway(tls), forwarding], 'https://a.com/').status).toBe('error');
  expect(behind([gateway(plain, tls), forwarding], 'https://a.com/').status).toBe(202);
  const wrong = behind([gateway(plain, tls), forwarding], 'https://a.com/', { port: 443 });
  expect([wrong.status, wrong.reason]).toEqual(['error', 'connection closed: the port speaks TLS only']);
});

test.each([
  ['https://a.com/', 'it ends TLS and calls port 80 of the gateway in plain text, with `X-Forwarded-Proto: https`'],
  ['http://a.com/', 'it calls port 80 of the gateway in plain text, with `X-Forwarded-Proto: http`'],
])('the trace of %s begins with the load balancer', (url, why) => {
  const router = new LoadBalancedRouter(new IngressRouter(Mesh.of([gateway(plain), forwarding])), {});
  const [first] = explain(router, request(url)).steps;
  expect(first).toEqual({ step: 'client', what: 'load balancer', verdict: 'taken', why });
});

test('a pod that is named is asked, too', () => {
  const router = new GatewayRouter(Mesh.of([redirecting, forwarding]), { namespace: root, labels: selector });
  expect(new LoadBalancedRouter(router, {}).route(request('https://a.com/')).loops).toBe(true);
});
