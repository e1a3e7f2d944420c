const { default: Runtime } = require('jest-runtime');
const { scriptOf } = require('./shared-code.cjs');

/**
 * Jest loads every module anew for each file of tests, so that no file sees what another one left, and compiles it anew each time, which
 * was a third of what a run cost. Here a worker compiles a module once and runs the compiled code in the context of each file: what is
 * shared is code, never a value.
 */
class SharedCodeRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    executor.compile = (code, filename) => {
      const context = this._environment.getVmContext();
      if (context === null) return null;
      const script = scriptOf(code, filename, executor.injectedModuleParameters);
      return script ? script.runInContext(context) : compile(code, filename);
    };
  }
}

module.exports = { default: SharedCodeRuntime, __esModule: true };
