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

test('an exact host hides a wildcard, and nothing is said where it does not', () => {
  const wide = virtualService('wide', 'hosts: ["*.example.com"], gateways: [gw]');
  expect(
    notUsed(`${service('http')}${wide}${virtualService('www', 'hosts: [www.example.com], gateways: [gw]')}`, 'http://www.example.com/'),
  ).toEqual(['wide: more specific host']);
  expect(notUsed(`${service('http')}${wide}`, 'http://www.example.com/')).toEqual([]);
});
