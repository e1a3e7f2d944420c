import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { ConstructError } from '../errors';

/** One file of a folder: its path below it, and its text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Makes a folder hold exactly these files. They are written beside it first and take its place by a rename, so whoever looks
 * sees the old files or the new ones, never a mixture, and a run that fails leaves the old ones.
 *
 * @param extension what the names of files written here end with; the folder is not touched if it holds any other
 * @throws ConstructError `ForeignFile`
 */
export function replaceFolder(folder: string, files: readonly TextFile[], extension: string): void {
  const target = existsSync(folder) ? realpathSync(folder) : folder;
  refuseForeignFiles(target, extension);
  mkdirSync(dirname(target), { recursive: true });
  const made = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const [fresh, old] = [join(made, 'new'), join(made, 'old')];
    writeFiles(fresh, files);
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function writeFiles(folder: string, files: readonly TextFile[]): void {
  const folders = new Set([folder, ...files.map(({ path }) => dirname(join(folder, path)))]);
  for (const each of folders) mkdirSync(each, { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}

/** What a plain cdk8s app, or a file manager, leaves behind: not worth keeping. */
const leftovers = new Set(['construct-metadata.json', '.DS_Store']);

function refuseForeignFiles(folder: string, extension: string): void {
  if (!existsSync(folder)) return;
  const foreign = readdirSync(folder, { recursive: true, withFileTypes: true }).find(
    (entry) => !entry.isDirectory() && !entry.name.endsWith(extension) && !leftovers.has(entry.name),
  );
  if (foreign === undefined) return;
  const path = relative(folder, join(foreign.parentPath, foreign.name));
  throw new ConstructError('ForeignFile', `\`${folder}\` holds \`${path}\`, which synth did not write`, {
    why: `synth owns its output folder: files of earlier runs go away, and it will not delete what is not \`*${extension}\``,
    fix: `move ${path} out, or set another \`outdir\``,
  });
}
