import { breakLength, breakText, code, isBlankOrEnd } from './characters';

const dash = code('-');
const dot = code('.');

/** A place in a text, and the line it lies in. */
export class Cursor {
  at = 0;
  lineStart = 0;

  constructor(
    /** Ends with U+0000. */
    readonly text: string,
  ) {}

  get column(): number {
    return this.at - this.lineStart;
  }

  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  /** The code of a character further on. */
  ahead(distance: number): number {
    return this.text.charCodeAt(this.at + distance);
  }

  /** Moves past a line break; answers what it counts as in a value. */
  takeBreak(): string {
    const taken = breakText(this.text, this.at);
    this.at += breakLength(this.text, this.at);
    this.lineStart = this.at;
    return taken;
  }

  /** Is there `---` or `...` at the start of a line? */
  isDocumentMark(): boolean {
    const first = this.code;
    if (this.at !== this.lineStart || (first !== dash && first !== dot)) return false;
    return this.ahead(1) === first && this.ahead(2) === first && isBlankOrEnd(this.ahead(3));
  }
}

/** Line breaks inside a value: one alone becomes a space, each further one stays. */
export class FoldedBreaks {
  private first = '';
  private rest = '';
  /** Has a break been seen, so that blanks are indentation? */
  seen = false;

  add(lineBreak: string): void {
    if (this.seen) this.rest += lineBreak;
    else this.first = lineBreak;
    this.seen = true;
  }

  /** After `\` at the end of a line, the break itself does not count. */
  skip(): void {
    this.seen = true;
  }

  take(): string {
    const folded = this.first === '\n' ? this.rest || ' ' : this.first + this.rest;
    this.first = '';
    this.rest = '';
    this.seen = false;
    return folded;
  }
}
