import { isDeepStrictEqual } from 'node:util';
import { binomialInterval } from './binomial';
import type { HttpAnswer, HttpClient } from './client';

/** One request and what must come back: a row of a table. */
export interface RequestRow {
  /** With scheme and host; the path goes out as written. */
  readonly url: string;
  /** @default GET */
  readonly method?: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  readonly expect: Expectation;
  /** How often it is sent; every answer must be as expected. @default 1, and 1000 where `shares` are expected */
  readonly times?: number;
}

export interface Expectation {
  /** @default 200 */
  readonly status?: number;
  /** Text: the whole body. Object: the body is JSON and holds at least these fields. @default - any */
  readonly body?: unknown;
  /** At least these, in lower case. @default - any */
  readonly headers?: Readonly<Record<string, string>>;
  /** How the answers are shared out by one field of the body: percents for each of its values, other values not at all. @default - any */
  readonly shares?: { readonly by: string; readonly of: Readonly<Record<string, number>> };
}

/** How a row reads in a report: `GET http://host/path  mode: dev`. */
export function titleOf({ url, method = 'GET', headers = {} }: RequestRow): string {
  return [`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('  ');
}

/** Sends the row's request as often as it says. @returns what was not as expected, undefined when all was */
export async function tryRow(row: RequestRow, clientOf: (port: number) => HttpClient): Promise<string | undefined> {
  const { host, path, port } = splitUrl(row.url);
  const times = row.times ?? (row.expect.shares ? 1000 : 1);
  const answers: HttpAnswer[] = [];
  for (let sent = 0; sent < times; sent += 16) {
    const batch = Array.from({ length: Math.min(16, times - sent) }, () =>
      clientOf(port).send({ method: row.method, host, path, headers: row.headers }),
    );
    answers.push(...(await Promise.all(batch)));
  }
  return (
    answers.map((answer) => difference(answer, row.expect)).find((problem) => problem !== undefined) ?? wrongShares(answers, row.expect)
  );
}

/** Scheme, host and port of a URL, and the rest exactly as written. @throws Error for what is no `http://` URL */
export function splitUrl(url: string): { host: string; port: number; path: string } {
  const [, host, port, path] = /^http:\/\/([^/?#:]+)(?::(\d+))?(.*)$/.exec(url) ?? [];
  if (host === undefined) throw new Error(`\`${url}\` is not an http:// address`);
  return { host: port ? `${host}:${port}` : host, port: Number(port ?? 80), path: path?.startsWith('/') ? path : `/${path ?? ''}` };
}

/** What of an answer is not as expected. */
export function difference({ status, headers, body }: HttpAnswer, expected: Expectation): string | undefined {
  const wanted = expected.status ?? 200;
  if (status !== wanted) return `expected status ${wanted}, got ${status} with \`${shorten(body)}\``;
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    if (String(headers[name]) !== value) return `expected header ${name} to be \`${value}\`, got \`${headers[name] ?? 'none'}\``;
  }
  if (typeof expected.body === 'string')
    return body === expected.body ? undefined : `expected body \`${expected.body}\`, got \`${shorten(body)}\``;
  if (expected.body === undefined) return undefined;
  return holds(parse(body), expected.body)
    ? undefined
    : `expected \`${JSON.stringify(expected.body)}\` in the body, got \`${shorten(body)}\``;
}

function wrongShares(answers: readonly HttpAnswer[], { shares }: Expectation): string | undefined {
  if (!shares) return undefined;
  const counts = new Map<string, number>();
  for (const { body } of answers) {
    const value = String((parse(body) as Record<string, unknown> | undefined)?.[shares.by]);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const [value, count] of counts) {
    const [least, most] = binomialInterval(answers.length, (shares.of[value] ?? 0) / 100);
    if (count < least || count > most)
      return `${count} of ${answers.length} answers had ${shares.by} \`${value}\`, expected ${least} to ${most}`;
  }
  const missing = Object.entries(shares.of).find(([value, percent]) => percent > 0 && !counts.has(value));
  return missing && `none of ${answers.length} answers had ${shares.by} \`${missing[0]}\`, expected ${missing[1]} %`;
}

function holds(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object' || Array.isArray(expected)) return isDeepStrictEqual(actual, expected);
  if (actual === null || typeof actual !== 'object') return false;
  return Object.entries(expected).every(([key, value]) => holds((actual as Record<string, unknown>)[key], value));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
