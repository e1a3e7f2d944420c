import { parseManifests } from '../manifest/parse-manifests';
import { diffOf } from './diff';
import { headlineOf } from './headline';

const deployment = (app: string, version: string, namespace = 'shop') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app}-${version}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${app}, version: ${version} } }
  template: { metadata: { labels: { app: ${app}, version: ${version} } }, spec: { containers: [{ name: a, image: "a:1" }] } }
---`;
const service = (app: string, namespace = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: ${app}, namespace: ${namespace} }
spec: { selector: { app: ${app} }, ports: [{ name: http, port: 80 }] }
---`;
const shop = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: far, labels: { istio-injection: enabled } }
---${service('web')}${service('far', 'far')}${deployment('web', 'v1')}${deployment('web', 'v2')}${deployment('far', 'v1', 'far')}
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge]
  http: [{ route: [{ destination: { host: web, subset: v1 }, weight: 90 }, { destination: { host: web, subset: v2 }, weight: 10 }] }]
`;
const tls = `hosts: [shop.example.com] }, { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: web } }]`;
const object = (group: string, kind: string, spec: string, namespace = 'shop') => `---
apiVersion: ${group}
kind: ${kind}
metadata: { name: more, namespace: ${namespace} }
spec: ${spec}
`;
const both = 'web.shop v1 90 %, v2 10 %';
const entry = (address: string) =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    `{ hosts: [pay.example.org], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, endpoints: [{ address: ${address} }] }`,
  );

test.each<[string, string, string, string]>([
  [
    'a version without pods',
    shop,
    shop.replace('version: v2 } }] }', 'version: v3 } }] }'),
    `10 % no longer answered: shop.example.com/*: ${both} → ${both} 503`,
  ],
  [
    'an injected error',
    shop,
    shop.replace('{ route: [', '{ fault: { abort: { httpStatus: 500, percentage: { value: 5 } } }, route: ['),
    `5 % no longer answered: shop.example.com/*: ${both} → 500 for 5 %, else ${both}`,
  ],
  [
    'an injected delay',
    shop,
    shop.replace('{ route: [', '{ fault: { delay: { fixedDelay: 3s, percentage: { value: 5 } } }, route: ['),
    'changes on the way: shop.example.com/*: delay none → 3s for 5 %',
  ],
  [
    'a rewrite',
    shop.replace('{ route: [', '{ rewrite: { uri: /a }, route: ['),
    shop.replace('{ route: [', '{ rewrite: { uri: /b }, route: ['),
    `arrives at another path: shop.example.com/*: ${both} as /a → ${both} as /b`,
  ],
  [
    'another gateway',
    shop,
    shop.replace('istio: ingressgateway', 'istio: other'),
    `moves to another gateway: shop.example.com/* (${both}): istio-system istio=ingressgateway → istio-system istio=other`,
  ],
  [
    'HTTPS beside HTTP opens nothing',
    shop,
    shop.replace('hosts: [shop.example.com] }]', tls),
    `newly answered: https://shop.example.com/*: no connection → ${both}`,
  ],
  [
    'addresses of clients',
    `${shop}${object('security.istio.io/v1', 'AuthorizationPolicy', '{ selector: { matchLabels: { istio: ingressgateway } }, rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/8] } }] }] }', 'istio-system')}`,
    shop,
    `opens to the world: shop.example.com/* from other than 10.0.0.0/8: 403 by policy → ${both}`,
  ],
  [
    'calls in plain text',
    shop,
    shop.replace('spec: { host: web, ', 'spec: { host: web, trafficPolicy: { tls: { mode: DISABLE } }, '),
    'mutual TLS lost: shop.example.com/*: connection mutual TLS → plain text; 1 more change',
  ],
  [
    'a Sidecar that hides a host of another namespace',
    shop,
    `${shop}${object('networking.istio.io/v1', 'Sidecar', '{ egress: [{ hosts: ["./*"] }] }')}`,
    'mutual TLS lost: far.far.svc.cluster.local/* from shop/web-v1 and shop/web-v2: connection mutual TLS → plain text',
  ],
  [
    'hosts that nobody knows',
    `${shop}${object('networking.istio.io/v1', 'Sidecar', '{ egress: [{ hosts: ["*/*"] }] }')}`,
    `${shop}${object('networking.istio.io/v1', 'Sidecar', '{ egress: [{ hosts: ["*/*"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }')}`,
    'host gone: any other host/* from shop/web-v1 and shop/web-v2: elsewhere.example.net:80 → 502; 1 more change',
  ],
  [
    'addresses of a ServiceEntry',
    `${shop}${entry('192.0.2.1')}`,
    `${shop}${entry('192.0.2.2')}`,
    'traffic moves: pay.example.org/* from shop/web-v1 and 2 more: pay.example.org:80 (192.0.2.1:80) → pay.example.org:80 (192.0.2.2:80)',
  ],
  [
    'what is not evaluated',
    shop,
    `${shop}${object('networking.k8s.io/v1', 'NetworkPolicy', '{ podSelector: {} }')}`,
    'undecided: NetworkPolicy shop/more: what the network lets pass is not evaluated; apart from that, no request is answered otherwise',
  ],
  [
    'an Ingress of another class',
    shop,
    `${shop}${object('networking.k8s.io/v1', 'Ingress', '{ ingressClassName: nginx, defaultBackend: { service: { name: web, port: { number: 80 } } } }')}`,
    "undecided: Ingress shop/more: class `nginx` is another controller's, and is not evaluated; apart from that, no request is answered otherwise",
  ],
  [
    'what cannot be read',
    shop,
    `${shop}---\na: [\n`,
    'undecided: new.yaml of the new side cannot be read: this document cannot be read as YAML: `[` is not closed; apart from that, no request is answered otherwise',
  ],
  [
    'a limit of connections',
    shop,
    shop.replace('spec: { host: web, ', 'spec: { host: web, trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } }, '),
    'less capacity: DestinationRule shop/web trafficPolicy.connectionPool.tcp.maxConnections: none → 5',
  ],
  [
    'a policy that lets more paths in',
    `${shop}${object('security.istio.io/v1', 'AuthorizationPolicy', '{ selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: ["/public*"] } }] }] }')}`,
    `${shop}${object('security.istio.io/v1', 'AuthorizationPolicy', '{ selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: ["/*"] } }] }] }')}`,
    `opens to the world: shop.example.com/* but not /public*: 403 by policy → ${both}; 2 more changes`,
  ],
  [
    'HTTP beside HTTPS',
    shop.replace('hosts: [shop.example.com] }]', `${tls.replace('] }, {', '], tls: { httpsRedirect: true } }, {')}`),
    shop.replace('hosts: [shop.example.com] }]', tls),
    `TLS no longer required: shop.example.com/*: 301 to https://shop.example.com/ → ${both}`,
  ],
  [
    'another certificate',
    shop.replace('hosts: [shop.example.com] }]', tls),
    shop.replace('hosts: [shop.example.com] }]', tls.replace('credentialName: web', 'credentialName: other')),
    'changes on the way: https://shop.example.com/*: TLS of the gateway mode:SIMPLE, credentialName:web → mode:SIMPLE, credentialName:other',
  ],
])('the first line says of %s what it does', (_name, old, next, headline) => {
  expect(headlineOf(diffOf(parseManifests(old, 'old.yaml'), parseManifests(next, 'new.yaml')))).toBe(headline);
});
