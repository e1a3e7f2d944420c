import { decodeText } from './encoding';
import { type Input, inputsOf, type ReadOptions } from './inputs';
import { parseManifests } from './parse-manifests';
import type { Reading, ReadProblem } from './reading';

/**
 * Reads manifests from files, folders (`*.yaml`, `*.yml`, `*.json`, as kubectl takes them), `-` for stdin, and `git:<rev>:<path>`
 * for a file or folder as it stood in a revision.
 *
 * Nothing throws for what a file holds: what cannot be read is a problem with its place, and everything else is read.
 */
export function readManifests(paths: readonly string[], options: ReadOptions = {}): Reading {
  const reading: Reading = { manifests: [], problems: [] };
  for (const { file } of readEach(paths, options)) {
    for (const manifest of file.manifests) reading.manifests.push(manifest);
    for (const problem of file.problems) reading.problems.push(problem);
  }
  return reading;
}

/** As `readManifests`, one file after the other, each with its own reading. */
export function* readEach(paths: readonly string[], options: ReadOptions = {}): Generator<{ name: string; file: Reading }> {
  for (const path of paths) {
    for (const input of inputsOf(path, options)) yield { name: input.name, file: readInput(input) };
  }
}

function readInput(input: Input): Reading {
  try {
    return parseManifests(decode(input.read()), input.name);
  } catch (error) {
    return { manifests: [], problems: [unreadable(input.name, error)] };
  }
}

/**
 * The text of one file.
 *
 * @throws InputError when there is no such file
 */
export function readText(path: string): string {
  return inputsOf(path, {})
    .map((input) => decode(input.read()))
    .join('\n');
}

const largestFile = 256 * 1024 * 1024;

function decode(bytes: Buffer): string {
  if (bytes.length > largestFile) throw new Error(`it is larger than ${largestFile / 1024 / 1024} MiB`);
  const text = decodeText(bytes);
  if (text.slice(0, 8192).includes('\0')) throw new Error('it is binary, not text');
  return text;
}

function unreadable(file: string, error: unknown): ReadProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return { name: 'unreadable', file, message: `\`${file}\` cannot be read: ${reason}` };
}
