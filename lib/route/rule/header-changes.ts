import type { Destination } from '../answer/decision';
import type { Incoming } from '../request/incoming';
import type { HeaderOperations } from './header-operations';

type Headers = ReadonlyMap<string, readonly string[]>;

/** How the headers the backend gets differ from those the client sent. */
export interface HeaderChanges {
  /** By name in lower case, one entry for each time the header is sent. */
  readonly set: Readonly<Record<string, readonly string[]>>;
  readonly removed: readonly string[];
}

/** What the operations of a destination do to the headers of a request. Authority and path are not headers here. */
export function headerChanges({ requestHeaders }: Pick<Destination, 'requestHeaders'>, request: Incoming): HeaderChanges {
  const after = requestHeaders.reduce((headers, operations) => apply(headers, operations, request), request.headers);
  const changed = [...after].filter(([name, values]) => request.headers.get(name)?.join('\n') !== values.join('\n'));
  return { set: Object.fromEntries(changed), removed: [...request.headers.keys()].filter((name) => !after.has(name)) };
}

/**
 * One block of operations: names are removed, values are made from what there is then, the last of several that set a
 * name wins, and an empty value does nothing. Source: Envoy `HeaderParser::evaluateHeaders`.
 */
function apply(headers: Headers, { remove, set, add }: HeaderOperations, request: Incoming): Headers {
  const out = new Map(headers);
  for (const name of remove) out.delete(name.toLowerCase());
  const left = new Map(out);
  const expanded = (format: string) => expand(format, left, request);
  for (const [name, format] of set) {
    const value = expanded(format);
    if (value !== '') out.set(name.toLowerCase(), [value]);
  }
  for (const [name, format] of add) {
    const value = expanded(format);
    if (value !== '') out.set(name.toLowerCase(), [...(out.get(name.toLowerCase()) ?? []), value]);
  }
  return out;
}

/** `%REQ(name)%`, with another name behind `?` for when it is missing, and `%PROTOCOL%`; any other command is left as it stands. */
function expand(format: string, headers: Headers, request: Incoming): string {
  return format
    .replaceAll('%PROTOCOL%', 'HTTP/1.1')
    .replace(/%%|%REQ\(([^?)]*)(?:\?([^)]*))?\)(?::(\d+))?%/g, (whole, name?: string, other?: string, length?: string) => {
      if (whole === '%%') return '%';
      const value = header(name ?? '', headers, request) ?? header(other ?? '', headers, request) ?? '';
      return length === undefined ? value : value.slice(0, Number(length));
    });
}

function header(name: string, headers: Headers, { method, scheme, authority, target }: Incoming): string | undefined {
  const pseudo: Readonly<Record<string, string>> = {
    ':method': method,
    ':scheme': scheme,
    ':authority': authority,
    ':path': target,
    host: authority,
  };
  return pseudo[name.toLowerCase()] ?? headers.get(name.toLowerCase())?.[0];
}
