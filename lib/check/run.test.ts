import type { FieldPath } from '../manifest/manifest';
import { parseManifests } from '../manifest/parse-manifests';
import type { Reading } from '../manifest/reading';
import { formatPath, isAtLeast } from './finding';
import { type CheckOptions, check, checkManifests } from './run';
import { unknownKinds } from './unknown-kinds';

const object = (kind: string, name: string, rest: string, apiVersion = 'networking.istio.io/v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}\n`;
const inNamespace = (namespace: string, text: string) => text.replace(/(name: [^ ]+) }/, `$1, namespace: ${namespace} }`);
const service = (name: string) => object('Service', name, 'spec: { ports: [{ name: http, port: 80 }] }', 'v1');
/** A VirtualService with one finding: a destination that no Service is. */
const astray = (name = 'shop', host = 'shpo') =>
  object('VirtualService', name, `spec: { hosts: [shop], http: [{ route: [{ destination: { host: ${host} } }] }] }`);
const read = (...texts: string[]) => parseManifests(texts.join('---\n'), 'a.yaml');
const report = (reading: Reading, options?: CheckOptions) =>
  check(reading, options).map(
    ({ rule, object: about, level }) => `${level} ${rule} ${about?.kind} ${about?.namespace ?? '-'}/${about?.name}`,
  );

const shop = inNamespace('demo', astray());
const found = ['error unknown-destination VirtualService demo/shop'];

describe('suppressed findings', () => {
  test.each([
    ['IST0101', true],
    [' IST0101 ', true],
    ['unknown-destination', true],
    ['*', true],
    ['IST0102', false],
    ['unknown', false],
    ['IST0101=VirtualService shop.demo', true],
    ['IST0101= VirtualService shop.demo ', true],
    ['*=VirtualService shop.demo', true],
    ['IST0101=*', true],
    ['IST0101=VirtualService *', true],
    ['IST0101=* shop.demo', true],
    ['IST0101=Virtual*shop*demo', true],
    ['IST0101=*al*op*', true],
    ['IST0101=**shop**', true],
    ['IST0101=VirtualService shop', false],
    ['IST0101=VirtualService shop.default', false],
    ['IST0101=Service shop.demo', false],
    ['IST0101=*Service', false],
    ['IST0101=*op*al*', false],
    ['IST0101=VirtualService shop.demo*demo', false],
    ['IST0101=VirtualService shop.demo.', false],
    ['IST0101=', false],
    ['=VirtualService shop.demo', false],
  ])('%j: %j', (pattern, isSuppressed) => {
    expect(report(read(shop), { suppress: ['IST9999', pattern] })).toEqual(isSuppressed ? [] : found);
  });

  test.each([
    ['shop', true],
    ['shop.default', true],
    ['shop.demo', false],
  ])('an object without a namespace is %j: %j', (name, isSuppressed) => {
    const left = report(read(astray()), { suppress: [`IST0101=VirtualService ${name}`] });
    expect(left).toEqual(isSuppressed ? [] : ['error unknown-destination VirtualService -/shop']);
  });

  test.each(['MESH100', '*', 'MESH100=*'])('a file that cannot be read is reported all the same: %j', (pattern) => {
    expect(check(read('a: [broken\n'), { suppress: [pattern] }).map(({ code }) => code)).toEqual(['MESH100']);
  });
});

describe('what the rules look at', () => {
  test.each(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'])('nothing of the namespace %s', (namespace) => {
    const own = object('Namespace', namespace, 'spec: { finalizers: 1 }', 'v1');
    expect(report(read(inNamespace(namespace, astray()), own))).toEqual([]);
    expect(report(read(own.replace(namespace, 'demo')))).not.toEqual([]);
  });

  test('of objects of one name the last, but for what is wrong with the text of the others', () => {
    const wrong = shop.replace('hosts: [shop]', 'hosts: [shop], http1: 1');
    expect(report(read(wrong, shop))).toEqual([
      'warning duplicate-object VirtualService demo/shop',
      'error refused-by-schema VirtualService demo/shop',
      ...found,
    ]);
  });

  test('an object that istiod does not read is reported for that alone', () => {
    const config = object('ConfigMap', 'istio', `data: { mesh: "discoverySelectors: [{ matchLabels: { team: a } }]" }`, 'v1');
    const all = report(read(inNamespace('istio-system', config), object('Namespace', 'demo', '', 'v1'), shop));
    expect(all.filter((line) => line.includes('VirtualService'))).toEqual(['warning undiscovered-object VirtualService demo/shop']);
  });

  test('kinds that no rule names are looked at by those for all kinds', () => {
    const thing = object('Thing', 'a', 'spec: {}', 'example.com/v1');
    expect(report(read(thing, thing))).toEqual(['warning duplicate-object Thing -/a']);
  });

  test('only the rules that are given', () => {
    expect(report(read(shop), { rules: [] })).toEqual([]);
  });

  test('what else the cluster holds is known, and nothing is reported about it', () => {
    const other = inNamespace('demo', astray('other')).replace('hosts: [shop]', 'hosts: [other]');
    expect(report(read(shop), { context: read(inNamespace('demo', service('shpo')), other.replace('shpo', 'nowhere')).manifests })).toEqual(
      [],
    );
  });

  test.each([
    [{}, ['info unknown-destination VirtualService demo/shop']],
    [{ clusterDomain: 'corp.example' }, []],
  ])('the domain of the cluster: %j', (options, expected) => {
    const full = inNamespace('demo', astray('shop', 'shop.demo.svc.corp.example'));
    expect(report(read(inNamespace('demo', service('shop')), full), options)).toEqual(expected);
  });

  test.each([
    [undefined, []],
    [false, ['error gateway-selector-without-pods Gateway -/public']],
  ])('the ingress gateway is assumed: %j', (assumeIngressGateway, expected) => {
    const servers = 'servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]';
    const gateway = object('Gateway', 'public', `spec: { selector: { istio: ingressgateway }, ${servers} }`);
    expect(report(read(gateway), { assumeIngressGateway })).toEqual(expected);
  });
});

