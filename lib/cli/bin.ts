#!/usr/bin/env node
/*
 * What the installed `mesh` is: it runs the bundled command (`mesh.js` beside it), and keeps the code that the engine compiled for it, in the
 * user's cache folder. Compiling is a third of what a short run costs: 0.05 s of 0.20 s. Node 22 has this built in; for Node 20 it is the
 * twenty lines below. Nothing depends on the cache: without a place to write, every run compiles anew. `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

interface Bundle {
  runProcess(): void;
}

const bundle = join(__dirname, 'mesh.js');
const isOff = Boolean(process.env.NODE_DISABLE_COMPILE_CACHE);
const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };

/** A folder of the user alone: what is in it is run. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return join(XDG_CACHE_HOME || (process.platform === 'win32' && LOCALAPPDATA) || join(homedir(), '.cache'), 'meshwright', 'code');
}

function start(): void {
  if (!isOff && enableCompileCache) enableCompileCache(cacheFolder());
  const { runProcess } = (isOff || enableCompileCache ? require(bundle) : loadKept()) as Bundle;
  runProcess();
}

/** Loads the bundle as `require` would, with the code that an earlier run compiled. */
function loadKept(): object {
  const kept = join(cacheFolder(), keyOf());
  const cachedData = readIfThere(kept);
  // No `import()` is in it: the build makes them calls of `require`, as code run by this class has no loader for them.
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(bundle, 'utf8')}\n})`;
  const script = new Script(source, { filename: bundle, cachedData });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, nodeModule.createRequire(bundle), loaded, bundle, __dirname);
  // At the end, so that what this run compiled on its way is in it.
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => keep(kept, () => script.createCachedData()));
  return loaded.exports;
}

/** Another bundle, engine or processor has compiled code of its own. */
function keyOf(): string {
  const { size, mtimeMs } = statSync(bundle);
  return `${process.version}-${process.arch}-${size}-${mtimeMs}`;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that a run beside this one never reads half of it. */
function keep(file: string, data: () => Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}`, data(), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A cache that cannot be written is none.
  }
}

start();
