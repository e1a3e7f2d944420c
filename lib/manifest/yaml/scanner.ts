import { scanBlockScalar } from './block-scalar';
import { code, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isWord, SPACE, TAB } from './characters';
import { Cursor } from './cursor';
import { scanPlain, scanQuoted } from './flow-scalar';
import { scanDirective, scanTag } from './tag';
import type { ScalarStyle, SimpleKey, Token, TokenType } from './token';
import { YamlError } from './yaml-error';

const dash = code('-');
const question = code('?');
const colon = code(':');
const hash = code('#');
const percent = code('%');
const afterAnchor = new Set([...'?:,]}%@`'].map(code));
const neverPlain = new Set([...'\t-?:,[]{}#&*!|>\'"%@`'].map(code));

/** A key without `?` stands on one line and is at most this long. */
const longestKey = 1024;
/** As deep as anything in YAML may lie here; Go's reader ends at 10,000, no object of Kubernetes comes near. */
const deepest = 1000;

/**
 * Turns a text into tokens as `scannerc.go` of go.yaml.in/yaml/v2 does, the reader behind sigs.k8s.io/yaml and so behind kubectl: it
 * descends from libyaml and is more tolerant than the YAML specification in some places, such as indentation inside brackets and quotes.
 */
export class Scanner {
  private readonly cursor: Cursor;
  private tokens: Token[] = [];
  private head = 0;
  /** How many tokens were given away. */
  private taken = 0;
  /** Column of the block collection in hand; -1 at the root. */
  private indent = -1;
  private readonly indents: number[] = [];
  /** The possible key of each open bracket, the root's first. */
  private readonly simpleKeys: (SimpleKey | undefined)[] = [undefined];
  private readonly openBrackets: Token[] = [];
  private simpleKeyAllowed = true;

  /** @param text ends with U+0000 */
  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  peek(): Token {
    while (this.needsMore()) this.fetch();
    return this.tokens[this.head] as Token;
  }

  /** Moves past the token that `peek` answers. */
  skip(): void {
    this.head++;
    this.taken++;
    if (this.head === this.tokens.length) {
      this.tokens = [];
      this.head = 0;
    }
  }

  /** A token that may still become a key waits for what follows it. */
  private needsMore(): boolean {
    const token = this.tokens[this.head];
    if (token === undefined) return true;
    return token.key !== undefined && this.isPossible(token.key);
  }

  private get inFlow(): boolean {
    return this.simpleKeys.length > 1;
  }

  private fetch(): void {
    this.toNextToken();
    this.closeBlocks(this.cursor.column);
    const { cursor } = this;
    const here = cursor.code;
    const isSpaced = isBlankOrEnd(cursor.ahead(1));
    if (here === 0) this.fetchEnd();
    else if (here === percent && cursor.column === 0) this.fetchDirective();
    else if (cursor.isDocumentMark()) this.fetchDocumentMark();
    else if (here === dash && isSpaced) this.fetchBlockEntry();
    else if (here === question && (this.inFlow || isSpaced)) this.fetchKey();
    else if (here === colon && (this.inFlow || isSpaced)) this.fetchValue();
    else this.fetchMarked(here, isSpaced);
  }

  /** What its first character alone decides. */
  private fetchMarked(here: number, isSpaced: boolean): void {
    const fetch = this.inFlow ? Scanner.inFlowMarks.get(here) : Scanner.blockMarks.get(here);
    if (fetch) {
      fetch(this);
      return;
    }
    const isText = !neverPlain.has(here) || (here === dash && !isBlank(this.cursor.ahead(1)));
    if (!isText && (this.inFlow || (here !== question && here !== colon) || isSpaced)) throw this.noToken(here);
    this.fetchPlain();
  }

  private static readonly inFlowMarks = new Map<number, (scanner: Scanner) => void>([
    [code('['), (scanner) => scanner.openFlow('flow-sequence')],
    [code('{'), (scanner) => scanner.openFlow('flow-mapping')],
    [code(']'), (scanner) => scanner.closeFlow('flow-sequence-end')],
    [code('}'), (scanner) => scanner.closeFlow('flow-mapping-end')],
    [code(','), (scanner) => scanner.fetchFlowEntry()],
    [code('*'), (scanner) => scanner.fetchAnchor('alias')],
    [code('&'), (scanner) => scanner.fetchAnchor('anchor')],
    [code('!'), (scanner) => scanner.fetchTag()],
    [code("'"), (scanner) => scanner.fetchQuoted("'")],
    [code('"'), (scanner) => scanner.fetchQuoted('"')],
  ]);
  private static readonly blockMarks = new Map<number, (scanner: Scanner) => void>([
    ...Scanner.inFlowMarks,
    [code('|'), (scanner) => scanner.fetchBlockScalar(false)],
    [code('>'), (scanner) => scanner.fetchBlockScalar(true)],
  ]);

