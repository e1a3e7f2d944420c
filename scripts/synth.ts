import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * `npm run synth`: checks the types, then writes all output that is committed: `dist`, that of each example, and the pictures of both.
 * `-- --no-examples` writes `dist` alone, and `-- --env prod` that environment alone; `--no-types` leaves the types to
 * `npm run check:types`; `--watch` writes `dist` after each save.
 */
const root = join(__dirname, '..');

async function synthesize(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write('npm run synth [-- --env <name>] [-- --no-examples] [-- --no-types] [-- --watch]\n');
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
  const own = args.filter((arg) => arg !== '--no-types' && arg !== '--no-examples');
  const code = await ended(run('main.ts', own));
  if (code !== 0 || own.length > 0 || args.includes('--no-examples')) return code;
  for (const main of [...examples(), 'scripts/pictures.ts']) {
    const failed = await ended(run(main, []));
    if (failed !== 0) return failed;
  }
  return 0;
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
