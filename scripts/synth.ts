import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * `npm run synth`: checks the types, then writes `dist`, and the picture of it in the README if anything in `dist` is another. `-- --all`
 * writes all output that is committed: that of each example too, and every picture. `-- --env prod` writes that environment alone;
 * `--no-types` leaves the types to `npm run check:types`; `--watch` writes `dist` after each save.
 */
const root = join(__dirname, '..');
const pictures = 'scripts/pictures.ts';

async function synthesize(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write('npm run synth [-- --env <name>] [-- --all] [-- --no-types] [-- --watch]\n');
    return 0;
  }
  if (args.includes('--watch')) {
    const { synthesizeAfterEachSave }: typeof import('./synth-watch') = require('./synth-watch');
    synthesizeAfterEachSave(args.filter((arg) => arg !== '--watch' && arg !== '--no-types'));
    return 0;
  }
  if (!args.includes('--no-types') && (await ended(checkTypes())) !== 0) {
    process.stderr.write(
      'error: the types are wrong, so nothing was written\n  fix: correct the lines above, or `npm run synth -- --no-types`\n',
    );
    return 1;
  }
  const own = args.filter((arg) => arg !== '--no-types' && arg !== '--all');
  const before = manifests();
  const code = await ended(run('main.ts', own));
  if (code !== 0 || own.length > 0) return code;
  const steps = args.includes('--all') ? allElse() : manifests() === before ? [] : [[pictures, 'docs/mesh.svg'] as const];
  for (const [main, ...given] of steps) {
    const failed = await ended(run(main, given));
    if (failed !== 0) return failed;
  }
  return 0;
}

/** A file to run, and its arguments. */
type Step = readonly [main: string, ...args: string[]];

function allElse(): Step[] {
  return [...examples().map((main): Step => [main]), [pictures]];
}

/** All that `dist` holds, in one text. */
function manifests(): string {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return '';
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files
    .sort()
    .map((file) => `${file}\n${readFileSync(join(dist, file), 'utf8')}`)
    .join('');
}

/** Incremental, so that only what changed since the last time is looked at. */
function checkTypes(): ChildProcess {
  const info = join(root, 'build', 'types.tsbuildinfo');
  return spawn(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '--incremental', '--tsBuildInfoFile', info], {
    cwd: root,
    stdio: 'inherit',
  });
}

function run(main: string, args: readonly string[]): ChildProcess {
  const loader = join(root, 'scripts', 'typescript.cjs');
  const env = { ...process.env, CDK8S_OUTDIR: join(dirname(main), 'dist') }; // where an app goes that names no folder
  return spawn(process.execPath, ['--enable-source-maps', '--require', loader, main, ...args], { cwd: root, stdio: 'inherit', env });
}

function examples(): string[] {
  const all = readdirSync(join(root, 'examples')).map((name) => join('examples', name, 'main.ts'));
  return all.filter((main) => existsSync(join(root, main))).sort();
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

synthesize(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    process.exitCode = 2;
  },
);
