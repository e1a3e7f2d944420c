import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { checkManifests } from '../check/run';
import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { unanswered } from './answers.test.helper';
import { collapse } from './collapse';
import type { MeshGraph } from './graph';
import { graphOf } from './graph-of';
import { dotOf } from './text/dot';
import { mermaidOf } from './text/mermaid';

function meshOf(yaml: string): { mesh: Mesh; graph: MeshGraph } {
  const { manifests, problems } = parseManifests(yaml, 'input.yaml');
  expect(problems).toEqual([]);
  const { mesh } = Mesh.load(manifests);
  return { mesh, graph: graphOf(mesh, checkManifests(manifests)) };
}

const node = ({ nodes }: MeshGraph, name: string) => nodes.find((each) => each.name === name);
const edges = ({ edges: all }: MeshGraph, kind: string, to = '') =>
  all
    .filter((edge) => edge.kind === kind && edge.to.endsWith(to))
    .map(({ from, to: at, share, status, transport }) => ({ from: last(from), to: last(at), share, status, transport }));
const last = (id: string) => id.split(' ').at(-1);

const namespace = '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}';
const service = (name: string, extra = '') => `
{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: shop}, spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]${extra}}}`;
const pods = (name: string, version = 'v1', env = '[]') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}-${version}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}, version: ${version}}}
  template:
    metadata: {labels: {app: ${name}, version: ${version}}}
    spec: {serviceAccountName: ${name}, containers: [{name: ${name}, image: "x:1", env: ${env}}]}`;
const gateway = (servers = '[{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.example.com"]}]') => `
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: edge, namespace: shop}, spec: {selector: {istio: ingressgateway}, servers: ${servers}}}`;
const routes = (http: string, extra = '') => `
{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: site, namespace: shop}, spec: {hosts: ["shop.example.com"], gateways: [edge], http: ${http}${extra}}}`;
const subsets = `
{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: web, namespace: shop}, spec: {host: web, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}}`;
const yaml = (...documents: readonly string[]) => documents.join('\n---\n');

const release = yaml(
  namespace,
  service('web'),
  pods('web'),
  pods('web', 'v2'),
  subsets,
  gateway(),
  routes(
    '[{match: [{headers: {mode: {exact: dev}}}], route: [{destination: {host: web, subset: v2}}]}, {route: [{destination: {host: web, subset: v1}, weight: 90}, {destination: {host: web, subset: v2}, weight: 10}]}]',
  ),
);

test('a header, a split and the way to the pods', () => {
  const { mesh, graph } = meshOf(release);
  expect(edges(graph, 'forward')).toEqual([
    { from: 'shop/site#0', to: 'v2', share: undefined, status: 200, transport: 'mutual' },
    { from: 'shop/site#1', to: 'v1', share: 0.9, status: 200, transport: 'mutual' },
    { from: 'shop/site#1', to: 'v2', share: 0.1, status: 200, transport: 'mutual' },
  ]);
  expect(edges(graph, 'pods')).toContainEqual({
    from: 'v2',
    to: 'Deployment/shop/web-v2',
    share: undefined,
    status: 200,
    transport: 'mutual',
  });
  expect(node(graph, 'header mode is "dev"')?.objects).toEqual(['VirtualService/shop/site']);
  expect(unanswered(mesh, graph)).toEqual([]);
});

test('every match of a rule of an HTTPRoute, and the pods that istiod makes', () => {
  const { mesh, graph } = meshOf(
    yaml(
      namespace,
      service('web'),
      pods('web'),
      '{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge, namespace: shop}, spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}}',
      '{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: site, namespace: shop}, spec: {parentRefs: [{name: edge}], rules: [{matches: [{path: {value: /a}}, {path: {type: Exact, value: /b}}], backendRefs: [{name: web, port: 80}]}]}}',
    ),
  );
  expect(node(graph, 'path is "/b"')).toMatchObject({ details: ['or path is "/a" or below it'], objects: ['HTTPRoute/shop/site'] });
  expect(node(graph, 'edge-istio')).toMatchObject({ details: ['made by istiod'], objects: ['Gateway/shop/edge'] });
  expect(unanswered(mesh, graph)).toEqual([]);
});

test('ids and order do not depend on the order of the input', () => {
  const documents = release.split('\n---\n');
  const { graph: other } = meshOf(yaml(...documents.toReversed()));
  const { graph } = meshOf(release);
  expect(other.nodes).toEqual(graph.nodes);
  expect(other.edges).toEqual(graph.edges);
});

test('what is open to the world is marked, and what only the mesh reaches is not', () => {
  const { graph } = meshOf(yaml(release, service('api'), pods('api')));
  expect(graph.nodes.filter(({ fromWorld }) => fromWorld).map(({ name }) => name)).toContain('web v2');
  expect(node(graph, 'api')?.fromWorld).toBe(false);
});

test('a LoadBalancer that no gateway stands behind is open too, and has no request', () => {
  const { graph } = meshOf(yaml(namespace, service('web', ', type: LoadBalancer'), pods('web')));
  expect(edges(graph, 'exposed')).toEqual([{ from: 'world', to: 'shop/web', share: undefined, status: 200, transport: undefined }]);
  expect(node(graph, 'web-v1')?.fromWorld).toBe(true);
});

test('a rule that no request reaches is named at its host, and has no edge', () => {
  const { graph } = meshOf(
    yaml(
      namespace,
      service('web'),
      pods('web'),
      gateway(),
      routes(
        '[{match: [{uri: {prefix: /}}], route: [{destination: {host: web}}]}, {match: [{uri: {prefix: /late}}], route: [{destination: {host: web}}]}]',
      ),
    ),
  );
  expect(node(graph, 'http://shop.example.com')?.unreached).toEqual(['shop/site#1']);
  expect(edges(graph, 'match')).toHaveLength(1);
});

test('plain HTTP that is sent to https leads to that host', () => {
  const { mesh, graph } = meshOf(
    yaml(
      namespace,
      service('web'),
      pods('web'),
      gateway(
        '[{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.example.com"], tls: {httpsRedirect: true}}, {port: {number: 443, name: https, protocol: HTTPS}, hosts: ["shop.example.com"], tls: {mode: SIMPLE, credentialName: cert}}]',
      ),
      routes('[{route: [{destination: {host: web}}]}]'),
    ),
  );
  expect(edges(graph, 'redirect')).toEqual([
    { from: 'http://shop.example.com', to: 'https://shop.example.com', share: undefined, status: 301, transport: undefined },
  ]);
  expect(unanswered(mesh, graph)).toEqual([]);
});

test('a policy guards an edge: denied to the gateway, allowed to the named caller on some requests', () => {
  const policy =
    '{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: web, namespace: shop}, spec: {selector: {matchLabels: {app: web}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/api]}}], to: [{operation: {methods: [GET]}}]}]}}';
  const { mesh, graph } = meshOf(
    yaml(
      namespace,
      service('web'),
      pods('web'),
      service('api'),
      pods('api'),
      gateway(),
      routes('[{route: [{destination: {host: web}}]}]'),
      policy,
    ),
  );
  const [forward] = graph.edges.filter(({ kind }) => kind === 'forward');
  expect(forward).toMatchObject({ status: 403, access: { permission: 'denied' }, policies: ['AuthorizationPolicy/shop/web'] });
  const [call] = graph.edges.filter(({ kind }) => kind === 'call');
  expect(call).toMatchObject({
    from: 'workload Deployment/shop/api-v1',
    to: 'service shop/web',
    status: 200,
    access: { permission: 'conditional' },
  });
  expect(node(graph, 'web-v1')?.fromWorld).toBe(false);
  expect(unanswered(mesh, graph)).toEqual([]);
});

test('an address in the environment is a call', () => {
  const env = '[{name: A, value: "http://web/x"}, {name: B, value: "api.shop:80"}, {name: C, value: "web:8080"}]';
  const { graph } = meshOf(yaml(namespace, service('web'), pods('web'), service('api'), pods('api'), pods('page', 'v1', env)));
  expect(edges(graph, 'call').map(({ from, to }) => `${from} ${to}`)).toEqual([
    'Deployment/shop/page-v1 shop/api',
    'Deployment/shop/page-v1 shop/web',
  ]);
});

test('a service that does not exist, and pods that take plain text', () => {
  const { graph } = meshOf(
    yaml(
      namespace,
      service('web'),
      pods('web'),
      gateway(),
      routes('[{match: [{uri: {prefix: /gone}}], route: [{destination: {host: gone}}]}, {route: [{destination: {host: web}}]}]'),
    ),
  );
  expect(node(graph, 'gone.shop.svc.cluster.local')?.marks).toEqual(['does not exist']);
  expect(edges(graph, 'forward', 'gone.shop.svc.cluster.local')[0]?.status).toBe(503);
  expect(node(graph, 'web-v1')?.marks).toEqual(['accepts plain text']);
  expect(graph.findings.map(({ object }) => object)).toContain('VirtualService/shop/site');
});

test('what is not evaluated is undecided', () => {
  const filter =
    '{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: odd, namespace: shop}, spec: {workloadSelector: {labels: {app: web}}, configPatches: [{applyTo: HTTP_ROUTE, match: {context: SIDECAR_INBOUND}, patch: {operation: MERGE, value: {}}}]}}';
  const { graph } = meshOf(yaml(release, filter));
  expect(node(graph, 'web-v1')?.undecided).toEqual(['EnvoyFilter shop/odd patches HTTP_ROUTE']);
  expect(graph.edges.find(({ kind }) => kind === 'forward')?.undecided).toEqual(['EnvoyFilter shop/odd patches HTTP_ROUTE']);
});

test('the data is what docs/graph.schema.json says', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../docs/graph.schema.json'), 'utf8'));
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  const { graph } = meshOf(release);
  expect([validate(JSON.parse(JSON.stringify(graph))), validate.errors]).toEqual([true, null]);
  expect(validate({ ...graph, nodes: [{ id: 'x' }] })).toBe(false);
});

test('Mermaid and DOT', () => {
  const { graph } = meshOf(release);
  expect(mermaidOf(graph)).toMatchSnapshot();
  expect(dotOf(graph)).toMatchSnapshot();
});

test('what names hold is not read as Mermaid or DOT', () => {
  const { graph } = meshOf(
    yaml(
      namespace,
      service('web'),
      pods('web'),
      gateway(),
      routes('[{match: [{headers: {x: {exact: "a\\"]; click <b> \\\\ #quot; | end"}}}], route: [{destination: {host: web}}]}]'),
    ),
  );
  const [line] = mermaidOf(graph)
    .split('\n')
    .filter((text) => text.includes('click'));
  expect(line).toMatch(/^ {4}n\d+\{\{"[^"<>|[\]{}()\\`]*"\}\}$/);
  expect(dotOf(graph)).toContain('header x is \\"a\\"]; click <b> \\\\ #quot; | end\\"');
});

