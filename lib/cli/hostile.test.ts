import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { main } from './index';

/** `npm run fuzz` asks for 10,000 documents, other ones each time; the test suite for fewer and always the same. */
const runs = process.env.FUZZ_RUNS === undefined ? { numRuns: 120, seed: 14 } : { numRuns: Number(process.env.FUZZ_RUNS) };
/** In ms. */
const longest = 2000;
const mostMemory = 1024 ** 3;

const root = join(__dirname, '../..');
const documents = [
  'dist',
  'dist/sticky',
  'examples/zero-trust/dist',
  'examples/edge/dist',
  'examples/telemetry/dist',
  'examples/release/dist',
]
  .flatMap((folder) => filesOf(join(root, folder)))
  .flatMap((file) => readFileSync(file, 'utf8').split(/^---\n/m))
  .filter((text) => text.trim() !== '');

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

const odd = fc.constantFrom(
  ...[
    '',
    '~',
    '-1',
    '1e999',
    '.nan',
    '[]',
    '{}',
    '[[[[',
    '{a: {a: {a: 1}}}',
    '"\\ud83d"',
    "'",
    '*x',
    '&x',
    '!!binary "%"',
    '!x y',
    '<<: *y',
  ],
  ...[
    '"\\e[2J\\n::error::x"',
    '*',
    '*.*',
    'a.b.c.d',
    '((a+)+)+$',
    '0s',
    '99999999999999999999',
    'true',
    '\t',
    '\u2028',
    '\ufeff',
    '\0',
    '%',
  ],
);

interface Change {
  readonly at: number;
  readonly length: number;
  readonly kind: 'remove' | 'repeat' | 'insert' | 'value' | 'byte';
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 60 }),
  kind: fc.constantFrom('remove', 'repeat', 'insert', 'value', 'byte'),
  text: odd,
});

function changed(bytes: Buffer, { at, length, kind, text }: Change): Buffer {
  const start = Math.floor(at * bytes.length);
  const end = Math.min(bytes.length, start + length);
  const parts = (middle: Buffer, rest: number) => Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(rest)]);
  if (kind === 'remove') return parts(Buffer.alloc(0), end);
  if (kind === 'repeat') return parts(Buffer.concat([bytes.subarray(start, end), bytes.subarray(start, end)]), end);
  if (kind === 'insert') return parts(Buffer.from(text), start);
  if (kind === 'byte') return parts(Buffer.from([length * 4]), end);
  const colon = bytes.indexOf(': ', start);
  if (colon < 0) return bytes;
  const lineEnd = bytes.indexOf('\n', colon);
  return Buffer.concat([bytes.subarray(0, colon + 2), Buffer.from(text), bytes.subarray(lineEnd < 0 ? bytes.length : lineEnd)]);
}

const text = fc
  .tuple(fc.array(fc.constantFrom(...documents), { minLength: 1, maxLength: 4 }), fc.array(change, { minLength: 1, maxLength: 5 }))
  .map(([parts, changes]) => changes.reduce(changed, Buffer.from(parts.join('---\n'))));

const verbs = [
  ['check', '-'],
  ['check', '--format', 'github', '--partial', '-'],
  ['check', '--format', 'sarif', '-'],
  ['route', '-', 'http://shop.example.com/user'],
  ['hosts', '-'],
];

test('no mutated document makes the command line fail, hang or print what a terminal obeys', async () => {
  // Other files of tests may have run in this process.
  const before = process.memoryUsage().rss;
  // The first run of a verb loads it.
  for (const argv of verbs)
    await main(argv, {
      out: () => undefined,
      err: () => undefined,
      stdin: () => Buffer.from(documents[0] ?? ''),
      isTerminal: false,
      colour: false,
    });
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(...verbs), async (stdin, argv) => {
      let output = '';
      const write = (more: string) => {
        output += more;
      };
      const start = process.cpuUsage();
      const code = await main(argv, { out: write, err: write, stdin: () => stdin, isTerminal: false, colour: false });
      // Time of the processor: other programs on the machine do not count.
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1000).toBeLessThan(longest);
      expect([0, 1, 2]).toContain(code);
      expect(output).not.toMatch(/mesh itself failed|\n {4}at /);
      expect(output).not.toMatch(/[^\P{Cc}\n\t]/u);
    }),
    runs,
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(mostMemory);
}, 1_200_000);
