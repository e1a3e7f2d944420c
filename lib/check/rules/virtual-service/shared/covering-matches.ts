import type { FieldReader } from '../../../../manifest/field';
import { anyPath, conditions, limitsCallers, mappings, matchCovers } from './route-coverage';

interface Entry {
  readonly match: FieldReader | undefined;
  /** Number of its rule, from 0. */
  readonly place: number;
}

/**
 * With how many earlier matches one is compared at most. Only matches that are alike in path and conditions, yet do not cover each other, come
 * near it: hundreds of regular expressions that begin alike, before exact paths. A match that only a later one of them covers is not reported.
 */
const mostComparisons = 50;

/**
 * The matches of earlier rules, to be asked which of them takes all that another one takes. Each is kept under one thing that it asks for, so that
 * only those are compared that can cover: a VirtualService of thousands of routes would otherwise compare each with each.
 */
export class CoveringMatches {
  private readonly entries = new Map<string, Entry[]>();
  /** Of the prefixes under each name: a text is cut only at these. */
  private readonly lengths = new Map<string, Set<number>>();

  /** Of the keys that a match can be kept under, the one with the fewest others is used: a condition that all of them share tells nothing. */
  add(match: FieldReader | undefined, place: number): void {
    if (match && (limitsCallers(match) || match.at('withoutHeaders').entries.length > 0)) return;
    const conditions = conditionKeysOf(match);
    for (const uri of uriKeysOf(match)) this.addUnder(uri, conditions, { match, place });
    for (const { name, prefix } of match ? prefixesOf(match) : []) this.lengthsOf(name).add(prefix.length);
  }

  /** The earliest match that takes all requests that this one takes. */
  covering(inner: FieldReader | undefined): Entry | undefined {
    let first: Entry | undefined;
    let left = mostComparisons;
    const conditions = this.coveringConditions(inner);
    for (const uri of this.coveringUris(inner)) {
      for (const condition of conditions) {
        for (const entry of this.entries.get(`${uri} ${condition}`) ?? []) {
          if (first && entry.place >= first.place) break;
          if (left-- <= 0) return first;
          if (matchCovers(entry.match, inner)) first = entry;
        }
      }
    }
    return first;
  }

  private addUnder(uri: string, conditions: readonly string[], entry: Entry): void {
    let smallest: { readonly key: string; readonly entries: Entry[] } | undefined;
    for (const key of conditions.map((condition) => `${uri} ${condition}`)) {
      const entries = this.entries.get(key) ?? [];
      if (!smallest || entries.length < smallest.entries.length) smallest = { key, entries };
    }
    smallest?.entries.push(entry);
    if (smallest) this.entries.set(smallest.key, smallest.entries);
  }

  /** What a match that covers this one may ask of the path. */
  private coveringUris(match: FieldReader | undefined): string[] {
    const uri = match?.at('uri');
    const [exact, prefix, regex] = [uri?.at('exact').text ?? '', uri?.at('prefix').text ?? '', uri?.at('regex').text ?? ''];
    const regexes = [...(exact === '' ? [] : this.cuts('uri~', exact)), ...(regex === '' ? [] : [`regex ${regex}`])];
    return [
      ...new Set(['any', ...(exact === '' ? [] : [`uri=${exact}`]), ...this.cuts('uri^', exact), ...this.cuts('uri^', prefix), ...regexes]),
    ];
  }

  /** What a match that covers this one may ask for beside the path: nothing that this one does not ask for. */
  private coveringConditions(match: FieldReader | undefined): string[] {
    const each = match ? conditionsOf(match) : [];
    const keys = each.flatMap(({ name, field }) => [
      name,
      conditionKey({ name, field }),
      ...this.cuts(`${name}^`, field.at('exact').text),
      ...this.cuts(`${name}^`, field.at('prefix').text),
    ]);
    return [...new Set(['', ...keys])];
  }

  /** The keys of a name whose prefix begins a text. */
  private cuts(name: string, text: string): string[] {
    return [...this.lengthsOf(name)].filter((length) => length <= text.length).map((length) => `${name}${text.slice(0, length)}`);
  }

  private lengthsOf(name: string): Set<number> {
    const known = this.lengths.get(name) ?? new Set();
    this.lengths.set(name, known);
    return known;
  }
}

/** What a match asks of the path. A regular expression is found by itself, and by the text that an exact path must begin with. */
function uriKeysOf(match: FieldReader | undefined): string[] {
  const uri = match?.at('uri');
  if (!uri?.exists || uri.entries.length === 0 || uri.at('prefix').text === '/') return ['any'];
  if (uri.at('prefix').text !== '') return [`uri^${uri.at('prefix').text}`];
  if (uri.at('exact').text !== '') return [`uri=${uri.at('exact').text}`];
  const regex = uri.at('regex').text;
  return anyPath.includes(regex) ? ['any'] : [`regex ${regex}`, `uri~${literalPrefix(regex)}`];
}

interface Condition {
  readonly name: string;
  readonly field: FieldReader;
}

function conditionsOf(match: FieldReader): Condition[] {
  const named = mappings.flatMap((mapping) => match.at(mapping).entries.map(([name, field]) => ({ name: `${mapping}.${name}`, field })));
  return [...named, ...conditions.map((name) => ({ name, field: match.at(name) })).filter(({ field }) => field.exists)];
}

/** The keys that a match can be kept under: one for each thing it asks for beside the path. */
function conditionKeysOf(match: FieldReader | undefined): string[] {
  const keys = match ? conditionsOf(match).map(conditionKey) : [];
  return keys.length === 0 ? [''] : keys;
}

function conditionKey({ name, field }: Condition): string {
  if (field.at('exact').exists) return `${name}=${field.at('exact').text}`;
  if (field.at('prefix').text !== '') return `${name}^${field.at('prefix').text}`;
  return field.at('regex').text === '' ? name : `${name}~${field.at('regex').text}`;
}

/** The prefixes that a match can be found by. */
function prefixesOf(match: FieldReader): { readonly name: string; readonly prefix: string }[] {
  const uri = match.at('uri');
  const literal = uri.at('regex').text === '' ? [] : [{ name: 'uri~', prefix: literalPrefix(uri.at('regex').text) }];
  const prefixes = [{ name: 'uri', field: uri }, ...conditionsOf(match)].map(({ name, field }) => ({
    name: `${name}^`,
    prefix: field.at('prefix').text,
  }));
  return [...literal, ...prefixes.filter(({ prefix }) => prefix !== '')];
}

/** The plain text that everything a regular expression matches begins with; empty when that is not certain. */
function literalPrefix(regex: string): string {
  if (/[|\\]|\(\?/.test(regex)) return '';
  const plain = /^[^.+*?()[\]{}^$]*/.exec(regex)?.[0] ?? '';
  return /^[*?{]/.test(regex.slice(plain.length)) ? [...plain].slice(0, -1).join('') : plain;
}
