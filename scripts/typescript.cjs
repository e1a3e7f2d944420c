/**
 * Lets node run TypeScript: `node --require ./scripts/typescript.cjs main.ts`. Types are not checked (`npm run check:types` is for
 * that); each file is compiled by swc once and kept under `build/` by the hash of its name and text, so that a second run starts at once,
 * that of a copy of the tree too.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { _extensions: extensions } = require('node:module');
const { basename, join } = require('node:path');

const cache = join(__dirname, '..', 'build', 'swc');
const options = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

extensions['.ts'] = (module, file) => {
  const text = readFileSync(file, 'utf8');
  const name = basename(file);
  const kept = join(cache, `${createHash('sha1').update(name).update('\0').update(text).digest('hex')}.js`);
  module._compile(read(kept) ?? compile(name, text, kept), file);
};

/** What is thrown while files are still being loaded is shown as any error of a synth is. */
process.on('uncaughtException', (error) => {
  const { errorText } = require('../lib/synth/error-text');
  process.stderr.write(errorText(error));
  process.exit(1);
});

function read(kept) {
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that a run beside this one never reads half a file. */
function compile(filename, text, kept) {
  const { code } = require('@swc/core').transformSync(text, { ...options, filename, swcrc: false });
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}
