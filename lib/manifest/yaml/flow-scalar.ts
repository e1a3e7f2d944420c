import { code, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, TAB } from './characters';
import { type Cursor, FoldedBreaks } from './cursor';
import { YamlError } from './yaml-error';

const colon = code(':');
const hash = code('#');
const backslash = code('\\');
const flowEnds = new Set([...',?[]{}'].map(code));

/** How a scalar without quotes is bounded by what it stands in. */
export interface PlainContext {
  /** Inside `[` or `{`. */
  readonly inFlow: boolean;
  /** Lines that go on with the value are indented at least this far, in blocks. */
  readonly indent: number;
}

/** A scalar without quotes from the cursor on; `endsLine` tells that the cursor stands on a later line. */
export function scanPlain(cursor: Cursor, { inFlow, indent }: PlainContext): { readonly value: string; readonly endsLine: boolean } {
  const { text } = cursor;
  const breaks = new FoldedBreaks();
  let value = '';
  let blanks = '';
  while (!cursor.isDocumentMark() && cursor.code !== hash) {
    const from = cursor.at;
    cursor.at = plainRunEnd(text, from, inFlow);
    if (cursor.at > from) {
      value += (breaks.seen ? breaks.take() : blanks) + text.slice(from, cursor.at);
    }
    if (!isBlank(cursor.code) && !isBreak(cursor.code)) break;
    const end = cursor.at;
    skipSpaces(cursor, breaks, indent);
    blanks = text.slice(end, cursor.at);
    if (!inFlow && cursor.column < indent) break;
  }
  return { value, endsLine: breaks.seen };
}

/** Where the text of this line ends; blanks inside it belong to it. */
function plainRunEnd(text: string, from: number, inFlow: boolean): number {
  for (let at = from, end = from; ; ) {
    const here = text.charCodeAt(at);
    if (isBlank(here)) {
      at++;
      continue;
    }
    // A comment begins with a `#` behind a blank.
    if (isBreakOrEnd(here) || (here === hash && at > end)) return end;
    if (here === colon && isBlankOrEnd(text.charCodeAt(at + 1))) return end;
    if (inFlow && flowEnds.has(here)) return end;
    end = ++at;
  }
}

/** Moves past blanks and line breaks between two runs: blanks count only where no break is. */
function skipSpaces(cursor: Cursor, breaks: FoldedBreaks, indent: number): void {
  for (;;) {
    const here = cursor.code;
    if (isBlank(here)) {
      if (breaks.seen && cursor.column < indent && here === TAB) {
        throw new YamlError('a tab stands where indentation is', cursor.at, 'indent with spaces');
      }
      cursor.at++;
    } else if (isBreak(here)) breaks.add(cursor.takeBreak());
    else return;
  }
}

const escapes = new Map<number, string>(
  Object.entries({
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1b',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '\\': '\\',
    N: '\x85',
    _: '\xa0',
    L: '\u2028',
    P: '\u2029',
  }).map(([letter, text]) => [code(letter), text]),
);
const digitsOf = new Map([
  [code('x'), 2],
  [code('u'), 4],
  [code('U'), 8],
]);

/** A scalar in quotes; the cursor stands on the opening one. */
export function scanQuoted(cursor: Cursor, quote: '"' | "'"): string {
  const start = cursor.at++;
  const mark = code(quote);
  const breaks = new FoldedBreaks();
  let value = '';
  for (;;) {
    if (cursor.isDocumentMark() || cursor.code === 0) throw new YamlError(`the quote \`${quote}\` is not closed`, start);
    value += quotedRun(cursor, mark, breaks, start);
    if (cursor.code === mark) break;
    while (isBlank(cursor.code) || isBreak(cursor.code)) {
      if (isBreak(cursor.code)) breaks.add(cursor.takeBreak());
      else cursor.at++;
    }
    value += breaks.take();
  }
  cursor.at++;
  return value;
}

/** Up to the end of the line or the closing quote. */
function quotedRun(cursor: Cursor, mark: number, breaks: FoldedBreaks, start: number): string {
  const { text } = cursor;
  const isDouble = mark !== code("'");
  let value = '';
  let from = cursor.at;
  for (;;) {
    const here = cursor.code;
    if (isBreakOrEnd(here)) break;
    if (isBlank(here)) {
      // Blanks inside a line belong to the text, those at its end do not.
      const next = afterBlanks(text, cursor.at);
      if (isBreakOrEnd(text.charCodeAt(next))) break;
      cursor.at = next;
    } else if (here === mark) {
      if (isDouble || cursor.ahead(1) !== mark) break;
      value += text.slice(from, cursor.at + 1);
      cursor.at += 2;
      from = cursor.at;
    } else if (isDouble && here === backslash) {
      value += text.slice(from, cursor.at);
      if (isBreak(cursor.ahead(1))) {
        cursor.at++;
        cursor.takeBreak();
        breaks.skip();
        return value;
      }
      value += escaped(cursor, start);
      from = cursor.at;
    } else cursor.at++;
  }
  return value + text.slice(from, cursor.at);
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

function escaped(cursor: Cursor, start: number): string {
  const letter = cursor.ahead(1);
  const known = escapes.get(letter);
  if (known !== undefined) {
    cursor.at += 2;
    return known;
  }
  const digits = digitsOf.get(letter);
  if (digits === undefined) {
    const written = letter === 0 ? '' : String.fromCodePoint(cursor.text.codePointAt(cursor.at + 1) ?? 0);
    throw new YamlError(`\`\\${written}\` is no escape in a text in double quotes`, letter === 0 ? start : cursor.at, `\\\\${written}`);
  }
  const hexadecimal = cursor.text.slice(cursor.at + 2, cursor.at + 2 + digits);
  const value = /^[0-9a-fA-F]+$/.test(hexadecimal) && hexadecimal.length === digits ? Number.parseInt(hexadecimal, 16) : -1;
  if (value < 0) throw new YamlError(`\`\\${String.fromCharCode(letter)}\` needs ${digits} hexadecimal digits`, cursor.at);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw new YamlError(`\`\\${String.fromCharCode(letter)}${hexadecimal}\` is no character`, cursor.at);
  }
  cursor.at += 2 + digits;
  return String.fromCodePoint(value);
}