test('findings come in the order of the objects, then of lines, columns and codes', () => {
  const bad = `spec:
  hosts: [shop]
  http:
    - { match: [{ method: { exact: get }, uri: { prefix: shop } }], route: [{ destination: { host: b } }, { destination: { host: a, subset: v1 } }] }
    - match: [{ uri: { prefix: /a } }]
      route: [{ destination: { host: c } }]`;
  const places = check(read(object('VirtualService', 'z', bad), astray('a'))).map(
    ({ position, code }) => `${position?.line}:${position?.column} ${code}`,
  );
  expect(places).toEqual([
    ...['5:11 IST0109', '7:36 MESH013', '7:58 MESH001', '7:58 MESH013', '7:69 IST0106', '7:100 IST0101', '7:130 IST0101', '7:141 IST0101'],
    ...['8:32 MESH001', '9:38 IST0101', '14:17 IST0109', '14:64 IST0101'],
  ]);
});

test('a place is looked up when it is asked for, and once', () => {
  const { manifests } = read(shop);
  const position = jest.fn((path: FieldPath) => manifests[0]?.source.position(path));
  const watched = manifests.map(({ object, source }) => ({ object, source: { position, line: (number: number) => source.line(number) } }));
  const [finding] = checkManifests(watched);
  expect(position).not.toHaveBeenCalled();
  expect(finding).toMatchObject({ position: { file: 'a.yaml', line: 4, column: 64 }, line: shop.split('\n')[3] });
  expect(finding?.position).toBe(finding?.position);
  expect(position).toHaveBeenCalledTimes(1);
});

test('what could not be read comes first, at its place or at the beginning of its file', () => {
  const reading: Reading = {
    manifests: read(shop).manifests,
    problems: [
      { name: 'a', message: 'no such file', file: 'b.yaml' },
      { name: 'b', message: 'broken', why: 'w', fix: 'f', file: 'c.yaml', position: { file: 'c.yaml', line: 2, column: 3 }, line: 'text' },
    ],
  };
  expect(check(reading).map(({ rule, position, message, why, fix, line }) => ({ rule, position, message, why, fix, line }))).toMatchObject([
    { rule: 'unreadable', message: 'no such file', position: { file: 'b.yaml', line: 1, column: 1 } },
    { rule: 'unreadable', message: 'broken', why: 'w', fix: 'f', position: { file: 'c.yaml', line: 2, column: 3 }, line: 'text' },
    { rule: 'unknown-destination' },
  ]);
});

test('progress is told after each object', () => {
  const seen: string[] = [];
  checkManifests(read(shop, service('a')).manifests, { onProgress: (done, total) => seen.push(`${done}/${total}`) });
  expect(seen).toEqual(['1/2', '2/2']);
});

test.each([
  [[], ''],
  [['spec', 'http', 0, 'match'], 'spec.http[0].match'],
  [['spec', 'headers', 'x-user'], 'spec.headers.x-user'],
  [['metadata', 'annotations', 'a/b'], 'metadata.annotations["a/b"]'],
  [['_a', '0b', ' c', 'd '], '_a["0b"][" c"]["d "]'],
])('the path %j is written %j', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test.each([
  ['error', 'error', true],
  ['error', 'warning', true],
  ['warning', 'warning', true],
  ['warning', 'info', true],
  ['info', 'info', true],
  ['warning', 'error', false],
  ['info', 'warning', false],
] as const)('%s is at least %s: %j', (level, threshold, expected) => {
  expect(isAtLeast(level, threshold)).toBe(expected);
});

test('kinds without a schema are counted', () => {
  const thing = (name: string) => object('Thing', name, 'spec: {}', 'example.com/v1');
  expect([...unknownKinds(read(thing('a'), thing('b'), shop).manifests)]).toEqual([['Thing (example.com/v1)', 2]]);
});
