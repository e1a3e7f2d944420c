import { asYaml } from './json-stream';
import type { FieldPath, Position, Source } from './manifest';
import { fieldIndex } from './positions';

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

/** One document of a text, without the `---` line in front of it. */
export class Chunk {
  constructor(
    readonly text: Text,
    readonly start: number,
    readonly end: number,
    readonly isJson = false,
  ) {}

  /** As kubectl reads it: the last line always ends. */
  get content(): string {
    const content = this.text.content.slice(this.start, this.end);
    return content.endsWith('\n') ? content : `${content}\n`;
  }

  /** Where a field, or its nearest parent, is in the whole text. */
  offset(path: FieldPath): number {
    const index = fieldIndex(this, () => (this.isJson ? asYaml(this.content) : this.content));
    return this.start + index.offset(path);
  }
}

/** The source of an object in a text. Nothing is parsed until a position is asked for. */
export class TextSource implements Source {
  constructor(
    private readonly chunk: Chunk,
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

  /** Where the document is in its file, the whole text of the file, and the steps from the document's root to the object. */
  get range(): {
    readonly file: string;
    readonly content: string;
    readonly start: number;
    readonly end: number;
    readonly prefix: FieldPath;
  } {
    const { text, start, end } = this.chunk;
    return { file: this.file, content: text.content, start, end, prefix: this.prefix };
  }

  position(path: FieldPath): Position {
    return this.chunk.text.positionAt(this.chunk.offset([...this.prefix, ...path]));
  }

  line(number: number): string | undefined {
    return this.chunk.text.line(number);
  }
}
