import { parseManifests } from './parse-manifests';
import { processorTime } from './processor-time.test.helper';
import { Chunk } from './text';

const object = (spec: string): string => `apiVersion: v1\nkind: X\nmetadata: { name: x }\n${spec}`;
const specOf = (spec: string): unknown => parseManifests(object(spec), 'x.yaml').manifests[0]?.object.spec;
const of = (metadata: string): string => `apiVersion: v1\nkind: X\nmetadata: ${metadata}`;
const problemsOf = (text: string) => parseManifests(text, 'x.yaml').problems;

describe('scalars as Kubernetes reads them', () => {
  test.each([
    ['yes', true],
    ['On', true],
    ['y', true],
    ['off', false],
    ['"yes"', 'yes'],
    ['010', 8],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0b11', -3],
    ['1_000', 1000],
    ['+7', 7],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['12:30', '12:30'],
    ['2026-01-01', '2026-01-01'],
    ['~', null],
    ['', null],
    ['v1', 'v1'],
    ['1.2.3', '1.2.3'],
    ['!!str 1', '1'],
    ['!!binary aGk=', 'hi'],
  ])('%s is %j', (text, value) => {
    expect(specOf(`spec: { value: ${text} }`)).toEqual({ value });
  });

  test('keys become strings, so `on:` is the key `true`', () => {
    expect(specOf('spec:\n  on: 1\n  2: b')).toEqual({ true: 1, 2: 'b' });
  });

  test('merge keys fill in what is not said', () => {
    expect(specOf('spec:\n  base: &base { a: 1, b: 2 }\n  more: { <<: *base, b: 3 }')).toEqual({
      base: { a: 1, b: 2 },
      more: { a: 1, b: 3 },
    });
  });
});

