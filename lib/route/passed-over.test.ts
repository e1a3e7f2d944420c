import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { IngressRouter } from './gateway/ingress-router';
import { request } from './request/request';
import { explain } from './router';
import { routerOf } from './router-of';

const namespace = (name: string, injected: boolean) => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: ${injected ? 'enabled' : 'disabled'} } }
---`;
const deployment = (name: string, home: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${home} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] } }
---`;
const service = (port: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: ${port}, port: 80, targetPort: 8080 }] }
---`;
const virtualService = (name: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec: { ${spec}, http: [{ match: [{ uri: { prefix: /x } }], directResponse: { status: 418 } }, { route: [{ destination: { host: web } }] }] }
---`;
const gateway = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gw, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.com"] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: other, namespace: shop }
spec: { selector: { istio: another }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.com"] }] }
---`;
const base = `${namespace('shop', true)}${namespace('far', true)}${namespace('bare', false)}${deployment('web', 'shop')}${deployment('cli', 'far')}${deployment('cli', 'bare')}${gateway}`;

function notUsed(manifests: string, url: string, from?: string): (string | undefined)[] {
  const { mesh } = Mesh.load(parseManifests(`${base}${manifests}`, 'passed-over.yaml').manifests);
  const caller = mesh.workloads.all.find(({ namespace: home, name }) => `${home}/${name}` === from);
  const { steps } = explain(caller ? routerOf(mesh, caller) : new IngressRouter(mesh), request(url));
  return steps.filter(({ step }) => step === 'not used').map(({ what, cause }) => `${what.replace('VirtualService shop/', '')}: ${cause}`);
}

// [the one reason, the manifests, where it is asked, the same with the rule in use]
test.each([
  [
    'not for the mesh',
    `${service('http')}${virtualService('vs', 'hosts: [web], gateways: [gw]')}`,
    'far/cli',
    `${service('http')}${virtualService('vs', 'hosts: [web], gateways: [gw, mesh]')}`,
  ],
  [
    'another protocol',
    `${service('tcp-80')}${virtualService('vs', 'hosts: [web]')}`,
    'far/cli',
    `${service('http-80')}${virtualService('vs', 'hosts: [web]')}`,
  ],
  [
    'not exported',
    `${service('http')}${virtualService('vs', 'hosts: [web], exportTo: ["."]')}`,
    'far/cli',
    `${service('http')}${virtualService('vs', 'hosts: [web], exportTo: ["*"]')}`,
  ],
  ['no proxy', `${service('http')}${virtualService('vs', 'hosts: [web]')}`, 'bare/cli', undefined],
  [
    'not imported',
    `${service('http')}${virtualService('vs', 'hosts: [web]')}
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: s, namespace: far }
spec: { egress: [{ hosts: ["./*"] }] }`,
    'far/cli',
    undefined,
  ],
])('inside the mesh: %s', (cause, manifests, from, used) => {
  expect(notUsed(manifests, 'http://web.shop/x', from)).toEqual([`vs: ${cause}`]);
  if (used) expect(notUsed(used, 'http://web.shop/x', from)).toEqual([]);
});

test.each([
  ['no such gateway', 'hosts: [a.example.com], gateways: [gv]'],
  ['another gateway', 'hosts: [a.example.com], gateways: [other]'],
  ['not exported', 'hosts: [a.example.com], gateways: [gw], exportTo: ["."]'],
])('at a gateway: %s', (cause, spec) => {
  const rules = `${service('http')}${virtualService('used', 'hosts: [a.example.com], gateways: [gw]')}${virtualService('vs', spec)}`;
  expect(notUsed(rules, 'http://a.example.com/x')).toEqual([`vs: ${cause}`]);
});

const rule = (name: string, home: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${home} }
spec: { host: web.shop.svc.cluster.local, ${spec} }
---`;
const policy = (kind: string, home: string, spec: string) => `
apiVersion: security.istio.io/v1
kind: ${kind}
metadata: { name: p, namespace: ${home} }
spec: { ${spec} }
---`;
const random = 'trafficPolicy: { loadBalancer: { simple: RANDOM } }';
const ofPort = (number: number) =>
  `trafficPolicy: { portLevelSettings: [{ port: { number: ${number} }, loadBalancer: { simple: RANDOM } }] }`;

// [cause, namespace of the rule `x`, the rules, the same with `x` in use]
test.each([
  ['nearer object', 'shop', `${rule('own', 'far', random)}${rule('x', 'shop', random)}`, rule('x', 'shop', random)],
  ['another namespace', 'bare', rule('x', 'bare', random), rule('x', 'shop', random)],
  ['not exported', 'shop', rule('x', 'shop', `exportTo: ["."], ${random}`), rule('x', 'shop', `exportTo: ["far"], ${random}`)],
  ['another workload', 'far', rule('x', 'far', `workloadSelector: { matchLabels: { app: other } }, ${random}`), rule('x', 'far', random)],
  ['wrong port number', 'shop', rule('x', 'shop', ofPort(8080)), rule('x', 'shop', ofPort(80))],
  ['older policy', 'shop', `${rule('a', 'shop', random)}${rule('x', 'shop', random)}`, rule('x', 'shop', random)],
])('a DestinationRule: %s', (cause, home, rules, used) => {
  expect(notUsed(`${service('http')}${rules}`, 'http://web.shop/x', 'far/cli')).toEqual([`DestinationRule ${home}/x: ${cause}`]);
  expect(notUsed(`${service('http')}${used}`, 'http://web.shop/x', 'far/cli')).toEqual([]);
});

test.each([
  ['no such pod', 'AuthorizationPolicy', policy('AuthorizationPolicy', 'far', 'selector: { matchLabels: { app: web } }, rules: [{}]')],
  [
    'wrong port number',
    'AuthorizationPolicy',
    policy('AuthorizationPolicy', 'shop', 'rules: [{ to: [{ operation: { ports: ["80"] } }] }]'),
  ],
  [
    'wrong port number',
    'PeerAuthentication',
    policy('PeerAuthentication', 'shop', 'selector: { matchLabels: { app: web } }, portLevelMtls: { 80: { mode: STRICT } }'),
  ],
  [
    'token not required',
    'RequestAuthentication',
    policy('RequestAuthentication', 'shop', 'jwtRules: [{ issuer: i, jwksUri: "https://i.example.com/keys" }]'),
  ],
])('a policy of the called pods: %s', (cause, kind, policies) => {
  expect(notUsed(`${service('http')}${policies}`, 'http://web.shop/x', 'far/cli')).toEqual([
    expect.stringMatching(`^${kind} .*/p: ${cause}$`),
  ]);
});

test('at most five are listed, and the rest is counted', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => rule(name, 'bare', random)).join('');
  const listed = notUsed(`${service('http')}${many}`, 'http://web.shop/x', 'far/cli');
  expect(listed).toHaveLength(6);
  expect(listed.at(-1)).toBe('2 more: undefined');
});

test('an exact host hides a wildcard, and nothing is said where it does not', () => {
  const wide = virtualService('wide', 'hosts: ["*.example.com"], gateways: [gw]');
  expect(
    notUsed(`${service('http')}${wide}${virtualService('www', 'hosts: [www.example.com], gateways: [gw]')}`, 'http://www.example.com/'),
  ).toEqual(['wide: more specific host']);
  expect(notUsed(`${service('http')}${wide}`, 'http://www.example.com/')).toEqual([]);
});
