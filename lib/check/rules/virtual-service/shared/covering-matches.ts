import type { FieldReader } from '../../../../manifest/field';
import { matchCovers } from './route-coverage';

interface Entry {
  readonly match: FieldReader | undefined;
  /** Number of its rule, from 0. */
  readonly place: number;
}

/**
 * The matches of earlier rules, to be asked which of them takes all that another one takes. Each is kept under one thing that it asks for, so that
 * only those are compared that can cover: a VirtualService of thousands of routes would otherwise compare each with each.
 */
export class CoveringMatches {
  private readonly entries = new Map<string, Entry[]>();

  add(match: FieldReader | undefined, place: number): void {
    const key = `${uriKey(match)} ${conditionKey(match)}`;
    const same = this.entries.get(key);
    if (same) same.push({ match, place });
    else this.entries.set(key, [{ match, place }]);
  }

  /** The earliest match that takes all requests that this one takes. */
  covering(inner: FieldReader | undefined): Entry | undefined {
    let first: Entry | undefined;
    const conditions = conditionKeysOf(inner);
    for (const uri of uriKeysOf(inner)) {
      for (const condition of conditions) {
        const found = this.entries.get(`${uri} ${condition}`)?.find(({ match }) => matchCovers(match, inner));
        if (found && (first === undefined || found.place < first.place)) first = found;
      }
    }
    return first;
  }
}

const mappings = ['headers', 'queryParams'] as const;
const texts = ['method', 'scheme', 'authority'] as const;

/** What a match asks of the path. */
function uriKey(match: FieldReader | undefined): string {
  const uri = match?.at('uri');
  if (!uri?.exists || uri.entries.length === 0 || uri.at('prefix').text === '/') return 'any';
  if (uri.at('prefix').text !== '') return `prefix:${uri.at('prefix').text}`;
  return uri.at('exact').text === '' ? 'regex' : `exact:${uri.at('exact').text}`;
}

/** What a match that covers this one may ask of the path. */
function uriKeysOf(match: FieldReader | undefined): string[] {
  const uri = match?.at('uri');
  const exact = uri?.at('exact').text ?? '';
  const path = exact || uri?.at('prefix').text || '';
  const prefixes = Array.from({ length: path.length }, (_, length) => `prefix:${path.slice(0, length + 1)}`);
  return ['any', 'regex', ...(exact === '' ? [] : [`exact:${exact}`]), ...prefixes];
}

/** One other thing that a match asks for. */
function conditionKey(match: FieldReader | undefined): string {
  const [first] = match ? conditionsOf(match) : [];
  if (!first) return '';
  return first.field.at('exact').exists ? exactKey(first) : first.name;
}

/** What a match that covers this one may ask for: it asks for nothing that this one does not. */
function conditionKeysOf(match: FieldReader | undefined): string[] {
  return ['', ...(match ? conditionsOf(match).flatMap((condition) => [condition.name, exactKey(condition)]) : [])];
}

interface Condition {
  readonly name: string;
  readonly field: FieldReader;
}

function conditionsOf(match: FieldReader): Condition[] {
  const named = mappings.flatMap((mapping) => match.at(mapping).entries.map(([name, field]) => ({ name: `${mapping}.${name}`, field })));
  return [...named, ...texts.map((name) => ({ name, field: match.at(name) })).filter(({ field }) => field.exists)];
}

const exactKey = ({ name, field }: Condition): string => `${name}=${field.at('exact').text}`;
