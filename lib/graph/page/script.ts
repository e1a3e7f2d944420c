import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a build of the package puts the bundle. */
const built = join(__dirname, 'bundle.min.js');
/** What makes it in a clone, which has the bundler among its development dependencies. */
const bundler = join(__dirname, '..', '..', '..', 'scripts', 'bundle-page.cjs');

/** The script of the page: its client, the evaluator and the layout in one text. A package has it built; a clone builds it when it is asked for. */
export function pageScript(): string {
  if (existsSync(built)) return readFileSync(built, 'utf8');
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [bundler], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`the script of the page was not bundled: ${error?.message ?? stderr}`);
  return stdout;
}
