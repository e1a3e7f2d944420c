import { resolvePlainScalar, type Scalar } from './yaml/resolve';

/*
 * A quick reader for the YAML that nearly all manifests are: mappings and lists in blocks, one short value a line. It reads a
 * document in about a third of the time of the full parser, and gives up at anything else, for the full parser to read:
 * flow collections, block texts, escapes, comments behind a value, anchors, tags, a key written twice.
 */

/** Nothing but this, so that giving up costs little. */
class GiveUp extends Error {}
const giveUp = new GiveUp();

/**
 * The value of one document; undefined when it holds anything out of the ordinary.
 *
 * @param text may hold other documents too
 */
export function readPlainYaml(text: string, start: number, end: number): { readonly value: unknown } | undefined {
  try {
    return { value: new PlainReader(text, start, end).document() };
  } catch (error) {
    if (error === giveUp) return undefined;
    throw error;
  }
}

const space = 32;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const dash = 45;
const dot = 46;
const slash = 47;
const colon = 58;
const underscore = 95;

/** The full parser goes as deep, and says so. */
const deepest = 90;

class PlainReader {
  /** Where the text of the current line starts, after its indent and dashes, and where it ends. */
  private start = 0;
  private stop = 0;
  /** Column of `start`; -1 after the last line. */
  private column = 0;
  private depth = 0;
  private next: number;

  constructor(
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.next = start;
  }

  document(): unknown {
    this.advance();
    if (this.column === 0 && this.stop - this.start === 3 && this.text.startsWith('---', this.start)) this.advance();
    if (this.column < 0) return null;
    if (this.column > 0) throw giveUp;
    const value = this.isItem() ? this.list(0) : this.mapping(0);
    if (this.column >= 0) throw giveUp;
    return value;
  }

  /** Moves to the next line that holds anything. */
  private advance(): void {
    const { text, end } = this;
    while (this.next < end) {
      const lineStart = this.next;
      let at = lineStart;
      while (at < end && text.charCodeAt(at) === space) at++;
      let stop = text.indexOf('\n', at);
      if (stop < 0 || stop > end) stop = end;
      this.next = stop + 1;
      if (at === stop || text.charCodeAt(at) === hash) continue;
      while (text.charCodeAt(stop - 1) === space) stop--;
      this.start = at;
      this.stop = stop;
      this.column = at - lineStart;
      return;
    }
    this.column = -1;
  }

  private isItem(): boolean {
    if (this.text.charCodeAt(this.start) !== dash) return false;
    return this.start + 1 === this.stop || this.text.charCodeAt(this.start + 1) === space;
  }

  private list(column: number): unknown[] {
    const items: unknown[] = [];
    while (this.column === column && this.isItem()) items.push(this.item(column));
    return items;
  }

  private item(column: number): unknown {
    let at = this.start + 1;
    while (at < this.stop && this.text.charCodeAt(at) === space) at++;
    if (at === this.stop) {
      this.advance();
      return this.column > column ? this.block() : null;
    }
    // What follows the dash stands where a line of its own would.
    this.column += at - this.start;
    this.start = at;
    if (this.isItem()) throw giveUp;
    if (this.keyEnd() >= 0) return this.mapping(this.column);
    return this.scalarLine(at, column);
  }

  private mapping(column: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    while (this.column === column && !this.isItem()) {
      const keyEnd = this.keyEnd();
      if (keyEnd < 0) throw giveUp;
      const key = this.text.slice(this.start, keyEnd);
      if (!isPlainKey(key) || key in mapping) throw giveUp;
      mapping[key] = this.valueAfter(keyEnd + 1, column);
    }
    return mapping;
  }

  private valueAfter(colonEnd: number, column: number): unknown {
    let at = colonEnd;
    while (at < this.stop && this.text.charCodeAt(at) === space) at++;
    if (at < this.stop) return this.scalarLine(at, column);
    this.advance();
    if (this.column > column) return this.block();
    return this.column === column && this.isItem() ? this.list(column) : null;
  }

  private block(): unknown {
    if (++this.depth > deepest) throw giveUp;
    const value = this.isItem() ? this.list(this.column) : this.mapping(this.column);
    this.depth--;
    return value;
  }

  /** A value that ends with its line: whatever is indented deeper would go on with it. */
  private scalarLine(at: number, column: number): unknown {
    const value = this.scalar(at);
    this.advance();
    if (this.column > column) throw giveUp;
    return value;
  }

  private scalar(at: number): unknown {
    const first = this.text.charCodeAt(at);
    const raw = this.text.slice(at, this.stop);
    if (first === doubleQuote || first === singleQuote) return quoted(raw, first);
    if (raw === '{}') return {};
    if (raw === '[]') return [];
    if (!startsPlain(first) || raw.includes(': ') || raw.includes(' #') || raw.endsWith(':')) throw giveUp;
    return startsWord(first) ? raw : finite(resolvePlainScalar(raw));
  }

  /** Where the key of the current line ends; -1 when it has none that is plain. */
  private keyEnd(): number {
    const { text, stop } = this;
    for (let at = this.start; at < stop; at++) {
      const code = text.charCodeAt(at);
      if (code === colon) return at + 1 === stop || text.charCodeAt(at + 1) === space ? at : -1;
      if (!isKeyCharacter(code)) return -1;
    }
    return -1;
  }
}

/** Infinity is for the full parser to reject. */
function finite(value: Scalar): Scalar {
  if (typeof value === 'number' && !Number.isFinite(value)) throw giveUp;
  return value;
}

/** Quotes without escapes inside. */
function quoted(raw: string, quote: number): string {
  const mark = String.fromCharCode(quote);
  const closing = raw.indexOf(mark, 1);
  if (closing !== raw.length - 1 || (quote === doubleQuote && raw.includes('\\'))) throw giveUp;
  return raw.slice(1, -1);
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

function isKeyCharacter(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === underscore || code === dash || code === dot || code === slash;
}

/** A plain value that certainly is one: letters, digits, a path, a sign before a number. */
function startsPlain(code: number): boolean {
  return (
    isLetter(code) || isDigit(code) || code === slash || code === dot || code === 43 /* + */ || code === 126 /* ~ */ || code === 36 /* $ */
  );
}

const ambiguous = new Set([...'yYnNtTfFoO'].map((letter) => letter.charCodeAt(0)));

/** Starts with a letter that no boolean, null or number starts with. */
function startsWord(code: number): boolean {
  return isLetter(code) && !ambiguous.has(code);
}

const plainKeys = new Map<string, boolean>();
const mostKeys = 10_000;
/** A longer one needs a `?` in front. */
const longestKey = 1000;

/** A key that stays the text it is; `on` and `1` become other things, `__proto__` is none to write. */
function isPlainKey(key: string): boolean {
  let known = plainKeys.get(key);
  if (known === undefined) {
    known = key.length <= longestKey && typeof resolvePlainScalar(key) === 'string' && key !== '__proto__' && !key.startsWith('-');
    if (plainKeys.size < mostKeys) plainKeys.set(key, known);
  }
  return known;
}

const unusual = /[^\x20-\x7e\n\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** May the quick reader look at this text at all? Tabs, carriage returns and what is not printed are not for it. */
export function isOrdinaryText(text: string): boolean {
  return !unusual.test(text);
}
