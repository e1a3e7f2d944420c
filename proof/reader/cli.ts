import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { difference, ownAnswer } from './agreement';
import { type GoAnswer, type GoQuestion, GoReader, goModules } from './go-reader';
import { recordedQuestions } from './recorded';
import { Random, Texts } from './texts';
import { misread, neverPlain, scalarTexts } from './written';

/*
 * `npm run prove:reader`: our reader against kubectl's, on texts made at random and on every file of YAML and JSON in the Go modules on this
 * machine; and what synth writes, read by kubectl's. Ends with 1 when they differ anywhere. `--record` writes the tables that `npm test` holds the
 * reader and the writer to without Go.
 */

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
  },
});

const repository = join(__dirname, '../..');
const table = join(repository, 'lib/manifest/recorded/reader.jsonl');
const scalarTable = join(repository, 'lib/synth/recorded/never-plain.jsonl');
/** Larger ones are data, and read alike. */
const largest = '400k';
const batch = 500;

interface Case {
  readonly name: string;
  readonly read: () => Buffer;
}

function generated(seed: number, count: number): Case[] {
  const random = new Random(seed);
  const texts = new Texts(random);
  const real = readdirSync(join(repository, 'dist'))
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => readFileSync(join(repository, 'dist', name), 'utf8').split('---\n'));
  const make = (index: number): Buffer => {
    if (index % 3 === 0) return Buffer.from(texts.text());
    const bytes = Buffer.from(texts.mutated(index % 3 === 1 ? texts.text() : random.pick(real)));
    // Now and then a byte that makes it something else than UTF-8.
    if (index % 40 === 1 && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  };
  return Array.from({ length: count }, (_, index) => {
    const text = make(index);
    return { name: `text ${index} of seed ${seed}: ${JSON.stringify(text.toString())}`, read: () => text };
  });
}

function filesOfModules(): Case[] {
  const folder = goModules();
  if (folder === undefined) return [];
  const found = execFileSync('find', [folder, '-type', 'f', '-size', `-${largest}`, '-regex', '.*\\.\\(ya?ml\\|json\\)'], {
    maxBuffer: 2 ** 30,
  });
  return found
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((name) => ({ name, read: () => readFileSync(name) }));
}

/** kubectl does not split UTF-16 at `---` lines and adds half a character at its end, so there the first document alone is compared. */
const isUtf16 = (text: Buffer): boolean => (text[0] === 0xff && text[1] === 0xfe) || (text[0] === 0xfe && text[1] === 0xff);

function compare(go: GoReader, cases: readonly Case[]): number {
  let differences = 0;
  for (let start = 0; start < cases.length; start += batch) {
    const some = cases.slice(start, start + batch);
    const questions = some.map(({ read }): GoQuestion => ({ text: read() })).map((asked) => ({ ...asked, single: isUtf16(asked.text) }));
    for (const [index, answer] of go.read(questions).entries()) {
      const { text = Buffer.alloc(0), single } = questions[index] ?? {};
      const own = ownAnswer(text);
      const compared = single ? { ...own, documents: own.documents.slice(0, 1) } : own;
      const found = difference(answer, compared);
      if (found && !isLuck(go, { text, single }, compared) && ++differences <= 20)
        process.stdout.write(`${some[index]?.name}\n    ${found}\n`);
    }
  }
  return differences;
}

/** Of two keys that become one text, such as `1` and `"1"`, Go keeps either: the order of its maps is random. */
function isLuck(go: GoReader, question: GoQuestion, own: GoAnswer): boolean {
  return go.read(Array.from({ length: 20 }, () => question)).some((answer) => difference(answer, own) === undefined);
}

function record(go: GoReader): void {
  const texts = recordedQuestions();
  const answers = go.read(texts.map((text) => ({ text: Buffer.from(text) })));
  const rows = answers.map(({ documents, error }, index) =>
    JSON.stringify({ text: texts[index], documents, rejected: error !== undefined }),
  );
  writeFileSync(table, `${rows.join('\n')}\n`);
  process.stdout.write(`${rows.length} rows in ${table}\n`);
  const quoted = neverPlain(go, scalarTexts(new Random(7)));
  writeFileSync(scalarTable, `${quoted.map((text) => JSON.stringify(text)).join('\n')}\n`);
  process.stdout.write(`${quoted.length} rows in ${scalarTable}\n`);
}

/** The writer's own test: whatever it writes, Go reads back. */
function compareWritten(go: GoReader, seed: number): number {
  const random = new Random(seed);
  const made = new Texts(random);
  const texts = [...scalarTexts(random), ...Array.from({ length: 5000 }, () => made.text())];
  const wrong = misread(go, texts);
  for (const text of wrong.slice(0, 20)) process.stdout.write(`written, and read otherwise: ${JSON.stringify(text)}\n`);
  process.stdout.write(`${texts.length} objects written: ${wrong.length} differences\n`);
  return wrong.length;
}

const go = new GoReader();
try {
  if (values.record) record(go);
  const made = generated(Number(values.seed), Number(values.count));
  const files = filesOfModules();
  const written = compareWritten(go, Number(values.seed));
  const differences = compare(go, made) + compare(go, files) + written;
  process.stdout.write(
    `${made.length} texts made at random, ${files.length} files of Go modules, all together: ${differences} differences\n`,
  );
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  go[Symbol.dispose]();
}
