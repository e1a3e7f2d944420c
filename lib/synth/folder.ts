import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { ConstructError } from '../errors';
import { withLock } from './folder-lock';

/** One file of a folder: its path below it, and its text, which may be in UTF-8 already. */
export interface TextFile {
  readonly path: string;
  readonly text: string | Uint8Array;
}

/** The list of files that synth wrote, in the folder itself: what is not in it is a person's own and is kept. */
export const listName = '.meshwright';

const staging = '.meshwright-new';
/** In the staging folder, under names that no file of an app has. */
const oldFiles = '.meshwright-old';
const interimList = '.meshwright-list';

/**
 * Makes a folder hold these files, in place. What is promised, as far as POSIX goes:
 *
 * - The folder itself is never moved, so mounts and watchers keep it, and there is no moment without it.
 * - All files are written beside the old ones first. If that fails (a full disk, a read-only file system), the old files
 *   are all there, and nothing else is.
 * - Then each new file takes the place of the old one by a rename: whoever looks sees each file old or new, never a part
 *   of one. A run that is killed between two renames leaves some files new and some old; the next run makes all new.
 * - Files that synth once wrote and no longer writes are removed last; files that it never wrote are kept.
 * - One writer at a time: a second ends with `FolderBusy`.
 *
 * @param extension what the names of files written here end with, to tell leftovers of older versions from a person's own files
 * @returns files that synth did not write and that are kept
 * @throws ConstructError `OutputFolder`, `FolderBusy`
 */
export function replaceFolder(folder: string, files: readonly TextFile[], extension: string): readonly string[] {
  const target = prepared(folder);
  return withLock(join(target, '.meshwright-lock'), folder, () => {
    const stage = join(target, staging);
    const old = [...writtenBefore(target, extension), 'construct-metadata.json']; // the latter is plain cdk8s', and kubectl refuses it
    try {
      rmSync(stage, { recursive: true, force: true });
      writeFiles(stage, files);
      publish(stage, target, files);
    } catch (error) {
      rmSync(stage, { recursive: true, force: true });
      throw unwritable(folder, error);
    }
    const fresh = new Set(files.map(({ path }) => path));
    const stale = old.filter((path) => !fresh.has(path));
    for (const path of stale) remove(target, path);
    shortenList(stage, target);
    rmSync(stage, { recursive: true, force: true });
    return foreignFiles(target, fresh);
  });
}

/** The folder, made where it is missing; a link is followed. */
function prepared(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return realpathSync(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function writeFiles(folder: string, files: readonly TextFile[]): void {
  const folders = new Set([folder, ...files.map(({ path }) => dirname(join(folder, path)))]);
  for (const each of folders) mkdirSync(each, { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  writeFileSync(
    join(folder, listName),
    `${files
      .map(({ path }) => path)
      .sort()
      .join('\n')}\n`,
  );
}

/**
 * Each new file takes the place of the old one. The list goes first: were the run killed after it, the files that it names
 * count as written, and the next run removes what is stale. If a rename fails, those before it are taken back.
 */
function publish(stage: string, target: string, files: readonly TextFile[]): void {
  const paths = files.map(({ path }) => path);
  writeFileSync(join(stage, interimList), `${[...new Set([...readList(target), ...paths])].sort().join('\n')}\n`);
  for (const each of new Set(paths.map((path) => dirname(join(target, path))))) mkdirSync(each, { recursive: true });
  const done: string[] = [];
  try {
    for (const [from, path] of [[interimList, listName], ...paths.map((path) => [path, path])] as [string, string][]) {
      keepOld(join(target, path), join(stage, oldFiles, path));
      done.push(path);
      renameSync(join(stage, from), join(target, path));
    }
  } catch (error) {
    for (const path of done.reverse()) takeBack(join(stage, oldFiles, path), join(target, path));
    throw error;
  }
}

/** Only now that nothing stale is left: until then the longer list tells the next run what to remove, and it does no harm afterwards. */
function shortenList(stage: string, target: string): void {
  try {
    renameSync(join(stage, listName), join(target, listName));
  } catch {
    // the longer list stays
  }
}

/** A second name for the old file, so that it can be taken back; a copy where the file system knows no links. */
function keepOld(file: string, kept: string): void {
  if (!existsSync(file) || existsSync(kept)) return;
  mkdirSync(dirname(kept), { recursive: true });
  try {
    linkSync(file, kept);
  } catch {
    copyFileSync(file, kept);
  }
}

function takeBack(kept: string, file: string): void {
  if (existsSync(kept)) renameSync(kept, file);
  else rmSync(file, { force: true });
}

/** What an earlier synth wrote: by its list, or, where there is none, every file with the extension. */
function writtenBefore(target: string, extension: string): readonly string[] {
  if (existsSync(join(target, listName))) return readList(target);
  return filesBelow(target).filter((path) => path.endsWith(extension));
}

function readList(target: string): readonly string[] {
  const list = join(target, listName);
  return existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : [];
}

/** A file, and the folders above it that it leaves empty. */
function remove(target: string, path: string): void {
  rmSync(join(target, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const full = join(target, folder);
    if (!existsSync(full) || readdirSync(full).length > 0) return;
    rmdirSync(full);
  }
}

function foreignFiles(target: string, fresh: ReadonlySet<string>): readonly string[] {
  return filesBelow(target).filter((path) => !fresh.has(path));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(sep).some((name) => name.startsWith('.meshwright')));
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  ENOTDIR: 'a file is in its place, or in the place of a folder above it',
  EEXIST: 'a file is in its place',
  ELOOP: 'its links lead in a circle',
  EIO: 'the disk reports an error',
  EXDEV: 'a part of it is on another file system',
  EBUSY: 'another program holds it',
  ENOENT: 'it does not exist and cannot be made',
};

function unwritable(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const reason = reasons[String(code)];
  if (reason === undefined) return error;
  return new ConstructError('OutputFolder', `\`${folder}\` cannot be written: ${isFile(folder) ? 'it is a file' : reason} (${code})`, {
    why: 'nothing was replaced: the files of the last synth are as they were',
    fix: 'set another `outdir`, or make this one a folder that may be written',
  });
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
