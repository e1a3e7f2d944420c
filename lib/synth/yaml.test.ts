import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import type { KubernetesObject } from '../istio/objects';
import { documentsOf } from '../manifest/documents';
import { Text } from '../manifest/text';
import { toYaml } from './yaml';

const object = (data: unknown): KubernetesObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });

const readers: Record<string, (text: string) => unknown> = {
  'yaml 1.1': (text) => parse(text, { version: '1.1', merge: false }),
  'yaml 1.2': (text) => parse(text, { version: '1.2' }),
  'js-yaml 1.1': (text) => load(text, { schema: YAML11_SCHEMA }),
  'js-yaml 1.2': (text) => load(text, { schema: CORE_SCHEMA }),
  "kubectl's rules": (text) =>
    [...documentsOf(new Text('a.yaml', text))].map((document) => (document.error ? undefined : document.value))[0],
};

/** What YAML readers disagree about, alone and inside longer texts. */
const treacherous = [
  ...['yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'null', '~', '', ' ', '=', '<<', '-', '?', ':', '#', '---', '...', '--- a', '.', '+'],
  ...[
    '012',
    '0o14',
    '0x1F',
    '0X1F',
    '0O17',
    '0B101',
    '0b+1',
    '0b-1',
    '0_X1',
    '0b1',
    'e0',
    'E5',
    '-e1',
    '1e400',
    '1e3',
    '1E-3',
    '.5',
    '5.',
    '-.inf',
    '.NaN',
    '1_000',
    '1:30',
    '190:20:30',
    '08',
    '+1',
    '1.5e+3',
  ],
  ...['2001-01-01', '2001-1-1 1:00:00', '2001-12-14T21:59:43Z', '1.0.0', '10.0.0.1', '10s', '100m', '1Gi', 'a: b', 'a:', 'a #b', 'a#b'],
  ...['*a', '&a', '!a', '|', '>', '%a', '@a', '`a', '{a', '[a', ']', ',a', '"a"', "'a'", '"a\'', '\\n', 'a\\', '- a', '-a', '? a', 'a -'],
  ...['a\n', 'a\nb', 'a\n\n', '\na', ' a\nb', 'a\n b', 'a\nb ', 'a\n ', 'a\n\n\nb\n', '\n', 'a\tb', '\ta', 'a\n\tb\n', 'a\r\nb', '# a\nb'],
  ...['é', '日本', '😀', '\u0000', '\u0007', '\u0085', '\u2028', '\ufeff', '\u007f', 'a\u00a0b', 'a\n\u0085', 'k'.repeat(1100)],
  '__proto__',
  'constructor',
];
const text = fc.oneof(
  fc.constantFrom(...treacherous),
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom(...treacherous, 'a', '\n', ' '), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.stringMatching(/^[-+.0-9_:eEoxTZ ]{1,8}$/),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
}));

