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
});
