import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of the user's own source on the way to an error. */
export interface UserFrame {
  /** Relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The text of the line; undefined where the file cannot be read. */
  readonly text?: string;
}

/** The nearest call in the user's own files: what is neither Node's, nor installed, nor this library's. */
export function userFrame({ stack = '' }: Error, cwd = process.cwd()): UserFrame | undefined {
  for (const call of stack.split('\n')) {
    const [, given = '', line, column] = /[ (]((?:file:\/\/)?\/[^:]+):(\d+):(\d+)\)?$/.exec(call) ?? [];
    const file = given.startsWith('file://') ? fileURLToPath(given) : given;
    if (file === '' || file.includes(`${sep}node_modules${sep}`) || file.startsWith(library + sep)) continue;
    return { file: relative(cwd, file), line: Number(line), column: Number(column), text: lineOf(file, Number(line)) };
  }
  return undefined;
}

/** The folder of this library's own files, in the repository or installed. */
const library = join(__dirname, '..');

function lineOf(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1];
  } catch {
    return undefined;
  }
}

/** The frame as compilers show it: place, line, and a mark below the column. */
export function frameText({ file, line, column, text }: UserFrame): string {
  const place = `  --> ${file}:${line}:${column}`;
  if (text === undefined) return place;
  const gutter = String(line).length;
  const shown = text.slice(0, 160);
  return [
    place,
    `${' '.repeat(gutter + 1)} |`,
    ` ${line} | ${shown}`,
    `${' '.repeat(gutter + 1)} | ${' '.repeat(Math.max(0, column - 1))}^`,
  ].join('\n');
}
