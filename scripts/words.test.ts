/** Plain words: phrases that readers stumbled over, and the field's usual ones, in pages, help texts and messages. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** A phrase, and what to write instead. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b(the|a|whole|such a) set (of|is|holds|has|that|does)\b/i, 'the input, the manifests'],
  [/\b(in|of|outside) (the|this) set\b/i, 'the input, the manifests'],
  [/\bwithout a word\b/i, 'silently'],
  [/\bput right\b/i, 'fix, mend'],
  [/\bas ever\b/i, 'as before'],
  [/\bwhoever\b/i, 'a noun: the owner, anyone who'],
  [/\bnobody\b/i, 'no caller, no pod, no request, Istio does not'],
  [/\bjudg(e|es|ed|ing)\b/i, 'validate'],
  [/\bcomplain/i, 'report'],
  [/\btold apart\b|\btells? \w+ apart\b/i, 'distinguish'],
  [/\bfor granted\b/i, 'assume'],
  [/\b(one line|a line) a \w+/i, 'one line per …'],
  [/\btwins?\b/i, 'duplicate'],
];

/** Where a phrase is meant: a name of this project or of others that the page quotes. */
const quoted = /`[^`]*`|\([^)]*\.md\)|refused-by-\w+|redirect-for-nobody|^\| \[\w+\]/g;

const listed = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', ...patterns], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Pages without their code blocks. */
function linesOf(page: string): string[] {
  return read(page)
    .replace(/```[\s\S]*?```/g, (block) => block.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line) => line.replace(quoted, ''));
}

/** The texts of a source file that users read: messages, reasons, fixes, help. */
function textsOf(source: string): string[] {
  return read(source)
    .split('\n')
    .map((line) => (/\b(message|why|fix|summary|description|option)\b.*['`]/.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line) ? line : ''));
}

function found(files: readonly string[], texts: (file: string) => readonly string[]): string[] {
  return files.flatMap((file) =>
    texts(file).flatMap((line, index) =>
      phrases.filter(([phrase]) => phrase.test(line)).map(([phrase, instead]) => `${file}:${index + 1}: ${phrase.source} → ${instead}`),
    ),
  );
}

test('pages say it plainly', () => {
  const pages = listed('*.md').filter((page) => !page.startsWith('docs/rules/') && page !== 'CHANGELOG.md');
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/checks.md', 'docs/constructs/microservice.md']));
  expect(found(pages, linesOf)).toEqual([]);
});

test('messages and help texts say it plainly', () => {
  const sources = listed('lib/*.ts').filter((source) => !/\.test\.|properties\.ts$/.test(source));
  expect(sources.length).toBeGreaterThan(300);
  expect(found(sources, textsOf)).toEqual([]);
});
