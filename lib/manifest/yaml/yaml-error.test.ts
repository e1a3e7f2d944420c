import { parseManifests } from '../parse-manifests';

/** Each thing that is wrong with a text: line and column, what, and after an arrow what to write. */
const rows: [text: string, problem: string][] = [
  ['{"a": 1} x', '1:10 here another JSON value is expected'],
  ['{"a": 1e400}', '1:1 a number in it is larger than any that 64 bits hold'],
  ['a: 1\n--- b\n', '2:1 only a comment may follow `---` → begin the document on the next line'],
  ['a: 1\n---b\n---\nc: 1\n', '2:1 only a comment may follow `---` → begin the document on the next line'],
  ['a: |0\n b\n', '1:5 a block text cannot be indented by 0'],
  ['a: | x\n b\n', '1:6 the text of a block begins on the next line'],
  ['a: |\n\tb\n', '1:4 a tab stands where the indentation of a block text is → indent with spaces'],
  ['a: b\n\tc\n', '2:1 a tab stands where indentation is → indent with spaces'],
  ['a: "b\n', '1:4 the quote `"` is not closed'],
  ["b:\n- 'c\n", "2:3 the quote `'` is not closed"],
  ['a: "\\q"\n', '1:5 `\\q` is no escape in a text in double quotes → \\\\q'],
  ['a: "\\\ud83d\ude00"\n', '1:5 `\\😀` is no escape in a text in double quotes → \\\\😀'],
  ['a: "\\', '1:4 the quote `"` is not closed'],
  ['a: "\\x4"\n', '1:5 `\\x` needs 2 hexadecimal digits'],
  ['a: "\\u12"\n', '1:5 `\\u` needs 4 hexadecimal digits'],
  ['a: "\\U1"\n', '1:5 `\\U` needs 8 hexadecimal digits'],
  ['a: "\\ud800"\n', '1:5 `\\ud800` is no character'],
  ['a: "\\U00110000"\n', '1:5 `\\U00110000` is no character'],
  ['a: .inf\n', '1:4 `.inf` has no place in JSON → ".inf"'],
  ['a: [1, -.inf]\n', '1:8 `-.inf` has no place in JSON → "-.inf"'],
  ['a: &a [*a]\n', '1:8 the anchor `&a` contains itself'],
  ['[a]: b\n', '1:1 a key is a text, not a list or a mapping'],
  ['? {a: b}\n: c\n', '1:3 a key is a text, not a list or a mapping'],
  ['~: a\n', '1:1 a key cannot be null → "~"'],
  [': a\n', '1:1 here a key of the mapping is expected'],
  ['9223372036854775808: a\n', '1:1 the number `9223372036854775808` is too large for a key → "9223372036854775808"'],
  ['a: {<<: 1}\n', '1:9 `<<` merges a mapping, or a list of mappings'],
  ['a: {<<: [{b: 1}, c]}\n', '1:18 `<<` merges a mapping, or a list of mappings'],
  ['a: !!int x\n', '1:10 `x` is no !!int'],
  ["a: !!binary '%'\n", '1:13 `%` is no !!binary'],
  ['a: !x%ff 1\n', '1:9 a `%` in a tag is followed by the bytes of a character'],
  ['%YAML 1.1\na: 1\n', '2:1 a directive is followed by its document → remove the line that begins with `%`'],
  ['%YAML 1.1\r%YAML 1.1\r---\ra: 1\n', '1:11 a document has one `%YAML` directive'],
  ['%YAML 1.2\r---\ra: 1\n', '1:1 Kubernetes reads YAML 1.1, not 1.2 → %YAML 1.1'],
  ['%TAG !e! x\r%TAG !e! y\r---\ra: 1\n', '1:12 the handle `!e!` is declared twice'],
  ['%FOO\r---\ra: 1\n', '1:1 a line that begins with `%` is a directive, `%YAML 1.1` or `%TAG`'],
  ['a: *x\n', '1:4 the alias `*x` has no anchor `&x`'],
  ['a: !e!x 1\n', '1:4 the handle `!e!` of this tag is not declared'],
  ['- a\nb: c\n', '2:1 a list item begins with `-` at the column of the others'],
  ['a: 1\n- b\n', '2:1 here a key of the mapping is expected'],
  ['a:\n    b: 1\n  c: 2\n', '3:3 here a key of the mapping is expected → indent it as the other keys'],
  ['a: [1\n', '1:4 `[` is not closed → a `]` at its end'],
  ['a: {b: 1\n', '1:4 `{` is not closed → a `}` at its end'],
  ['a: [1 {b: 1}]\n', '1:7 a `,` or `]` is expected here'],
  ['a: {b: 1 "c": 2}\n', '1:13 a `,` or `}` is expected here'],
  ['a: [1\nb: 2\n', '2:2 a `,` or `]` is expected here'],
  ['a: ]\n', '1:4 this bracket was never opened'],
  ['a: }\n', '1:4 this bracket was never opened'],
  ['a: [,]\n', '1:5 a value is expected here'],
  ['\ta: 1\n', '1:1 a tab stands where indentation is → indent with spaces'],
  ['a: @b\n', '1:4 a value without quotes cannot begin with `@` → put the value in quotes'],
  ['a: `b\n', '1:4 a value without quotes cannot begin with ``` → put the value in quotes'],
  ['a: %b\n', '1:4 a value without quotes cannot begin with `%` → put the value in quotes'],
  ['a: b\nc\n', '2:1 a `:` is missing after this key'],
  ['a: - b\n', '1:4 a list item cannot begin here → begin it on a line of its own'],
  ['["a" - b]\n', '1:6 a `,` or `]` is expected here'],
  ['a: ? b\n', '1:4 a key cannot begin here'],
  ['a: b: c\n', '1:5 a mapping cannot begin in the middle of a line → put the text that holds `: ` in quotes'],
  ['a: * b\n', '1:4 `*` begins an alias, whose name is letters and digits → put the value in quotes'],
  ['a: & b\n', '1:4 `&` begins an anchor, whose name is letters and digits → put the value in quotes'],
  ['a: &b!c d\n', '1:4 `&` begins an anchor, whose name is letters and digits → put the value in quotes'],
  ['a: !<x 1\n', '1:4 this is no tag: a tag ends with a space or its line'],
  ['a: !! 1\n', '1:6 this is no tag: a tag ends with a space or its line'],
  ['a: !x"y 1\n', '1:6 this is no tag: a tag ends with a space or its line'],
  ['a: b\u0007\n', '1:5 the character U+0007 may not stand in YAML → write it as an escape in double quotes'],
  ['a: \ufffe\n', '1:4 the character U+FFFE may not stand in YAML → write it as an escape in double quotes'],
  ['a: \u007f\n', '1:4 the character U+007F may not stand in YAML → write it as an escape in double quotes'],
  ['a: {b:\n', '1:7 a value is missing at the end'],
  ['a: [? ', '1:6 a value is missing at the end'],
  ['a: [- b]\n', '1:5 a value is expected here'],
  ['...\n', '1:1 a value is expected here'],
  ['a: {b: ]}\n', '1:8 this bracket was never opened'],
  ['a: [b]c\n', '1:7 here a key of the mapping is expected'],
  ['? a\n- b\n', '2:1 here a key of the mapping is expected'],
  ['- - a\n b\n', '2:2 a list item begins with `-` at the column of the others'],
  ['"a\n b": c\n', '2:4 a mapping cannot begin in the middle of a line → put the text that holds `: ` in quotes'],
  ['a: b\n"c" d\n', '2:1 a `:` is missing after this key'],
  ['a: &x {<<: *x}\n', '1:12 the anchor `&x` contains itself'],
  ['a: {<<: [[{b: 1}]]}\n', '1:10 `<<` merges a mapping, or a list of mappings'],
  ['a: !<tag:yaml.org,2002:int> x\n', '1:29 `x` is no !!int'],
  ['a: !!float 9223372036854775808\n', '1:12 `9223372036854775808` is no !!float'],
  ['a: !!timestamp 2026-13-01\n', '1:16 `2026-13-01` is no !!timestamp'],
  [`a: !!bool ${'x'.repeat(90)}\n`, `1:11 \`${'x'.repeat(80)}\` is no !!bool`],
  ['a: .nan\n', '1:4 `.nan` has no place in JSON → ".nan"'],
  ['? \n', '1:1 a key cannot be null'],
  ['{"a": 1} 1.5.2', '1:13 here another JSON value is expected'],
  ['{"a": 1} "', '1:10 here another JSON value is expected'],
  ['%YAML 1.1\r', '1:10 a directive is followed by its document → remove the line that begins with `%`'],
  ['%TAG ! x\r%TAG ! y\r---\ra: 1\r', '1:10 the handle `!` is declared twice'],
  ['a:\n  b: [\n\n\n', '2:6 `[` is not closed → a `]` at its end'],
  ['---\n---\na: *x\n', '3:4 the alias `*x` has no anchor `&x`'],
  [`a: ${'['.repeat(1000)}`, '1:1003 it is nested more than 1000 levels deep'],
  [`a: ${'- '.repeat(1001)}`, '1:4 a list item cannot begin here → begin it on a line of its own'],
  [`${'- '.repeat(1001)}a`, '1:2001 it is nested more than 1000 levels deep'],
  [`{"a": ${'['.repeat(1000)}${']'.repeat(1000)}}`, '1:1 it is nested more than 1000 levels deep'],
];

