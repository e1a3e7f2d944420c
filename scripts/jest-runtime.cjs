const { AsyncLocalStorage } = require('node:async_hooks');
const { default: Runtime } = require('jest-runtime');
const { scriptOf, textOf } = require('./shared-code.cjs');

/** Those that were used since the last file of tests ended. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  storages.add(this);
  return run.apply(this, given);
};

/**
 * Jest loads every module anew for each file of tests, so that no file sees what another one left, and reads and compiles it anew each time,
 * which was two fifths of what a run cost. Here a worker reads and compiles a module once and runs the compiled code in the context of each
 * file: what is shared is code, never a value.
 */
class SharedCodeRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const { executor, fileCache } = this;
    fileCache.readFile = (file) => {
      if (!fileCache.strings.has(file)) fileCache.strings.set(file, textOf(file));
      return fileCache.strings.get(file);
    };
    const compile = executor.compile.bind(executor);
    executor.compile = (code, filename) => {
      const context = this._environment.getVmContext();
      if (context === null) return null;
      const script = scriptOf(code, filename, executor.injectedModuleParameters);
      return script ? script.runInContext(context) : compile(code, filename);
    };
  }

  /**
   * Jest's runner keeps the test that is running in an `AsyncLocalStorage` of its own for each file, and leaves it on: each promise of the
   * 150th file of a worker was entered in 150 of them, which was a fourteenth of what a run cost.
   */
  teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    return super.teardown();
  }
}

module.exports = { default: SharedCodeRuntime, __esModule: true };
