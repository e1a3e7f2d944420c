const { readFileSync, statSync } = require('node:fs');
const { Script } = require('node:vm');

/** By file: its text, and when and how long it was. */
const texts = new Map();

/** The text of a file, read again once it has changed, as it does while tests are watched. */
function textOf(file) {
  const { mtimeMs, size } = statSync(file);
  const known = texts.get(file);
  if (known?.mtimeMs === mtimeMs && known.size === size) return known.text;
  const text = readFileSync(file, 'utf8');
  texts.set(file, { mtimeMs, size, text });
  return text;
}

/** By file: the text it was compiled from, and the compiled code, which belongs to no context. */
const compiled = new Map();

/**
 * The compiled function of a module, to be run in any number of contexts.
 *
 * @returns undefined for what jest compiles itself: code that imports as it runs, and code with an error, which jest describes
 */
function scriptOf(code, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.code === code) return known.script;
  const script = /\bimport\s*\(|^#!/.test(code) ? undefined : compiledOf(code, filename, parameters);
  compiled.set(filename, { code, script });
  return script;
}

/** The head stands before the first column, so that every position is that of the module's own text. */
function compiledOf(code, filename, parameters) {
  const head = `(function (${parameters.join(', ')}) {`;
  try {
    return new Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
  } catch {
    return undefined;
  }
}

module.exports = { scriptOf, textOf };
