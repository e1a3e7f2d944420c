import fc from 'fast-check';
import { dump } from 'js-yaml';
import { isOrdinaryText, readPlainYaml } from './plain-yaml';
import { recordedRows } from './recorded.test.helper';
import { readYaml } from './yaml/read-yaml';

const quick = (text: string) => (isOrdinaryText(text) ? readPlainYaml(text, 0, text.length) : undefined);
const full = (text: string): unknown => readYaml(text).value;

/** Whatever the quick reader reads, the full parser reads the same. */
function agrees(text: string): boolean {
  const read = quick(text);
  if (read) expect(read.value).toEqual(full(text));
  return read !== undefined;
}

/** The same between other documents, of which it looks at none. */
const quickBetween = (text: string) => readPlainYaml(`x: [\n---\n${text}: y\n---\nz: ]`, 9, 9 + text.length);

test.each([
  'a: 1\nb:\n  - c: x\n    d: yes\n  - e\nf: {}\ng: []\nh:\ni: "x y"\nj: \'z\'',
  '---\n# first\nkind: Service\n\nspec:\n  ports:\n  - name: http\n    port: 010\n  selector:\n    app.kubernetes.io/name: shop\n',
  '- a\n- b: 1\n  c: ~\n-\n- 2026-01-01',
  'a:\n  b:\n    c: 1.5\ne: /path\nf: .5\ng: 1e3',
  ...['', '\n\n', '# a', '  # a\n', '   ', '---', '---\n', '---\n- a', '---\n# a\n\na: 1', '-', '- ', '-\n-\n', '- # a'.slice(0, 2)],
  ...['a-b.c/d_e: 1', 'A1: 1', '1a: 1', 'Z: 1', '_: 1', '/: 1', '.a: 1', 'x.: 1', 'true1: 1', '0a-Z: 1'],
  ...['a: z', 'a: Z', 'a: y', 'a: Yes', 'a: n', 'a: NO', 'a: true', 'a: False', 'a: on', 'a: Off', 'a: oN', 'a: nope', 'a: null', 'a: ~'],
  ...['a: 0', 'a: 9', 'a: 08', 'a: +7', 'a: 0x1F', 'a: 1_000', 'a: .5', 'a: .', 'a: /', 'a: $a', 'a: ~a', 'a: 1e400', 'a: 12:30'],
  ...[
    'a: x#y',
    'a: x:y',
    'a: x,y',
    'a: x [y]',
    'a: {}',
    'a: []',
    'a:   b  ',
    'a:   ',
    'a: ""',
    "a: ''",
    'a: "b" ',
    `a: 'b"c'`,
    `a: "b'c: #d"`,
  ],
  ...[
    'a: b c',
    'a: bé',
    'a: "é"',
    "a: '\\'",
    'a: b\n\n# c\nd: e\n',
    'a:\n\n  # c\n  b: 1\n',
    'a:\n- b\nc: d',
    'a:\n  - b\nc:\n- d',
    'a:\nb:',
  ],
  ...['-   a: 1\n    b: 2', '- a: 1\n  b:\n  - c\n- d: 2', '- a:\n    b: 1\n- c', '-\n  a: 1\n-\n  - b\n  - c', 'a:\n  b:\n  c:\nd:'],
  `${'k'.repeat(1000)}: 1`,
  Array.from({ length: 91 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
])('reads %j as the full parser does', (text) => {
  expect(agrees(text)).toBe(true);
  expect(quickBetween(text.replace(/\n$/, ''))).toEqual(quick(`${text.replace(/\n$/, '')}`));
});

test.each([
  ...[
    'a: [1]',
    'a: {b: 1}',
    'a: |\n  text',
    'a: >\n  text',
    'a: b # note',
    'a: &x 1',
    'a: *x',
    'a: !x 1',
    'a: "\\n"',
    "a: 'it''s'",
    'a: "b" c',
    "a: 'b",
    'a: "',
  ],
  ...[
    'a: b\n  c',
    'a: b\n  c: d',
    'a: "b"\n  c: d',
    'a: {}\n  b: 1',
    'a:\n    b: 1\n  c: 2',
    '- a\n  b',
    '- a\n - b',
    'a:\n  - b\n c: d',
    'a: 1\n- b',
    '- a\nb: 1',
  ],
  ...[
    'a: 1\na: 2',
    'a:\n  b: 1\n  c: 2\n  b: 3',
    'toString: 1',
    '__proto__: 1',
    '<<: x',
    'on: 1',
    'y: 1',
    'null: 1',
    '1: 2',
    '.5: 1',
    '-a: 1',
    '--: 1',
  ],
  ...['a: b: c', 'a: b:', 'a:b', 'a:b: c', 'a b: c', 'a@b: c', 'é: 1', '"a": 1', '? a', ': a', '- - a', '- -\n', '-a', '- -a'],
  ...['a:\tb', 'a: 1\r\n', 'a: \u0085b', 'a: b\u2028', 'a: \ufeffb', 'a: \ud800', 'a: b\x7f', 'a: b\x1f'],
  ...['a: -1', 'a: @b', 'a: %b', 'a: `b', 'a: :b', 'a: #b', 'a: (b)', 'a: _b', 'a: .inf', 'a: .nan', 'a: <b'],
  ...['a: 1\n...\n', 'text', '  a: 1', ' - a', '---\n---', '--- a', '---a', '%YAML 1.1\n---\na: 1'],
  `${'k'.repeat(1001)}: 1`,
  Array.from({ length: 92 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
])('leaves %j to the full parser', (text) => {
  expect(quick(text)).toBeUndefined();
});

test('agrees with the full parser on what a program writes', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true }),
    fc.stringMatching(/^[a-zA-Z0-9./:-]{0,12}$/),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-zA-Z./-]{1,8}$/), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tree),
      fc.boolean(),
      (object, noIndent) => void agrees(dump(object, { seqNoIndent: noIndent })),
    ),
    { seed: 4 },
  );
});

test('agrees with the full parser on any text that it reads', () => {
  const line = fc.tuple(
    fc.constantFrom('', '  ', '    ', '- ', '  - '),
    fc.constantFrom('a', 'b', 'c', 'on', 'x y'),
    fc.constantFrom(':', ': ', ': 1', ': x', ': "q"', ': #', '', ': - a', ': x: y'),
  );
  const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.map((parts) => parts.join('')).join('\n'));
  fc.assert(
    fc.property(text, (yaml) => void agrees(yaml)),
    { numRuns: 2000, seed: 3 },
  );
});

test('agrees with the full parser on every recorded text that it reads', () => {
  expect(recordedRows.filter(({ text }) => agrees(text)).length).toBeGreaterThan(200);
});
