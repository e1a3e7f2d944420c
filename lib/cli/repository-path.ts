import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * Where a file is in its repository, as code hosts want it in annotations: from the repository's root, with slashes. A file of a revision is
 * where it is in that revision; outside a repository it stays as the user named it.
 *
 * @returns undefined for stdin, which is no file
 */
export function repositoryPath(file: string): string | undefined {
  if (file === '-') return undefined;
  const path = resolve(/^git:[^:]*:(.*)$/s.exec(file)?.[1] ?? file);
  const root = rootOf(dirname(path));
  return root === undefined ? file : relative(root, path).split(sep).join('/');
}

const roots = new Map<string, string | undefined>();

function rootOf(folder: string): string | undefined {
  if (roots.has(folder)) return roots.get(folder);
  const parent = dirname(folder);
  const root = existsSync(join(folder, '.git')) ? folder : parent === folder ? undefined : rootOf(parent);
  roots.set(folder, root);
  return root;
}