describe('documents', () => {
  test('several documents, comments, empty ones and the items of lists', () => {
    const list = '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"B","metadata":{"name":"b"}}]}';
    const { manifests, problems } = parseManifests(`# first\n---\n${object('')}\n---\n\n--- # last\n${list}\n...\n`, 'x.yaml');
    expect(problems).toEqual([]);
    expect(manifests.map(({ object }) => `${object.kind}/${object.metadata.name}`)).toEqual(['X/x', 'B/b']);
  });

  test('each field knows its place, also in a list, in JSON and after a byte order mark', () => {
    const text = `\ufeff---\n${object('spec:\n  ports:\n    - port: 80\n      name: "http"')}`;
    const source = parseManifests(text, 'x.yaml').manifests[0]?.source;
    expect(source?.position(['spec', 'ports', 0, 'name'])).toEqual({ file: 'x.yaml', line: 8, column: 13 });
    expect(source?.position(['spec', 'ports'])).toEqual({ file: 'x.yaml', line: 6, column: 3 });
    expect(source?.position(['spec', 'ports', 0, 'targetPort'])).toEqual({ file: 'x.yaml', line: 7, column: 7 });
    expect(source?.line(7)).toBe('    - port: 80');

    const list = '{\n "kind": "List", "apiVersion": "v1", "items": [\n  {"apiVersion": "v1", "kind": "B", "metadata": {"name": "b"}}\n]}';
    expect(parseManifests(list, 'x.json').manifests[0]?.source.position(['metadata', 'name'])).toMatchObject({ line: 3, column: 58 });
  });

  test('each field knows its place in brackets and quotes that go on further left, and in JSON values one after the other', () => {
    const [flow] = parseManifests(object('spec: {a: "x\ny", b: [\n1, {c: d\n}\n]}\n'), 'x.yaml').manifests;
    expect(flow?.object.spec).toEqual({ a: 'x y', b: [1, { c: 'd' }] });
    expect(flow?.source.position(['spec', 'b', 1, 'c'])).toMatchObject({ line: 6, column: 8 });
    const json = (name: string) =>
      `{"apiVersion": "v1", "kind": "B", "metadata": {"name": "${name}"}, "spec": {"path": "\\/x\\ud83d\\ude00", "z": 1}}`;
    const { manifests, problems } = parseManifests(`${json('a')}${json('b')}\n${json('c')}`, 'x.json');
    expect(problems).toEqual([]);
    expect(manifests.map(({ object: { metadata, spec } }) => [metadata.name, spec])).toEqual(
      ['a', 'b', 'c'].map((name) => [name, { path: '/x😀', z: 1 }]),
    );
    const places = manifests.map(({ source }) => source.position(['spec', 'z']));
    expect(places.map((place) => [place?.line, place?.column])).toEqual([
      [1, 103],
      [1, 208],
      [2, 103],
    ]);
  });

  test('JSON that YAML has no place for is read without problems, and its places are those of the document', () => {
    const text = `\n {"apiVersion": "v1", "kind": "X", "metadata": {"name": "x"}, "${'k'.repeat(1030)}": ["a", "b"]}`;
    const { manifests, problems } = parseManifests(text, 'x.json');
    expect(problems).toEqual([]);
    expect(manifests.map(({ source }) => source.position(['metadata', 'name']))).toEqual([{ file: 'x.json', line: 2, column: 2 }]);
  });

  test.each<[text: string, offsets: Readonly<Record<string, string>>]>([
    ['spec: {a: 1, b: [c, d]}', { a: '4:11', b: '4:14', 'b.0': '4:18', 'b.1': '4:21', 'b.2': '4:14', 'b.x': '4:14', 'a.x': '4:8' }],
    ['spec:\n  a: |\n    x\n  b: >\n    y\n  c: "z"\n  d:\n', { a: '5:3', b: '7:3', c: '9:6', d: '10:3' }],
    ['spec:\n  a:\n    - b: 1\n    -\n      c: 2\n    -\n', { 'a.0': '6:7', 'a.0.b': '6:10', 'a.1': '8:7', 'a.1.c': '8:10', 'a.2': '5:3' }],
    ['spec:\n  a: &x {b: 1}\n  c: *x\n', { a: '5:3', 'a.b': '5:13', c: '6:6', 'c.b': '6:3' }],
    ['spec:\n  a: 1\n  a: 2\n  1: 3\n  yes: 4\n', { a: '6:6', '"1"': '7:6', true: '8:8' }],
    ['spec:\n  ? a\n  : 1\n', { a: '6:5' }],
    ['spec: {a: , b, c: [d: ]}', { a: '4:8', b: '4:13', c: '4:16', 'c.0': '4:20', 'c.0.d': '4:20' }],
    ['spec:\n  a:\n  b: &x\n  c: !x\n', { a: '5:3', b: '6:3', c: '7:3' }],
    ['spec:\n-\n- a\n-\n', { '0': '4:1', '1': '6:3', '2': '4:1' }],
    ['spec:\n  - &x [a]\n  - *x\n', { '0.0': '5:9', '1': '6:5', '1.0': '6:5' }],
  ])('the places in %j', (spec, places) => {
    const { manifests } = parseManifests(object(spec), 'x.yaml');
    const placeOf = (path: string) => {
      const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('"', '')));
      const { line, column } = manifests[0]?.source.position(['spec', ...steps]) ?? {};
      return `${line}:${column}`;
    };
    expect(Object.fromEntries(Object.keys(places).map((path) => [path, placeOf(path)]))).toEqual(places);
  });

  test('many places in one large document cost one parse of it', () => {
    const count = 200;
    const items = Array.from({ length: count }, (_, index) => `  - {name: n${index}, key${index}: [1, 2]}\n`).join('');
    const [manifest] = parseManifests(object(`spec:\n${items}`), 'x.yaml').manifests;
    const parsed = jest.spyOn(Chunk.prototype, 'content', 'get');
    const lines = Array.from({ length: count }, (_, index) => manifest?.source.position(['spec', index, `key${index}`, 1])?.line);
    expect(lines).toEqual(Array.from({ length: count }, (_, index) => 5 + index));
    expect(parsed).toHaveBeenCalledTimes(1);
    parsed.mockRestore();
  });

  test('what is broken is told with its place, and the rest is read', () => {
    const { manifests, problems } = parseManifests(`a: [\n---\n${object('')}\n---\n\tb: 1\n`, 'x.yaml');
    expect(manifests).toHaveLength(1);
    expect(problems.map(({ name, position }) => [name, position?.line])).toEqual([
      ['yaml-syntax', 1],
      ['yaml-syntax', 8],
    ]);
  });
});

