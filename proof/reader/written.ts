import { toYaml } from '../../lib/synth/yaml';
import { canonical } from './agreement';
import type { GoReader } from './go-reader';
import { oddWords, plainWords, type Random } from './texts';

/** Characters of which numbers, dates, nulls and booleans are made, and those that end a plain scalar. */
const alphabet = [...'-+.0159_:eExXoObBfFaAnN~=<yYtT #'];

/** All texts of up to three of these characters, longer ones at random, and words that readers take for something else. */
export function scalarTexts(random: Random): string[] {
  const short = ['', ...words(1), ...words(2), ...words(3)];
  const long = Array.from({ length: 20_000 }, () => Array.from({ length: 4 + random.below(6) }, () => random.pick(alphabet)).join(''));
  return [...new Set([...short, ...long, ...plainWords, ...oddWords])];
}

function words(length: number): string[] {
  return length === 0 ? [''] : words(length - 1).flatMap((word) => alphabet.map((letter) => word + letter));
}

/** Those that Go, given them without quotes as a value or as a key, reads as anything else than the same string. */
export function neverPlain(go: GoReader, texts: readonly string[]): string[] {
  const values = readEach(go, texts, (text) => `a: ${text}\n`);
  const keys = readEach(go, texts, (text) => `${text}: a\n`);
  return texts.filter((text, index) => values[index] !== canonical([{ a: text }]) || keys[index] !== canonical([{ [text]: 'a' }]));
}

/** Those that the writer wrote, as value, key, item and block, and Go reads otherwise. */
export function misread(go: GoReader, texts: readonly string[]): string[] {
  const answers = readEach(go, texts, (text) => `---\n${toYaml([holding(text)])}`);
  return texts.filter((text, index) => answers[index] !== canonical([holding(text)]));
}

function holding(text: string) {
  const data = { value: text, [text]: [text, { [text]: `${text}\n${text}` }] };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data };
}

/** What Go reads, undefined where it rejects the text. */
function readEach(go: GoReader, texts: readonly string[], render: (text: string) => string): (string | undefined)[] {
  const answers = go.read(texts.map((text) => ({ text: Buffer.from(render(text)) })));
  return answers.map(({ documents, error }) => (error === undefined ? canonical(documents) : undefined));
}
