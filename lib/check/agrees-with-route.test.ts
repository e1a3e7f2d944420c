import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { ingressRouterOf } from '../route/gateway/routers';
import { type RequestOptions, request } from '../route/request/request';
import { SidecarRouter } from '../route/sidecar/sidecar-router';
import { allRules } from './all-rules';
import { pageOf, paragraphOf } from './pages';

/** A request of which a rule speaks. */
interface Asked extends RequestOptions {
  readonly url: string;
  /** The URL where nothing is found. @default - the same */
  readonly answeredUrl?: string;
  /** The namespace of the caller, which has a sidecar. @default - it comes from outside, to the gateway */
  readonly from?: string;
  /** What the page leaves out and the request needs. @default - nothing */
  readonly beside?: string;
  /** Is it about what the API server rejects? Pages leave out fields that it requires. @default false */
  readonly admission?: boolean;
  /** Which example of the page is meant, among the invalid ones. @default 0 */
  readonly example?: number;
  /** Where what is not mended answers too, but otherwise. @default - anything but 200 */
  readonly fails?: number | 'error';
}

const service = (name: string, namespace: string, port = 'name: http, port: 80') =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ports: [{ ${port} }] }\n`;
const gateway = (name: string, namespace: string) =>
  `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }\n`;

const pod = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name}, sidecar.istio.io/inject: "true" } }\nspec: { containers: [{ name: main, image: "registry.example.com/main:1" }] }\n`;
const selected = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }\n---\n${pod(name, namespace)}`;

const toSubsets =
  'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: shop, namespace: demo }\nspec: { hosts: [shop], http: [' +
  ['v1', 'v2']
    .map((name) => `{ match: [{ uri: { prefix: /${name} } }], route: [{ destination: { host: shop, subset: ${name} } }] }`)
    .join() +
  '] }\n';
const endpoints =
  'apiVersion: v1\nkind: Endpoints\nmetadata: { name: shop, namespace: demo }\nsubsets: [{ addresses: [{ ip: 198.51.100.1 }], ports: [{ name: https, port: 443 }] }]\n';
const toTls = `${endpoints}---\n${gateway('public', 'demo')}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: demo }
spec: { hosts: [shop.example.com], gateways: [public], http: [{ route: [{ destination: { host: shop, port: { number: 443 } } }] }] }
`;
const inDemo = { url: 'http://shop/', from: 'demo' };
const ofSubset = { url: 'http://shop/v2', answeredUrl: 'http://shop/v1', from: 'demo', fails: 503, beside: toSubsets } as const;
const atGateway = { url: 'http://shop.example.com/' };

/** By rule: a request that fails where the rule finds something, and is answered where it does not. */
const asked: Readonly<Record<string, Asked>> = {
  'mtls-disabled-against-strict': { ...inDemo, beside: `${selected('shop', 'demo')}` },
  'subset-of-other-pods': ofSubset,
  'subset-without-pods': ofSubset,
  'tls-within-tls': { url: 'https://api.partner.example/', from: 'shop', fails: 'error' },
  'invalid-backend-kind': { ...atGateway, fails: 500 },
  'reference-not-granted': { ...atGateway, fails: 500 },
  'unknown-backend-port': { ...atGateway, fails: 500 },
  'unknown-route-backend': { ...atGateway, fails: 500 },
  'invalid-ca-certificate-ref': { ...atGateway, example: 1, fails: 503, beside: toTls },
  'ignored-ingress-part': { ...atGateway, example: 2 },
  'unknown-ingress-backend': { ...atGateway, fails: 503 },
  'http-condition-on-tcp-port': { url: 'http://store:6379/', from: 'shop', fails: 'error' },
  'service-without-pods': { url: 'http://web/', from: 'shop', fails: 503 },
  'destination-rejected': { url: 'http://web/', from: 'shop', admission: true },
  'host-not-in-gateway': { ...atGateway, fails: 404, beside: service('shop', 'demo') },
  'subset-out-of-reach': { ...inDemo, fails: 503 },
  'unknown-destination-port': { ...inDemo, fails: 503 },
  'unknown-destination': { url: 'http://shop.example.com/', from: 'demo', fails: 503 },
  'unknown-gateway': { ...atGateway, beside: service('shop', 'demo') },
  'unknown-subset': { ...inDemo, fails: 503, beside: service('shop', 'demo') },
  'unmatched-calls': { url: 'http://web/', from: 'shop', fails: 404 },
  'unserved-host': { url: 'http://blog.example.com/', fails: 404, beside: service('shop', 'demo') },
  'unusable-authorizer': { url: 'http://opa:9191/admin', from: 'shop', fails: 403 },
  'wildcard-host-hidden': {
    url: 'http://www.example.com/name/',
    fails: 404,
    beside: `${gateway('gw', 'shop')}---\n${service('web', 'shop')}`,
  },
};

/** Rules whose requests fail for something that manifests, or their pages, do not say. */
const notAsked: Readonly<Record<string, string>> = {
  'unverified-server-certificate': 'who signed the certificate of a server',
  'unverified-server-certificate-of-port': 'who signed the certificate of a server',
  'duplicate-gateway-certificate': 'whether a browser reuses its connection; route says so under `reused`',
  'target-port-not-on-container': 'on which ports a program listens; `--listening` says it',
  'ambiguous-destination-port': 'the port of the request is one of the Service on its page, so that the request is answered by chance',
  'prefix-crosses-segment': 'which paths a program answers',
};

/** What `route` answers a request in the mesh of a page's example. */
function answer(
  yaml: string,
  { url, from, beside, admission, answeredUrl: _, example: __, fails: ___, ...options }: Asked,
): number | 'error' {
  const { manifests, problems } = parseManifests(beside ? `${yaml}---\n${beside}` : yaml, 'page.yaml');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const { mesh } = Mesh.load(manifests, admission ? {} : { admission: 'ignored' });
  const router = from === undefined ? ingressRouterOf(mesh) : new SidecarRouter(mesh, { namespace: from, labels: {} });
  return router.route(request(url, options)).status;
}

function examples(page: string, kind: 'valid' | 'invalid'): string[] {
  return [...page.matchAll(/^```yaml (valid|invalid)\n([\s\S]*?)^```$/gm)].flatMap(([, own, yaml = '']) => (own === kind ? [yaml] : []));
}

test('every rule whose page says with which status requests fail is asked', () => {
  const says = (text: string) => /\b(?:40\d|50\d)\b|handshake fails|port is closed/.test(text);
  const speaking = allRules.filter((rule) => says(paragraphOf(rule, 'Why'))).map(({ name }) => name);
  expect(speaking.filter((name) => !(name in asked) && !(name in notAsked))).toEqual([]);
});

describe.each(Object.entries(asked))('%s', (name, one) => {
  const rule = allRules.find((each) => each.name === name);
  const page = rule ? pageOf(rule) : '';

  test('what the rule finds fails', () => {
    const status = answer(examples(page, 'invalid')[one.example ?? 0] ?? '', one);
    if (one.fails === undefined) expect(status).not.toBe(200);
    else expect(status).toBe(one.fails);
  });

  test('what it does not find is answered', () => {
    expect(answer(examples(page, 'valid')[0] ?? '', { ...one, url: one.answeredUrl ?? one.url })).toBe(200);
  });
});
