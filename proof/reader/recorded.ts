import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oddQuoted, oddWords, plainWords, quoted, Random, Texts, tags } from './texts';

/** Every feature by itself, and texts made at random that are short enough to read. */
export function recordedQuestions(): string[] {
  const values = [...plainWords, ...oddWords, ...quoted, ...oddQuoted];
  const tagged = tags.flatMap((tag) =>
    ['1', '1.5', 'x', '""', '~', 'yes', '2026-01-01', 'aGk=', '[a]', '18446744073709551615'].map((value) => `a: ${tag} ${value}\n`),
  );
  return [
    ...new Set([
      ...values.map((value) => `a: ${value}\n`),
      ...values.map((value) => `${value}: a\n`),
      ...values.map((value) => `a: [${value}, b]\n`),
      ...tagged,
      ...byHand,
      ...made(800),
      ...eachFeature(),
    ]),
  ];
}

/** What is nearly a number, a date, a key, a block, a directive or JSON: a text on each line, as JSON writes it. */
function eachFeature(): string[] {
  const lines = readFileSync(join(__dirname, 'features.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

const byHand = [
  'args: [\n  a\n]\n',
  'x: {a: 1,\n  b: 2\n}\n',
  'x: "a\nb"\n',
  "  x: 'a\nb'\n",
  '\ufeffa: 1\n',
  '\ufeff---\na: 1\n---\n\ufeffb: 1\n',
  '{"a": 1}{"b": 2}\n{"c": 3}',
  '{"a": 1}\n---\nb: 2\n',
  '{"a": 1} {"b": 2} c: 3',
  '{"a": "\\/\\ud83d\\ude00\\ud800"}',
  '{"a": 1, "a": 2}',
  '{"__proto__": 1}',
  '__proto__: 1\n',
  'a: |\n\n  exit 0',
  'a: >\n b\n  c\n\n d',
  'a: &x {<<: *x}\n',
  'a: &x [*x]\n',
  'b: &b {x: 1, y: 2}\nc: {y: 3, <<: *b}\nd: {<<: *b, y: 3}\ne: {<<: [*b, {x: 5}]}\nf: {<<: 1}\n',
  'a: 1\na: 2\n',
  'null: a\n',
  '? [a]\n: b\n',
  '? |\n a\n: b\n',
  '{}: 1\n',
  'a: 1\n...\nb: 2\n',
  'a: 1\n--- b\n',
  '--- {a: 1}\n',
  '---#\n',
  '---\n---\n--- # c\na: 1\n---',
  '%YAML 1.1\n---\na: 1\n',
  'a: b\r\nc: |\r\n  d\r\n  e\r\n',
  'a: b\rc: d\r',
  'a: b\u0085c: d\u2028e: f\n',
  'a:\n\tb: 1\n',
  'a:\tb\n',
  'a: b\n\t\n',
  '- a\n-\tb\n- - c\n  - d\n-\n',
  'a:\n- b\n- c:\n  - d\n  e: f\n',
  'a: b: c\n',
  'a: b\n  c: d\n',
  `${'k'.repeat(1024)}: 1\n`,
  `${'k'.repeat(1025)}: 1\n`,
  'a: [1, 2\nb: 3\n',
  'a: "b\n',
  '# only a comment\n',
  '',
  '\n\n',
];

function made(count: number): string[] {
  const texts = new Texts(new Random(7));
  const found = new Set<string>();
  while (found.size < count) {
    const text = texts.text();
    if (text.length < 100) found.add(text);
  }
  return [...found];
}