describe('collapsed', () => {
  const shop = yaml(release, service('api'), pods('api', 'v1', '[{name: WEB, value: "http://web"}]'));

  test('each namespace is one box, and edges between them are counted', () => {
    const whole = meshOf(shop).graph;
    const { nodes, edges: lines } = collapse(whole, 'namespace');
    expect(nodes.map(({ id, details, fromWorld }) => [id, details, fromWorld])).toEqual([
      ['namespace istio-system', ['1 gateway, 1 host'], true],
      ['namespace shop', ['2 services, 3 workloads'], true],
      ['world', ['clients outside the mesh'], true],
    ]);
    expect(lines.map(({ id, count, fromWorld }) => [id, count, fromWorld])).toEqual([
      ['many namespace istio-system > namespace shop', 2, true],
      ['many world > namespace istio-system', 1, true],
    ]);
  });

  test('an app is its service, versions and workloads; rules stay', () => {
    const { nodes } = collapse(meshOf(shop).graph, 'app', (group) => group === 'app shop/web');
    expect(nodes.filter(({ app }) => app === 'web').map(({ id }) => id)).toEqual(['app shop/web']);
    expect(nodes.some(({ name }) => name === 'header mode is "dev"')).toBe(true);
    expect(nodes.some(({ id }) => id === 'workload Deployment/shop/api-v1')).toBe(true);
  });

  test('nothing refused is lost in a count', () => {
    const { graph } = meshOf(
      yaml(
        namespace,
        service('web'),
        pods('web'),
        gateway(),
        routes(
          '[{match: [{uri: {prefix: /gone}}], route: [{destination: {host: web, subset: gone}}]}, {route: [{destination: {host: web}}]}]',
        ),
      ),
    );
    const [line] = collapse(graph, 'namespace').edges.filter(({ to }) => to === 'namespace shop');
    expect(line).toMatchObject({ status: 200, count: 2, reason: '1 of 2 are rejected or fail' });
  });
});
