import { LineCounter, parseDocument } from 'yaml';
import { closest } from '../../lib/text';
import { ProofError } from '../errors';
import { type RequestRow, splitUrl } from './row';

const fields = {
  row: ['url', 'method', 'headers', 'times', 'expect'],
  expect: ['status', 'body', 'headers', 'shares'],
  shares: ['by', 'of'],
} as const;

/**
 * A table of requests that a user wrote, as YAML or JSON: `requests:` with a list of rows.
 *
 * @param file said in errors
 * @throws ProofError with the line of the first row that is none
 */
export function parseTable(text: string, file: string): RequestRow[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new ProofError(`${file}:${broken.linePos?.[0].line ?? 1} is not YAML: ${broken.message.split('\n')[0]}`);
  const rows: unknown = document.toJS()?.requests;
  if (!Array.isArray(rows) || rows.length === 0) {
    throw new ProofError(`${file} holds no requests`, { fix: 'requests:\n      - url: http://host/path\n        expect: { status: 200 }' });
  }
  rows.forEach((row: unknown, index) => {
    const node = document.getIn(['requests', index], true) as { range?: [number, number, number] } | undefined;
    checkRow(row, `${file}:${lines.linePos(node?.range?.[0] ?? 0).line}`);
  });
  return (rows as RequestRow[]).map((row) => ({ ...row, expect: row.expect ?? {} }));
}

function checkRow(row: unknown, place: string): void {
  const { url, times, expect } = known(row, fields.row, 'a request', place) as Partial<RequestRow>;
  if (typeof url !== 'string') throw new ProofError(`${place}: a request needs a \`url\``);
  try {
    splitUrl(url);
  } catch (error) {
    throw new ProofError(`${place}: ${(error as Error).message}`);
  }
  if (times !== undefined && !(Number.isInteger(times) && times > 0))
    throw new ProofError(`${place}: \`times\` is a positive number, got \`${times}\``);
  if (expect === undefined) return;
  const { shares } = known(expect, fields.expect, '`expect`', place) as Partial<RequestRow['expect']>;
  if (shares === undefined) return;
  const { of = {} } = known(shares, fields.shares, '`shares`', place) as Partial<NonNullable<typeof shares>>;
  const sum = Object.values(of).reduce((total, percent) => total + percent, 0);
  if (sum !== 100) throw new ProofError(`${place}: shares are percents that add up to 100, got ${sum}`);
}

function known(value: unknown, names: readonly string[], what: string, place: string): object {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ProofError(`${place}: ${what} is a mapping, got \`${JSON.stringify(value)}\``);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown === undefined) return value;
  const near = closest(unknown, names);
  throw new ProofError(
    `${place}: ${what} has no field \`${unknown}\`${near ? `: did you mean \`${near}\`` : `, only ${names.join(', ')}`}`,
  );
}
