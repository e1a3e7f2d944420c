import { runMain } from 'node:module';
import { join, sep } from 'node:path';
import { watch } from '../lib/graph/page/watch';
import { errorText } from '../lib/synth/error-text';

const root = join(__dirname, '..');
/** What an app is declared in, and what it is declared with. */
const declared = ['main.ts', 'environments.ts', 'services'];
const library = ['lib', 'imports'];

/**
 * `npm run synth -- --watch`: writes `dist` now and after each save, in one process. Of a save of a declaration only the declarations are
 * loaded again: the library and its schemas stay, compiled, and so a save costs a fifth of what a synth from a cold start does.
 */
export function synthesizeAfterEachSave(args: readonly string[]): void {
  process.setSourceMapsEnabled(true);
  process.env.CDK8S_OUTDIR = 'dist';
  process.argv.splice(1, process.argv.length, join(root, 'main.ts'), ...args);
  watch(watched(declared), () => synthesize([...library, 'node_modules']));
  watch(watched(library), () => synthesize(['node_modules']));
  synthesize([]);
}

function watched(paths: readonly string[]) {
  return { paths: paths.map((path) => join(root, path)), takes: (file: string) => /(?<!\.test)\.ts$/.test(file), interval: 50 };
}

/** @param kept folders whose modules are not loaded again */
function synthesize(kept: readonly string[]): void {
  const start = performance.now();
  const folders = kept.map((folder) => join(root, folder) + sep);
  for (const file of Object.keys(require.cache)) {
    const isKept = folders.some((folder) => file.startsWith(folder)) || file.startsWith(join(root, 'scripts'));
    if (!isKept && kept.length > 0) delete require.cache[file];
  }
  process.exitCode = 0;
  try {
    (runMain as (file: string) => void)(join(root, 'main.ts'));
  } catch (error) {
    process.stderr.write(errorText(error)); // what is thrown while the file is loaded
  }
  process.stdout.write(`in ${Math.round(performance.now() - start)} ms; types are not checked; waiting for the next save (Ctrl-C ends)\n`);
}
