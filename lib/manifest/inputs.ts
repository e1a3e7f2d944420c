import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readBounded } from './bounded-file';
import { gitTree } from './git-inputs';
import { type Input, InputError, type InputTree, isManifestFile, single } from './input-tree';

/**
 * What a path names: a file, pipe or device, a folder, `-` for stdin, or `git:<revision>:<path>`.
 *
 * @throws InputError for a path, revision or repository that does not exist
 */
export function inputTree(path: string, stdin: () => Buffer = () => readBounded(0)): InputTree {
  if (path === '-') return single({ name: '-', read: stdin });
  const git = /^git:([^:-][^:]*):(.*)$/s.exec(path);
  if (git) return gitTree(git[1] ?? '', git[2] ?? '');
  if (!existsSync(path)) throw new InputError(`no file or folder is named \`${path}\``);
  return statSync(path).isDirectory() ? folderTree(path) : single({ name: path, read: () => readBounded(path) });
}

/** Never entered: other people's packages, and git's own files. */
const isPassedFolder = (name: string): boolean => name === 'node_modules' || name === '.git';

function folderTree(folder: string): InputTree {
  const tree = {
    name: folder,
    inputs: [] as Input[],
    folders: [] as InputTree[],
    unread: [] as { name: string; reason: string }[],
    isFile: false,
  };
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? linkedKind(path) : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
    if (kind === 'folder' && !isPassedFolder(entry.name)) {
      // A linked folder may lead back to where we are.
      if (entry.isSymbolicLink()) tree.unread.push({ name: path, reason: `a link to the folder ${realpathSync(path)}` });
      else tree.folders.push(folderTree(path));
    } else if (isManifestFile(entry.name)) {
      if (kind === 'file') tree.inputs.push({ name: path, read: () => readBounded(path) });
      else tree.unread.push({ name: path, reason: kind === 'nothing' ? 'a link that leads nowhere' : 'a pipe, socket or device' });
    }
  }
  return tree;
}

function linkedKind(path: string): 'folder' | 'file' | 'other' | 'nothing' {
  if (!existsSync(path)) return 'nothing';
  const status = statSync(path);
  return status.isDirectory() ? 'folder' : status.isFile() ? 'file' : 'other';
}