test.each(rows)('%j: %s', (text, expected) => {
  const { problems } = parseManifests(text, 'x.yaml');
  const [problem] = problems.filter(({ name }) => name === 'yaml-syntax');
  const fix = problem?.fix === undefined ? '' : ` → ${problem.fix}`;
  const { line, column } = problem?.position ?? {};
  expect(`${line}:${column} ${problem?.message}${fix}`).toBe(expected.replace(' ', ' this document cannot be read as YAML: '));
  expect(problem).toMatchObject({ file: 'x.yaml', why: 'kubectl rejects the whole file', line: text.split('\n')[(line ?? 0) - 1] });
});

test.each([`a: ${'['.repeat(999)}${']'.repeat(999)}`, `${'- '.repeat(1000)}a`, `{"a": ${'['.repeat(999)}${']'.repeat(999)}}`])(
  'a thousand levels are read',
  (text) => {
    expect(parseManifests(text, 'x.yaml').problems.filter(({ name }) => name === 'yaml-syntax')).toEqual([]);
  },
);

test('of a list of 300, 150 aliases are too many, as in Go', () => {
  const problems = (aliases: number) => {
    const text = `a: &a [${Array(300).fill('x').join(', ')}]\nb: [${Array(aliases).fill('*a').join(', ')}]\n`;
    return parseManifests(text, 'x.yaml').problems.filter(({ name }) => name === 'yaml-syntax');
  };
  expect(problems(149)).toEqual([]);
  const message = 'this document cannot be read as YAML: its aliases multiply too far';
  expect(problems(150)).toEqual([expect.objectContaining({ message, position: expect.objectContaining({ line: 1 }) })]);
});