test('an IstioOperator, which istioctl reads, needs no name', () => {
  const { manifests, problems } = parseManifests(
    'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {profile: demo}\n',
    'x.yaml',
  );
  expect([problems, manifests.map(({ object }) => object.spec)]).toEqual([[], [{ profile: 'demo' }]]);
});

describe('problems', () => {
  test.each([
    ['ignored-text', `${object('')}...\n${object('')}`, /what follows here is not read/],
    ['ignored-text', `${object('')}...\n]`, /what follows here is not read/],
    ['duplicate-key', object('spec: { a: 1, a: 2 }'), /the key `a` is written twice/],
    ['yaml-syntax', object('spec: &a [*a]'), /the anchor `&a` contains itself/],
    ['yaml-syntax', object('spec: *nowhere'), /alias/],
    ['yaml-syntax', object('\tspec: 1'), /tab/],
    ['yaml-syntax', object('spec: [1'), /`\[` is not closed/],
    ['yaml-syntax', object('spec: {a: .inf}'), /`.inf` has no place in JSON/],
    ['yaml-syntax', object('spec: {~: 1}'), /a key cannot be null/],
    ['yaml-syntax', object('spec: !!binary "%"'), /`%` is no !!binary/],
    ['yaml-syntax', object('spec: a\udcff'), /the byte 0xff, which is not UTF-8, may not stand in YAML/],
  ])('%s: %j', (name, text, message) => {
    expect(problemsOf(text)).toEqual([expect.objectContaining({ name, message: expect.stringMatching(message), file: 'x.yaml' })]);
  });

  test('aliases that multiply are refused quickly', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(', ')}]`);
    const elapsed = processorTime();
    expect(problemsOf(`l0: &l0 [x]\n${levels.join('\n')}`)).toEqual([
      expect.objectContaining({ name: 'yaml-syntax', message: expect.stringMatching(/aliases multiply/) }),
    ]);
    expect(elapsed()).toBeLessThan(1500);
  });

  test('a duplicate key is told once and the last one counts', () => {
    expect(specOf('spec: { a: 1, a: 2 }')).toEqual({ a: 2 });
  });
});

describe('what an object may not be, where, and what to do', () => {
  const unquoted = 'YAML reads it without quotes as a number or a boolean, and the API server rejects it';
  const rejected = 'the API server rejects it';
  test.each<[text: string, problem: string]>([
    ['- 1', '1:1 not-an-object: a Kubernetes object is a mapping, got a list'],
    ['x', '1:1 not-an-object: a Kubernetes object is a mapping, got `x`'],
    ['a'.repeat(100), `1:1 not-an-object: a Kubernetes object is a mapping, got \`${'a'.repeat(80)}\``],
    ['kind: X', '1:1 not-an-object: an object needs `apiVersion`, got nothing; kubectl rejects it'],
    ['kind: X\napiVersion: 1', '2:13 not-an-object: an object needs `apiVersion`, got `1`; kubectl rejects it'],
    ['apiVersion: v1\nkind: ""', '2:7 not-an-object: an object needs `kind`, got ``; kubectl rejects it'],
    ['kind: 1\nitems: []\napiVersion: v1', '1:7 not-an-object: an object needs `kind`, got `1`; kubectl rejects it'],
    ['apiVersion: v1\nkind: {}', '2:1 not-an-object: an object needs `kind`, got a mapping; kubectl rejects it'],
    ['apiVersion: v1\nkind: X', '1:1 no-metadata: an object needs `metadata` with a `name`, got nothing'],
    ['apiVersion: v1\nkind: X\nmetadata: a', '3:11 no-metadata: an object needs `metadata` with a `name`, got `a`'],
    ['apiVersion: v1\nkind: X\nmetadata: []', '3:1 no-metadata: an object needs `metadata` with a `name`, got a list'],
    [of('{}'), '3:1 no-name: `metadata.name` is a string, got nothing'],
    [of('{name: }'), '3:12 no-name: `metadata.name` is a string, got `null`'],
    [of('{generateName: 1}'), '3:1 no-name: `metadata.name` is a string, got nothing'],
    [of('{name: 5}'), '3:18 no-name: `metadata.name` is a string, got `5` → name: "5"'],
    [of('{name: on}'), '3:18 no-name: `metadata.name` is a string, got `true` → name: "true"'],
    [of('{name: 5, generateName: a-}'), '3:18 no-name: `metadata.name` is a string, got `5` → name: "5"'],
    [of('{name: {a: b}}'), '3:12 no-name: `metadata.name` is a string, got a mapping'],
    [of('{name: x, namespace: 1}'), `3:32 wrong-type: \`metadata.namespace\` is a string, got \`1\`; ${unquoted} → "1"`],
    [of('{name: x, namespace: [a]}'), `3:21 wrong-type: \`metadata.namespace\` is a string, got a list; ${rejected}`],
    [
      of('{name: x, creationTimestamp: no}'),
      `3:40 wrong-type: \`metadata.creationTimestamp\` is a string, got \`false\`; ${unquoted} → "false"`,
    ],
    [of('{name: x, labels: {a: 1}}'), `3:33 wrong-type: \`metadata.labels.a\` is a string, got \`1\`; ${unquoted} → "1"`],
    [of('{name: x, labels: {a: }}'), `3:30 wrong-type: \`metadata.labels.a\` is a string, got \`null\`; ${rejected}`],
    [of('{name: x, labels: 1}'), `3:29 wrong-type: \`metadata.labels\` is a mapping of strings, got \`1\`; ${rejected}`],
    [of('{name: x, annotations: []}'), `3:21 wrong-type: \`metadata.annotations\` is a mapping of strings, got a list; ${rejected}`],
    [`kind: List\napiVersion: v1\nitems:\n- 1`, '4:3 not-an-object: a Kubernetes object is a mapping, got `1`'],
  ])('%j: %s', (text, expected) => {
    const problems = problemsOf(text).map(({ name, message, why, fix, position, line }) => {
      expect(line).toBe(text.split('\n')[(position?.line ?? 0) - 1]);
      return `${position?.line}:${position?.column} ${name}: ${message}${why ? `; ${why}` : ''}${fix ? ` → ${fix}` : ''}`;
    });
    expect(problems).toEqual([expected]);
  });

  test.each<[metadata: string, read: object, problems: number]>([
    ['{name: x, namespace: , creationTimestamp: , labels: , annotations: }', { name: 'x' }, 0],
    ['{generateName: a-}', { generateName: 'a-', name: 'a-' }, 0],
    ['{name: , generateName: a-}', { generateName: 'a-', name: 'a-' }, 0],
    [
      '{name: b, generateName: a-, namespace: c, creationTimestamp: d}',
      { name: 'b', generateName: 'a-', namespace: 'c', creationTimestamp: 'd' },
      0,
    ],
    ['{name: x, namespace: 1, creationTimestamp: 2, labels: [], annotations: 3}', { name: 'x' }, 4],
    [
      '{name: x, labels: {a: b, c: 1, d: e}, annotations: {f: {}, g: h}}',
      { name: 'x', labels: { a: 'b', d: 'e' }, annotations: { g: 'h' } },
      2,
    ],
  ])('metadata %s is read as %j', (metadata, read, count) => {
    const { manifests, problems } = parseManifests(of(metadata), 'x.yaml');
    expect(manifests.map(({ object }) => object.metadata)).toStrictEqual([read]);
    expect(problems).toHaveLength(count);
  });

  test.each<[text: string, names: string[]]>([
    ['kind: GatewayList\napiVersion: v1\nitems: [{apiVersion: v1, kind: X, metadata: {name: a}}]', ['a']],
    ['kind: Lists\napiVersion: v1\nmetadata: {name: own}\nitems: [{apiVersion: v1, kind: X, metadata: {name: a}}]', ['own']],
    ['kind: XList\napiVersion: v1\nmetadata: {name: own}\nitems: {}', ['own']],
    ['kind: List\napiVersion: v1\nitems: []', []],
    ['# nothing\r\n', []],
    ['apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: []', ['installed-state']],
    ['apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: own}', ['own']],
  ])('the names in %j', (text, names) => {
    const { manifests, problems } = parseManifests(text, 'x.yaml');
    expect([manifests.map(({ object }) => object.metadata.name), problems]).toEqual([names, []]);
  });
});
