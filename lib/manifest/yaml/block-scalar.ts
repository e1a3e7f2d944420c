import { code, isBlank, isBreak, isBreakOrEnd, isDigit, SPACE, TAB } from './characters';
import type { Cursor } from './cursor';
import { YamlError } from './yaml-error';

const plus = code('+');
const minus = code('-');
const hash = code('#');

/** `clip` keeps the last line break, `strip` none, `keep` all. */
type Chomping = 'clip' | 'strip' | 'keep';

interface Header {
  readonly chomping: Chomping;
  /** Columns further in than what the block stands in; 0: as far as its first line is. */
  readonly increment: number;
}

/**
 * A literal (`|`) or folded (`>`) scalar; the cursor stands on the mark.
 *
 * @param parentIndent column of the collection it stands in, -1 at the root
 */
export function scanBlockScalar(cursor: Cursor, folded: boolean, parentIndent: number): string {
  const start = cursor.at++;
  const { chomping, increment } = scanHeader(cursor);
  const lines = new BlockLines(cursor, increment > 0 ? Math.max(parentIndent, 0) + increment : 0, parentIndent, start);
  let value = '';
  let lastBreak = '';
  let afterBlank = false;
  let empty = lines.takeEmpty();
  while (cursor.column === lines.indent && cursor.code !== 0) {
    const startsBlank = isBlank(cursor.code);
    // A single break between two lines of text becomes a space.
    if (folded && !afterBlank && !startsBlank && lastBreak === '\n') value += empty === '' ? ' ' : '';
    else value += lastBreak;
    value += empty;
    afterBlank = startsBlank;
    value += lines.takeText();
    lastBreak = isBreak(cursor.code) ? cursor.takeBreak() : '';
    empty = lines.takeEmpty();
  }
  if (chomping !== 'strip') value += lastBreak;
  return chomping === 'keep' ? value + empty : value;
}

function scanHeader(cursor: Cursor): Header {
  let chomping: Chomping = 'clip';
  let increment = 0;
  const takeChomping = () => {
    if (cursor.code !== plus && cursor.code !== minus) return false;
    chomping = cursor.code === plus ? 'keep' : 'strip';
    cursor.at++;
    return true;
  };
  const takeIncrement = () => {
    if (!isDigit(cursor.code)) return;
    increment = cursor.code - code('0');
    if (increment === 0) throw new YamlError('a block text cannot be indented by 0', cursor.at);
    cursor.at++;
  };
  if (takeChomping()) takeIncrement();
  else {
    takeIncrement();
    if (increment > 0) takeChomping();
  }
  while (isBlank(cursor.code)) cursor.at++;
  if (cursor.code === hash) while (!isBreakOrEnd(cursor.code)) cursor.at++;
  if (!isBreakOrEnd(cursor.code)) throw new YamlError('the text of a block begins on the next line', cursor.at);
  if (isBreak(cursor.code)) cursor.takeBreak();
  return { chomping, increment };
}

class BlockLines {
  constructor(
    private readonly cursor: Cursor,
    /** 0 until the first line of text decides. */
    public indent: number,
    private readonly parentIndent: number,
    private readonly start: number,
  ) {}

  /** Moves past indentation and lines without text; answers their breaks. */
  takeEmpty(): string {
    const { cursor } = this;
    let breaks = '';
    let widest = 0;
    for (;;) {
      const isIndentation = () => this.indent === 0 || cursor.column < this.indent;
      while (isIndentation() && cursor.code === SPACE) cursor.at++;
      widest = Math.max(widest, cursor.column);
      if (isIndentation() && cursor.code === TAB) {
        throw new YamlError('a tab stands where the indentation of a block text is', this.start, 'indent with spaces');
      }
      if (!isBreak(cursor.code)) break;
      breaks += cursor.takeBreak();
    }
    if (this.indent === 0) this.indent = Math.max(widest, this.parentIndent + 1, 1);
    return breaks;
  }

  takeText(): string {
    const { cursor } = this;
    const from = cursor.at;
    while (!isBreakOrEnd(cursor.code)) cursor.at++;
    return cursor.text.slice(from, cursor.at);
  }
}
