import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';
import { largestInput } from './bounded-file';
import { type Input, InputError, type InputTree, isManifestFile, single } from './input-tree';

const { dirname, join, normalize } = posix;

/** One entry of a revision: its path from the current folder. */
interface Entry {
  readonly mode: string;
  readonly path: string;
}

/** As `inputTree`, as it stood in a revision. The path is relative to the current folder, as every other path that the user gives. */
export function gitTree(revision: string, path: string): InputTree {
  const type = git(['cat-file', '-t', inRevision(revision, path)])
    .toString()
    .trim();
  if (type === 'tree') return folderOf(revision, path);
  const target = followed(revision, { mode: modeOf(revision, path), path: normalize(path) });
  if (typeof target !== 'string') throw new InputError(`\`git:${revision}:${path}\` is ${target.reason}`);
  return single(gitInput(revision, { shown: path, path: target }));
}

function folderOf(revision: string, folder: string): InputTree {
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', inRevision(revision, folder)])
    .toString()
    .split('\0')
    .filter(Boolean);
  const root = emptyTree(`git:${revision}:${folder}`);
  const folders = new Map([['.', root]]);
  for (const line of listed) {
    const [mode, name] = [modeIn(line), line.slice(line.indexOf('\t') + 1)];
    const entry = { mode, path: join(folder, name) };
    const tree = treeOf(dirname(name), folders, root.name);
    const isSubmodule = mode === '160000';
    if (!isSubmodule && !isManifestFile(name)) continue;
    const target = isSubmodule ? { reason: 'a submodule' } : followed(revision, entry);
    if (typeof target === 'string') tree.inputs.push(gitInput(revision, { shown: entry.path, path: target }));
    else tree.unread.push({ name: `git:${revision}:${entry.path}`, reason: target.reason });
  }
  return root;
}

interface MutableTree extends InputTree {
  readonly inputs: Input[];
  readonly folders: MutableTree[];
  readonly unread: { readonly name: string; readonly reason: string }[];
}

const emptyTree = (name: string): MutableTree => ({ name, inputs: [], folders: [], unread: [], isFile: false });

/** The folder of this name, made with those above it. */
function treeOf(name: string, folders: Map<string, MutableTree>, root: string): MutableTree {
  const known = folders.get(name);
  if (known) return known;
  const tree = emptyTree(`${root.endsWith(':') ? root : `${root.replace(/\/$/, '')}/`}${name}`);
  folders.set(name, tree);
  treeOf(dirname(name), folders, root).folders.push(tree);
  return tree;
}

/** Where a link leads inside the revision; other entries are what they are. */
function followed(revision: string, entry: Entry): string | { readonly reason: string } {
  let { mode, path } = entry;
  const seen = new Set<string>();
  while (mode === '120000') {
    if (seen.has(path)) return { reason: 'a link that leads back to itself' };
    seen.add(path);
    const target = git(['show', inRevision(revision, path)]).toString();
    path = join(dirname(path), target);
    mode = target.startsWith('/') ? '' : modeOf(revision, path);
    if (mode === '') return { reason: `a link to \`${target}\`, which the revision does not hold` };
    if (mode === '040000') return { reason: `a link to the folder \`${target}\`` };
  }
  return path;
}

/** The six digits that each line of `git ls-tree` begins with. */
const modeIn = (line: string): string => line.slice(0, 6);

/** The mode of a path in a revision, empty when it is not there. */
function modeOf(revision: string, path: string): string {
  try {
    return modeIn(git(['ls-tree', '-z', revision, '--', path]).toString());
  } catch {
    return '';
  }
}

function gitInput(revision: string, { shown, path }: { shown: string; path: string }): Input {
  return { name: `git:${revision}:${shown}`, read: () => git(['show', inRevision(revision, path)]) };
}

const inRevision = (revision: string, path: string): string => `${revision}:./${path}`;

function git(args: string[]): Buffer {
  try {
    return execFileSync('git', args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: largestInput, env: process.env });
  } catch (error) {
    // Nothing is on stderr where git itself is missing.
    const { stderr } = error as { readonly stderr: Buffer | null };
    throw new InputError(
      `git cannot read it: ${
        String(stderr ?? error)
          .replace(/^fatal: /, '')
          .split('\n')[0]
      }`,
    );
  }
}
