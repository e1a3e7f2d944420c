import { isMapping } from '../../manifest/mapping';
import { type Request, request } from '../../route/request/request';

/** What was typed into the box of the page: a request, and who sends it. */
export interface RequestLine {
  /** `namespace/workload`. @default - a client outside the mesh */
  readonly from?: string;
  readonly request: Request;
}

/** A line that is no request. */
export class RequestLineError extends Error {}

const valued: Readonly<Record<string, string>> = {
  '-H': 'header',
  '--header': 'header',
  '-X': 'method',
  '--request': 'method',
  '--from': 'from',
  '--claims': 'claims',
  '--source-ip': 'sourceIp',
};

/** Flags of curl that change no answer. */
const ignored = new Set([
  '-s',
  '-v',
  '-i',
  '-k',
  '-S',
  '-sS',
  '-L',
  '--silent',
  '--verbose',
  '--include',
  '--insecure',
  '--http1.1',
  '--http2',
]);

/**
 * Reads a request as one types it for curl, with `--from`, `--claims` and `--source-ip` of `mesh route` beside. `--connect-to`
 * and the like are not read: the host of the URL says where the request goes.
 *
 * @throws RequestLineError with what is wrong with the line
 */
export function parseRequestLine(line: string): RequestLine {
  const words = wordsOf(line.trim());
  if (words[0] === 'curl') words.shift();
  const options: { header: string[]; method?: string; from?: string; claims?: string; sourceIp?: string } = { header: [] };
  let url: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const name = valued[word];
    if (name !== undefined) {
      const value = words.shift();
      if (value === undefined) throw new RequestLineError(`\`${word}\` needs a value`);
      if (name === 'header') options.header.push(value);
      else Object.assign(options, { [name]: value });
    } else if (word.startsWith('-')) {
      if (!ignored.has(word)) throw new RequestLineError(`\`${word}\` is not known here; there are ${Object.keys(valued).join(', ')}`);
    } else if (url !== undefined) throw new RequestLineError(`one URL is asked for, got \`${url}\` and \`${word}\``);
    else url = word;
  }
  if (url === undefined) throw new RequestLineError("there is no URL, for example `curl -H 'mode: dev' http://shop.example.com/cart`");
  return built(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`, options);
}

function built(
  url: string,
  { header, method, from, claims, sourceIp }: { header: string[]; method?: string; from?: string; claims?: string; sourceIp?: string },
): RequestLine {
  try {
    const sent = request(url, {
      headers: headersOf(header),
      ...(method === undefined ? {} : { method }),
      ...(claims === undefined ? {} : { claims: claimsOf(claims) }),
      ...(sourceIp === undefined ? {} : { sourceIp }),
    });
    return { request: sent, ...(from === undefined ? {} : { from }) };
  } catch (error) {
    if (error instanceof TypeError) throw new RequestLineError(error.message);
    throw error;
  }
}

function headersOf(lines: readonly string[]): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = {};
  for (const line of lines) {
    const [, name, value = ''] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new RequestLineError(`a header is written \`name: value\`, got \`${line}\``);
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}

function claimsOf(text: string): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(text);
    if (isMapping(claims)) return claims;
  } catch {
    // told below
  }
  throw new RequestLineError(`claims are an object in JSON, got \`${text}\``);
}

/** Words as a shell parts them: quotes keep spaces, a backslash keeps what follows. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  const word = /(?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/g;
  for (const [text] of line.matchAll(word)) words.push(unquoted(text));
  const rest = line.replace(word, '').trim();
  if (rest !== '') throw new RequestLineError(`a quote is not closed: \`${rest}\``);
  return words.filter((text) => text !== '\n');
}

function unquoted(text: string): string {
  return text.replace(/'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g, (_all, single?: string, double?: string, escaped?: string) => {
    if (single !== undefined) return single;
    return double === undefined ? (escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1');
  });
}