  private noToken(here: number): YamlError {
    const { cursor } = this;
    if (here === TAB) return new YamlError('a tab stands where indentation is', cursor.at, 'indent with spaces');
    const character = String.fromCharCode(here);
    return new YamlError(`a value without quotes cannot begin with \`${character}\``, cursor.at, 'put the value in quotes');
  }

  private toNextToken(): void {
    const { cursor } = this;
    for (;;) {
      while (cursor.code === SPACE || (cursor.code === TAB && (this.inFlow || !this.simpleKeyAllowed))) cursor.at++;
      if (cursor.code === hash) while (!isBreakOrEnd(cursor.code)) cursor.at++;
      if (!isBreak(cursor.code)) return;
      cursor.takeBreak();
      if (!this.inFlow) this.simpleKeyAllowed = true;
    }
  }

  private push(type: TokenType, start: number, text: { value?: string; style?: ScalarStyle; suffix?: string; key?: SimpleKey } = {}): void {
    const { value = '', style = '', suffix = '', key } = text;
    this.tokens.push({ type, start, value, style, suffix, key });
  }

  /** Puts a token in front of one that already waits; at the end, when that one is gone. */
  private insert(type: TokenType, start: number, number: number): void {
    const index = number < this.taken ? this.tokens.length : this.head + number - this.taken;
    this.tokens.splice(index, 0, { type, start, value: '', style: '', suffix: '', key: undefined });
  }

  private pushMark(type: TokenType, length: number): void {
    this.push(type, this.cursor.at);
    this.cursor.at += length;
  }

  // Simple keys

  /** Whether what is fetched next may be the key of a mapping. */
  private saveKey(): SimpleKey | undefined {
    if (!this.simpleKeyAllowed) return undefined;
    const { at, lineStart, column } = this.cursor;
    const number = this.taken + this.tokens.length - this.head;
    const key = { possible: true, required: !this.inFlow && this.indent === column, number, start: at, lineStart };
    this.dropKey();
    this.simpleKeys[this.simpleKeys.length - 1] = key;
    return key;
  }

  private dropKey(): void {
    const key = this.simpleKeys[this.simpleKeys.length - 1];
    if (!key?.possible) return;
    if (key.required) throw this.keyWithoutColon(key);
    key.possible = false;
  }

