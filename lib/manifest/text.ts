import { fieldOffset } from './field-offset';
import type { FieldPath, Position, Source } from './manifest';

/** One text that holds manifests, and its lines. */
export class Text {
  private starts?: number[];

  constructor(
    readonly file: string,
    readonly content: string,
  ) {}

  /** The place of an offset. */
  positionAt(offset: number): Position {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string | undefined {
    const starts = this.lineStarts();
    const start = starts[number - 1];
    return start === undefined ? undefined : this.content.slice(start, starts[number] ?? this.content.length).replace(/\r?\n$/, '');
  }

  private lineStarts(): number[] {
    if (!this.starts) {
      this.starts = [0];
      for (let at = this.content.indexOf('\n'); at >= 0; at = this.content.indexOf('\n', at + 1)) this.starts.push(at + 1);
    }
    return this.starts;
  }
}

/** One piece of a text between two `---` lines. */
export interface Chunk {
  readonly text: Text;
  readonly start: number;
  readonly end: number;
}

/** The source of an object in a text. Nothing is parsed until a position is asked for. */
export class TextSource implements Source {
  constructor(
    private readonly chunk: Chunk,
    /** Which document of the chunk: more than one only where `...` ends a document. */
    private readonly document: number,
    /** Steps to the object in the document: not empty for the items of a `List`. */
    private readonly prefix: FieldPath,
  ) {}

  get file(): string {
    return this.chunk.text.file;
  }

  /** Is it a file on disk that can be changed? */
  get isFile(): boolean {
    return this.file !== '-' && !this.file.startsWith('git:');
  }

  /** Where the document stands in its file, and the steps from its root to the object. */
  get range(): { readonly file: string; readonly start: number; readonly end: number; readonly prefix: FieldPath } {
    return { file: this.file, start: this.chunk.start, end: this.chunk.end, prefix: this.prefix };
  }

  position(path: FieldPath): Position {
    const { text, start, end } = this.chunk;
    return text.positionAt(start + fieldOffset(text.content.slice(start, end), this.document, [...this.prefix, ...path]));
  }

  line(number: number): string | undefined {
    return this.chunk.text.line(number);
  }
}
