import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How paths are turned into texts. */
export interface ReadOptions {
  /** Go into folders of folders. @default false - only the files of a folder itself, as `kubectl apply -f` does */
  readonly recursive?: boolean;
  /** Where `-` reads from. @default - the process's stdin */
  readonly stdin?: () => Buffer;
}

/** One text to read. */
export interface Input {
  /** As the user would name it. */
  readonly name: string;
  read(): Buffer;
}

/** A path that leads nowhere: the command could not run. */
export class InputError extends Error {}

/**
 * The texts a path names, in the order of their names.
 *
 * @throws InputError for a path, revision or repository that does not exist
 */
export function inputsOf(path: string, options: ReadOptions): Input[] {
  if (path === '-') return [{ name: '-', read: options.stdin ?? (() => readFileSync(0)) }];
  const git = /^git:([^:-][^:]*):(.*)$/.exec(path);
  if (git) return gitInputs(git[1] ?? '', git[2] ?? '', options);
  if (!existsSync(path)) throw new InputError(`no file or folder is named \`${path}\``);
  return statSync(path).isDirectory() ? folderInputs(path, options) : [fileInput(path)];
}

const isManifestFile = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

function fileInput(path: string): Input {
  return { name: path, read: () => readFileSync(path) };
}

function folderInputs(folder: string, options: ReadOptions): Input[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && existsSync(path) && statSync(path).isDirectory());
    // A linked folder is not entered: it may lead back to where we are.
    if (isFolder) return options.recursive && entry.isDirectory() ? folderInputs(path, options) : [];
    return isManifestFile(entry.name) ? [fileInput(path)] : [];
  });
}

function gitInputs(revision: string, path: string, options: ReadOptions): Input[] {
  const tree = inRevision(revision, path);
  if (git(['cat-file', '-t', tree]).toString().trim() !== 'tree') return [gitInput(revision, path)];
  const names = git(['ls-tree', '--name-only', ...(options.recursive ? ['-r'] : []), tree])
    .toString()
    .split('\n')
    .filter(isManifestFile);
  return names.map((name) => gitInput(revision, join(path, name)));
}

function gitInput(revision: string, path: string): Input {
  return { name: `git:${revision}:${path}`, read: () => git(['show', inRevision(revision, path)]) };
}

/** Relative to the current folder, as every other path the user gives. */
const inRevision = (revision: string, path: string): string => `${revision}:./${path}`;

function git(args: string[]): Buffer {
  try {
    return execFileSync('git', args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1024 * 1024 * 1024 });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new InputError(`git cannot read it: ${stderr.replace(/^fatal: /, '').split('\n')[0]}`);
  }
}
