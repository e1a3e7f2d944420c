import fc from 'fast-check';
import { dump } from 'js-yaml';
import { isOrdinaryText, readPlainYaml } from './plain-yaml';
import { readYaml } from './yaml/read-yaml';

const quick = (text: string) => (isOrdinaryText(text) ? readPlainYaml(text, 0, text.length) : undefined);
const full = (text: string): unknown => readYaml(text).value;

/** Whatever the quick reader reads, the full parser reads the same. */
function agrees(text: string): boolean {
  const read = quick(text);
  if (read) expect(read.value).toEqual(full(text));
  return read !== undefined;
}

test.each([
  'a: 1\nb:\n  - c: x\n    d: yes\n  - e\nf: {}\ng: []\nh:\ni: "x y"\nj: \'z\'',
  '---\n# first\nkind: Service\n\nspec:\n  ports:\n  - name: http\n    port: 010\n  selector:\n    app.kubernetes.io/name: shop\n',
  '- a\n- b: 1\n  c: ~\n-\n- 2026-01-01',
  'a:\n  b:\n    c: 1.5\nd: -1\ne: /path\nf: .5\ng: 1e3',
])('reads %j as the full parser does', (text) => {
  if (text.includes('-1')) expect(quick(text)).toBeUndefined();
  else expect(agrees(text)).toBe(true);
});

test.each([
  'a: [1]',
  'a: |\n  text',
  'a: b # note',
  'a: &x 1',
  'a: *x',
  'a: "\\n"',
  "a: 'it''s'",
  'a: b\n  c',
  'a: b\n  c: d',
  'a:\n    b: 1\n  c: 2',
  'a: 1\na: 2',
  'on: 1',
  '1: 2',
  '__proto__: 1',
  'a: b: c',
  '- - a',
  '? a',
  'a:\tb',
  'a: 1\r\n',
  '<<: x',
  'a: 1\n...\n',
  'text',
  '  a: 1',
  '%YAML 1.1\n---\na: 1',
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