  private isPossible(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.lineStart === this.cursor.lineStart && !this.isTooLong(key)) return true;
    if (key.required) throw this.keyWithoutColon(key);
    key.possible = false;
    return false;
  }

  private isTooLong({ start }: SimpleKey): boolean {
    const { at, text } = this.cursor;
    return at - start > longestKey && [...text.slice(start, at)].length > longestKey;
  }

  private keyWithoutColon({ start }: SimpleKey): YamlError {
    return new YamlError('a `:` is missing after this key', start);
  }

  // Blocks

  private openBlock(type: TokenType, column: number, start: number, number?: number): void {
    if (this.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > deepest) throw new YamlError(`it is nested more than ${deepest} levels deep`, start);
    if (number === undefined) this.push(type, start);
    else this.insert(type, start, number);
  }

  private closeBlocks(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block-end', this.cursor.at);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private fetchBlockEntry(): void {
    const { at, column } = this.cursor;
    if (!this.inFlow) {
      if (!this.simpleKeyAllowed) throw new YamlError('a list item cannot begin here', at, 'begin it on a line of its own');
      this.openBlock('block-sequence', column, at);
    }
    this.dropKey();
    this.simpleKeyAllowed = true;
    this.pushMark('block-entry', 1);
  }

  private fetchKey(): void {
    const { at, column } = this.cursor;
    if (!this.inFlow) {
      if (!this.simpleKeyAllowed) throw new YamlError('a key cannot begin here', at);
      this.openBlock('block-mapping', column, at);
    }
    this.dropKey();
    this.simpleKeyAllowed = !this.inFlow;
    this.pushMark('key', 1);
  }

  private fetchValue(): void {
    const { at, column } = this.cursor;
    const key = this.simpleKeys[this.simpleKeys.length - 1];
    if (key && this.isPossible(key)) {
      this.insert('key', key.start, key.number);
      this.openBlock('block-mapping', key.start - key.lineStart, key.start, key.number);
      key.possible = false;
      this.simpleKeyAllowed = false;
    } else {
      if (!this.inFlow) {
        if (!this.simpleKeyAllowed) {
          throw new YamlError('a mapping cannot begin in the middle of a line', at, 'put the text that holds `: ` in quotes');
        }
        this.openBlock('block-mapping', column, at);
      }
      this.simpleKeyAllowed = !this.inFlow;
    }
    this.pushMark('value', 1);
  }

  // Brackets

  private openFlow(type: 'flow-sequence' | 'flow-mapping'): void {
    const key = this.saveKey();
    this.simpleKeys.push(undefined);
    if (this.simpleKeys.length > deepest) throw new YamlError(`it is nested more than ${deepest} levels deep`, this.cursor.at);
    this.simpleKeyAllowed = true;
    this.push(type, this.cursor.at, { key });
    this.openBrackets.push(this.tokens[this.tokens.length - 1] as Token);
    this.cursor.at++;
  }

  private closeFlow(type: 'flow-sequence-end' | 'flow-mapping-end'): void {
    this.dropKey();
    const open = this.openBrackets.pop();
    // Go's reader forgets that an empty collection may be a key, and gives it away at once.
    if (open && this.simpleKeys.pop() === undefined) open.key = undefined;
    this.simpleKeyAllowed = false;
    this.pushMark(type, 1);
  }

  private fetchFlowEntry(): void {
    this.dropKey();
    this.simpleKeyAllowed = true;
    this.pushMark('flow-entry', 1);
  }

  // Ends of documents

  private fetchEnd(): void {
    // The end of the text is also the end of its last line.
    this.cursor.lineStart = this.cursor.at;
    this.closeBlocks(-1);
    this.dropKey();
    this.simpleKeyAllowed = false;
    this.push('stream-end', this.cursor.at);
  }

  private fetchDirective(): void {
    this.closeBlocks(-1);
    this.dropKey();
    this.simpleKeyAllowed = false;
    const start = this.cursor.at;
    const directive = scanDirective(this.cursor);
    if (directive.version !== undefined) this.push('version-directive', start, { value: directive.version });
    else this.push('tag-directive', start, { value: directive.handle, suffix: directive.prefix });
  }

  private fetchDocumentMark(): void {
    this.closeBlocks(-1);
    this.dropKey();
    this.simpleKeyAllowed = false;
    this.pushMark(this.cursor.code === dash ? 'document-start' : 'document-end', 3);
  }

  // Nodes

  private fetchAnchor(type: 'alias' | 'anchor'): void {
    const { cursor } = this;
    const key = this.saveKey();
    this.simpleKeyAllowed = false;
    const start = cursor.at++;
    while (isWord(cursor.code)) cursor.at++;
    const value = cursor.text.slice(start + 1, cursor.at);
    if (value === '' || !(isBlankOrEnd(cursor.code) || afterAnchor.has(cursor.code))) {
      const what = type === 'alias' ? '`*` begins an alias' : '`&` begins an anchor';
      throw new YamlError(`${what}, whose name is letters and digits`, start, 'put the value in quotes');
    }
    this.push(type, start, { value, key });
  }

  private fetchTag(): void {
    const key = this.saveKey();
    this.simpleKeyAllowed = false;
    const start = this.cursor.at;
    const { handle, suffix } = scanTag(this.cursor);
    this.push('tag', start, { value: handle, suffix, key });
  }

  private fetchBlockScalar(folded: boolean): void {
    this.dropKey();
    this.simpleKeyAllowed = true;
    const start = this.cursor.at;
    this.push('scalar', start, { value: scanBlockScalar(this.cursor, folded, this.indent), style: folded ? '>' : '|' });
  }

  private fetchQuoted(quote: '"' | "'"): void {
    const key = this.saveKey();
    this.simpleKeyAllowed = false;
    const start = this.cursor.at;
    this.push('scalar', start, { value: scanQuoted(this.cursor, quote), style: quote, key });
  }

  private fetchPlain(): void {
    const key = this.saveKey();
    this.simpleKeyAllowed = false;
    const start = this.cursor.at;
    const { value, endsLine } = scanPlain(this.cursor, { inFlow: this.inFlow, indent: this.indent + 1 });
    if (endsLine) this.simpleKeyAllowed = true;
    this.push('scalar', start, { value, key });
  }
}
