/**
 * `npm run build`: what the package ships, under `build/`. The command and the library are one file each, with the packages they need inside:
 * an installation has no dependencies, and Node opens one file where it opened hundreds. Types stay one file a module.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = join(__dirname, '..');
const out = join(root, 'build');

/** What `exports` of package.json names: a file each, that loads its part of the one library. */
const entries = { index: 'lib/index', engine: 'lib/engine', jest: 'lib/jest/index' };

/** Packages that few calls need, by the file of `build/packages` they are in; the modules that name them load them when they are needed. */
const packages: Readonly<Record<string, readonly string[]>> = {
  cel: ['@bufbuild/cel', '@bufbuild/cel/ext'],
  graphviz: ['@hpcc-js/wasm-graphviz'],
  yaml: ['yaml'],
};

const packagesOutside: Plugin = {
  name: 'packages outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[@\w]/ }, ({ path, importer }) => {
      const [file] = Object.entries(packages).find(([, names]) => names.includes(path)) ?? [];
      if (file === undefined || importer.includes('node_modules')) return undefined;
      return { path: `../packages/${file}.js`, external: true };
    });
  },
};

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  supported: { 'dynamic-import': false },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const folders = ['lib', 'imports', 'cli', 'packages'];

async function main(): Promise<void> {
  for (const folder of folders) rmSync(join(out, folder), { recursive: true, force: true });
  runNode([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  await Promise.all([buildCommand(), buildLibrary(), buildImports(), buildPackages()]);
  runNode([join(root, 'scripts', 'bundle-page.cjs'), join(out, 'cli', 'bundle.min.js')]); // beside the command, whose `pageScript` reads it
  writeLicences();
  for (const [name, entry] of Object.entries(entries)) writeEntry(name, join(out, `${entry}.js`));
  const size = folders.reduce((sum, folder) => sum + sizeOf(join(out, folder)), 0);
  console.log(`build: ${size.toFixed(1)} MB`);
}

function runNode(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}\n${stdout}${stderr}`);
}

/** Of every package that is in a file: its licence has to come along. */
const bundled = new Map<string, string>();

async function bundle(options: BuildOptions): Promise<void> {
  const { metafile } = await build({ ...common, ...options, metafile: true, absWorkingDir: root });
  for (const input of Object.keys(metafile?.inputs ?? {})) {
    const [folder, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
    if (folder && name) bundled.set(name, join(root, folder));
  }
}

function writeLicences(): void {
  const texts = [...bundled].sort().map(([name, folder]) => {
    const { version, license } = require(join(folder, 'package.json')) as { version: string; license: string };
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'The package has no text of it.'}\n`;
  });
  writeFileSync(
    join(out, 'licenses.txt'),
    `The files of this folder contain parts of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`,
  );
}

async function buildCommand(): Promise<void> {
  await bundle({
    entryPoints: [join(root, 'lib/cli/index.ts')],
    outfile: join(out, 'cli', 'mesh.js'),
    plugins: [packagesOutside],
  });
  await build({ ...common, bundle: false, entryPoints: [join(root, 'lib/cli/bin.ts')], outfile: join(out, 'cli', 'bin.js') });
}

/** One file for all entries, so that a class is the same class whichever way it was imported. Each entry is loaded when it is asked for. */
async function buildLibrary(): Promise<void> {
  const contents = Object.entries(entries)
    .map(([name, entry]) => `exports.${name} = () => require('./${entry}');`)
    .join('\n');
  await bundle({
    stdin: { contents, resolveDir: root, loader: 'js' },
    outfile: join(out, 'lib', 'meshwright.js'),
    minifyIdentifiers: false,
    external: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
    plugins: [importsOutside, packagesOutside],
  });
}

/** The generated classes are files of their own, which `meshwright/imports/…` names. */
const importsOutside: Plugin = {
  name: 'imports outside',
  setup({ onResolve }) {
    onResolve({ filter: /\/imports\/[^/]+$/ }, ({ path }) => ({ path: `../imports/${path.split('/').at(-1)}.js`, external: true }));
  },
};

async function buildPackages(): Promise<void> {
  for (const [file, names] of Object.entries(packages)) {
    const contents = `module.exports = Object.assign({}, ${names.map((name) => `require('${name}')`).join(', ')});`;
    await bundle({ stdin: { contents, resolveDir: root, loader: 'js' }, outfile: join(out, 'packages', `${file}.js`) });
  }
}

async function buildImports(): Promise<void> {
  const entryPoints = readdirSync(join(root, 'imports'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, 'imports', file));
  await build({ ...common, bundle: false, minifyIdentifiers: false, entryPoints, outdir: join(out, 'imports') });
}

/** The names stand in the file as text, for programs that import it as an ES module. */
function writeEntry(name: string, file: string): void {
  const names = name === 'jest' ? namesByType() : Object.keys(require(join(root, entries[name as keyof typeof entries])));
  const library = name === 'jest' ? '../meshwright.js' : './meshwright.js';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `module.exports = require('${library}').${name}();\n0 && (module.exports = { ${names.join(', ')} });\n`);
}

/** Its matchers extend jest's `expect`, which only a test has. */
function namesByType(): string[] {
  return ['Mesh', 'GatewayRouter', 'SidecarRouter', 'GET', 'POST', 'request'];
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(folder, file)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
