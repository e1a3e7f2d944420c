import fc from 'fast-check';
import { sourceOfObject } from '../../manifest/manifest';
import { readManifests } from '../../manifest/read-manifests';
import { Mesh } from '../../mesh/mesh';
import { IngressRouter } from '../../route/gateway/ingress-router';
import { explain } from '../../route/router';
import { graphOf } from '../graph-of';
import { commandLine } from './command-line';
import { Evaluator } from './evaluator';
import { pageOf } from './page';
import { pageData } from './page-data';
import { parseRequestLine } from './request-line';
import { pageScript } from './script';

const { manifests } = readManifests(['dist', 'examples/zero-trust/dist']);
const { mesh } = Mesh.load(manifests);
const graph = graphOf(mesh);
const data = pageData(manifests, graph, 'Mesh of dist');
/** As the page gets it. */
const read = JSON.parse(JSON.stringify(data)) as typeof data;

test.each([
  [
    "curl -H 'mode: dev' http://a.com/x",
    { request: { method: 'GET', scheme: 'http', port: 80, host: 'a.com', path: '/x', headers: { mode: 'dev' } } },
  ],
  ['a.com', { request: { method: 'GET', scheme: 'http', port: 80, host: 'a.com', path: '/', headers: {} } }],
  [
    'curl -sS -X POST -H "a: 1" -H "a: 2" https://a.com:8443/?q=1',
    { request: { method: 'POST', scheme: 'https', port: 8443, host: 'a.com:8443', path: '/?q=1', headers: { a: ['1', '2'] } } },
  ],
  [
    '--from shop/web http://cart --claims \'{"iss":"me"}\'',
    { from: 'shop/web', request: { method: 'GET', scheme: 'http', port: 80, host: 'cart', path: '/', headers: {}, claims: { iss: 'me' } } },
  ],
  [
    "curl -H 'x: it'\\''s' a.com",
    { request: { method: 'GET', scheme: 'http', port: 80, host: 'a.com', path: '/', headers: { x: "it's" } } },
  ],
])('reads %s', (line, expected) => {
  expect(parseRequestLine(line)).toEqual(expected);
});

test.each([
  ['', 'there is no URL'],
  ['curl -H', '`-H` needs a value'],
  ['curl -H mode http://a.com', 'a header is written `name: value`, got `mode`'],
  ['curl --data x http://a.com', '`--data` is not known here'],
  ["curl 'http://a.com", 'a quote is not closed'],
  ['http://a.com http://b.com', 'one URL is asked for'],
  ['curl --claims [] a.com', 'claims are an object in JSON'],
  ['http://a.com:x', 'a URL names a host'],
])('says what is wrong with %s', (line, message) => {
  expect(() => parseRequestLine(line)).toThrow(message);
});

test('no value of a Secret is in a page', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'shop' }, stringData: { password: 'hunter2' } };
  const [held] = pageData([{ object: secret, source: sourceOfObject() }], graph, '').manifests;
  expect(held?.object).toEqual({ ...secret, stringData: { password: '(not shown)' } });
});

test('the line of every edge is read back as its request', () => {
  for (const { request: asked } of graph.edges) {
    if (!asked) continue;
    const { from, request } = parseRequestLine(commandLine(asked));
    expect({ from, request: { ...request, headers: request.headers ?? {} } }).toEqual({
      from: asked.from,
      request: { headers: {}, ...asked.request },
    });
  }
});

test('any header value comes back', () => {
  const value = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trim());
  fc.assert(
    fc.property(value, (text) => {
      const request = { method: 'GET', scheme: 'http', port: 80, host: 'a.com', path: '/', headers: { x: text } } as const;
      expect(parseRequestLine(commandLine({ request })).request).toEqual(request);
    }),
  );
});

test('the data of the page is enough: it answers as the manifests do, with their places', () => {
  const evaluator = new Evaluator(read.manifests, read.graph);
  const router = new IngressRouter(mesh);
  for (const line of [
    'http://microservice.retailvoice.xyz/user/about',
    'http://microservice.retailvoice.xyz/userfoo',
    'http://nobody.example.com/',
  ]) {
    const { steps, decision } = evaluator.ask(line);
    const own = explain(router, parseRequestLine(line).request);
    const shown = (step: (typeof own.steps)[number]) => ({
      ...step,
      place: step.place?.manifest.source.position(step.place.path),
    });
    expect(steps.map(({ step }) => shown(step))).toEqual(own.steps.map(shown));
    expect(decision.status).toBe(own.decision.status);
  }
});

test('the way lights up from the world to the pods; of what is refused only the beginning', () => {
  const evaluator = new Evaluator(read.manifests, read.graph);
  const way = evaluator.ask('http://user.microservice.retailvoice.xyz/').steps.flatMap(({ nodes }) => nodes);
  expect(way.map((id) => id.split(' ')[0])).toEqual(['world', 'workload', 'host', 'route', 'service', 'workload']);
  const refused = evaluator.ask('http://microservice.retailvoice.xyz/userfoo').steps;
  expect(refused.flatMap(({ nodes }) => nodes).at(-1)).toBe(
    'host workload Pod/istio-system/istio-ingressgateway-assumed http://microservice.retailvoice.xyz',
  );
  expect(refused.flatMap(({ edges }) => edges)).toHaveLength(2);
});

test('a caller that is not there is named, with the nearest', () => {
  const evaluator = new Evaluator(read.manifests, read.graph);
  expect(() => evaluator.ask('--from default/user-deploymant http://a')).toThrow(
    'no workload named `default/user-deploymant`; did you mean `default/user-deployment`?',
  );
});

test('one file without network, whatever names hold', async () => {
  const hostile = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: '</script><script>alert(1)</script>', namespace: 'x' },
    spec: { ports: [{ port: 80 }] },
  };
  const odd = [{ object: hostile, source: sourceOfObject() }];
  const page = await pageOf(
    { title: '<b>', graph: graphOf(Mesh.of([hostile])), manifests: pageData(odd, graph, '').manifests },
    'run()</script>',
  );
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  expect(page).toContain('<title>&lt;b&gt;</title>');
});

test('whatever the evaluator needs of Node has a stand-in, so that its script is bundled', () => {
  expect(pageScript()).not.toMatch(/require\("node:/);
});
