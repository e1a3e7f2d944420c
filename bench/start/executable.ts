import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What writes a blob into a copy of Node. It is used for this comparison alone, so it is no dependency. Source: Node.js, "Single executable applications". */
const postject = 'postject@1.0.0-alpha.6';
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The command as a single executable, to be weighed against the package: Node itself with the bundled command and its compiled code inside. */
export interface Executable {
  readonly program: string;
  /** In megabytes, without the schemas and packages beside it. */
  readonly size: number;
}

/**
 * Makes it in an empty folder from what `npm run build` wrote.
 *
 * @throws Error where a step fails, such as the download of `postject`
 */
export function makeExecutable(root: string, folder: string): Executable {
  for (const part of ['build/cli', 'build/packages', 'imports/schemas', 'lib/check/rules', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  const program = join(folder, 'build', 'cli', 'mesh');
  mkdirSync(join(folder, 'blob'));
  const [main, config, blob] = ['main.js', 'config.json', 'mesh.blob'].map((name) => join(folder, 'blob', name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(main, wrapped(readFileSync(join(root, 'build', 'cli', 'mesh.js'), 'utf8')));
  writeFileSync(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true }));
  run(process.execPath, ['--experimental-sea-config', config]);
  copyFileSync(process.execPath, program);
  chmodSync(program, 0o755);
  run('npx', ['--yes', postject, program, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse]);
  return { program, size: statSync(program).size / 1e6 };
}

/** An executable has a `require` of Node's own modules alone: the bundle gets one that finds the files beside it. */
function wrapped(bundle: string): string {
  return `const own = require('node:module').createRequire(process.execPath);
const loaded = { exports: {} };
(function (require, __dirname, module, exports) { ${bundle}
})(own, require('node:path').dirname(process.execPath), loaded, loaded.exports);
loaded.exports.runProcess();
`;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}\n${stderr}`);
}