describe('what is written is read back the same', () => {
  test.each(Object.entries(readers))('by %s, each treacherous text as value, item and key', (_, read) => {
    const data = { values: treacherous, keys: Object.fromEntries(treacherous.map((key) => [key, { [key]: key }])) };
    expect(read(toYaml([object(data)]))).toEqual(object(data));
  });

  test.each(Object.entries(readers))('by %s, whatever it is', (_, read) => {
    fc.assert(
      fc.property(value, (data) => expect(read(toYaml([object(data)]))).toEqual(object(data))),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });
});

/** Made by Go's own reader: `npm run prove:reader -- --record`. */
test('no text is written plain that kubectl would read as anything else than that string', () => {
  const rows = readFileSync(join(__dirname, 'recorded/never-plain.jsonl'), 'utf8').split('\n').filter(Boolean);
  const neverPlain: string[] = rows.map((row) => JSON.parse(row));
  const isPlain = (text: string) => toYaml([object({ value: text })]).endsWith(`value: ${text}\n`);
  const isPlainKey = (text: string) => toYaml([object({ [text]: 'a' })]).endsWith(`\n  ${text}: a\n`);
  expect(neverPlain.filter((text) => isPlain(text) || isPlainKey(text))).toEqual([]);
  expect(neverPlain.length).toBeGreaterThan(5000);
  for (const text of ['0X1f', '0O17', '0B1', '0b+1']) expect(neverPlain).toContain(text);
});

const lines = (data: unknown) =>
  toYaml([object(data)])
    .split('\n')
    .slice(5, -1);

test('a text that every reader takes for a string is written plain', () => {
  const plain = [
    ...['a b', 'a#b', 'a:b', '-a', '?a', '-- a', '..', 'a---b', 'a, b', 'a - b', 'a\\', 'x~', '=a', '<<a', 'a<<', 'é', '日本', '😀'],
    ...['yess', 'ayes', 'nulls', 'trueish', 'y1', 'Infinity', 'nano', 'x.nan', '.nanx', 'a.inf', '.infx', '-.nan', '+-1'],
    ...['10s', '100m', '1Gi', '1.0.0', '10.0.0.1', 'v1', '1-2', '0xg', 'a0x1', '1_000a', '1:a', 'e', 'ea', '1e5a', '1ee5'],
    ...['2001-01', '2001-01-01a', '12001-01-01', 'a2001-01-01', '2001-001-01', '2001-1-001', '200-01-01'],
    ...['http://a.example.com/b?c=d', '/healthz', 'shop/web', 'a=b', '$(A)', "it's", 'say "yes"', 'k'.repeat(300)],
  ];
  expect(lines(plain)).toEqual(plain.map((text) => `  - ${text}`));
  expect(lines(Object.fromEntries(plain.map((text) => [`k${text}`, 1])))).toEqual(plain.map((text) => `  k${text}: 1`));
});

test.each<[what: string, text: string, written: string]>([
  ['double quotes', 'yes', '"yes"'],
  ['double quotes, as JSON escapes', 'a: \\ \t', '"a: \\\\ \\t"'],
  ['single quotes around double ones', '"a": b', `'"a": b'`],
  ['double quotes around both', `"a': b`, `"\\"a': b"`],
  ['double quotes around double ones with what cannot be seen', '"a\u0085', '"\\"a\\u0085"'],
  ['escapes of four digits', '\u007f\u2028\ufeff', '"\\u007f\\u2028\\ufeff"'],
  ['a block', 'a\n\n  b\n', '|\n    a\n\n      b'],
  ['a block without a last line break', 'a\nb', '|-\n    a\n    b'],
  ['a block with tabs', 'a\n\tb\n', '|\n    a\n    \tb'],
  ['quotes around an indented first line', ' a\nb\n', '" a\\nb\\n"'],
  ['quotes around an empty last line', 'a\n\n', '"a\\n\\n"'],
  ['quotes around a blank last line', 'a\n \n', '"a\\n \\n"'],
  ['quotes around a last line of spaces', 'a\n  ', '"a\\n  "'],
  ['quotes around lines with what cannot be seen', 'a\nb\u0085', '"a\\nb\\u0085"'],
])('a text is written in %s', (_, text, written) => {
  expect(lines({ text })).toEqual(`  text: ${written}`.split('\n'));
});

test('a long key is announced', () => {
  const [short, long] = ['k'.repeat(1000), 'k'.repeat(1001)];
  expect(lines({ [short]: 1, [long]: { a: 1 }, 'a\nb': 1 })).toEqual([`  ${short}: 1`, `  ? ${long}`, '  :', '    a: 1', '  "a\\nb": 1']);
});

test('what is undefined is left out of a mapping, and null in a list', () => {
  expect(lines({ a: undefined, list: [undefined, null, {}, []] })).toEqual(['  list:', '    - null', '    - null', '    - {}', '    - []']);
  expect(lines({ a: { b: undefined } })).toEqual(['  a:', '    {}']);
});

test('documents are parted by a line, and none ends with one', () => {
  expect(toYaml([])).toBe('');
  expect(toYaml([object(1), object(2)])).toMatch(/^apiVersion: v1\n[^-]*data: 1\n---\napiVersion: v1\n[^-]*data: 2\n$/);
});

test('the form is that of cdk8s', () => {
  const objects = [
    object({
      plain: 'a b',
      quoted: 'yes',
      double: 'say "yes": no',
      empty: {},
      none: [],
      list: [1, 'two', { three: true, more: [[1], []] }],
    }),
    object({ script: 'set -eu\n\necho  done\n', note: 'one\ntwo', number: 0.5, large: 12345678901, port: '8000', version: '1.0.0' }),
  ];
  expect(toYaml(objects)).toBe(Yaml.stringify(...objects));
});

test('a float keeps the point by which YAML 1.1 knows it', () => {
  expect(toYaml([object([1e21, 1.5e-7])])).toContain('  - 1.0e+21\n  - 1.5e-7\n');
  expect(lines([-1e21, 1e-7, -15e300, 1.25e21, 0.1, -3, 0])).toEqual(
    ['-1.0e+21', '1.0e-7', '-1.5e+301', '1.25e+21', '0.1', '-3', '0'].map((text) => `  - ${text}`),
  );
});
