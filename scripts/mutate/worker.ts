/** A process that runs tests with a mutant switched on; `scripts/mutate.ts` starts it and asks. */
import { readFileSync } from 'node:fs';
import { Module } from 'node:module';
import { join } from 'node:path';
import { MutantSwitches } from './mutants';
import { becomeTestProcess, runTestFile, type TestOutcome } from './test-file';

/** Run the tests of a file without a mutant, and say which mutants each test reaches. */
export interface DryRun {
  readonly dryRun: string;
}

/** Does a test notice this mutant? */
export interface Trial {
  readonly mutant: string;
  /** It runs while the code is loaded, which is loaded anew therefore. */
  readonly isStatic: boolean;
  readonly plan: readonly { readonly file: string; readonly tests: readonly number[] }[];
}

export interface ReachedByFile {
  readonly tests: readonly (TestOutcome & { readonly reached: readonly string[] })[];
  /** Mutants that run while the file is loaded, or before and after its tests. */
  readonly around: readonly string[];
  readonly error?: string;
}

export interface Verdict {
  /** The test that notices the mutant; undefined: none does. */
  readonly killedBy?: string;
}

interface Loading extends NodeJS.Module {
  _compile(code: string, file: string): void;
}

require('../fast-check-seed.cjs');

const root = join(__dirname, '../..');
const switches = new MutantSwitches();

/** Files with mutants are loaded as they were instrumented; what they do while they are loaded is counted apart. */
function loadInstead(code: ReadonlyMap<string, string>): void {
  const { _extensions: extensions } = Module as unknown as { _extensions: Record<string, (module: Loading, file: string) => void> };
  const usual = extensions['.ts'];
  extensions['.ts'] = (module, file) => {
    const changed = code.get(file);
    if (changed === undefined) return usual?.(module, file);
    const name = switches.countUnder(undefined);
    module._compile(changed, file);
    switches.countUnder(name);
  };
}

/** The project's own modules are loaded anew from now on; what stands under `imports/` has no mutants and keeps nothing. */
function forgetModules(): void {
  for (const file of Object.keys(require.cache)) if (file.startsWith(join(root, 'lib/'))) delete require.cache[file];
}

async function dryRun(file: string): Promise<ReachedByFile> {
  const tests: (TestOutcome & { reached: readonly string[] })[] = [];
  let error: string | undefined;
  switches.countUnder('around');
  try {
    await runTestFile(file, {
      started: () => void switches.countUnder('test'),
      ended: (outcome) => {
        tests.push({ ...outcome, reached: switches.take('test') });
        switches.countUnder('around');
      },
    });
  } catch (thrown) {
    error = String(thrown);
  }
  switches.countUnder(undefined);
  return { tests, around: switches.take('around'), error };
}

async function attempt({ mutant, isStatic, plan }: Trial): Promise<Verdict> {
  const first = isStatic ? undefined : await noticed(mutant, plan);
  if (first && !(await failsAnyway(first))) return { killedBy: first.name };
  // What was computed before stays in the memory of modules: a mutant that survives is tried on modules that are loaded with it.
  forgetModules();
  const second = await noticed(mutant, plan);
  forgetModules();
  return second && !(await failsAnyway(second)) ? { killedBy: second.name } : {};
}

interface Failure {
  readonly file: string;
  readonly index: number;
  readonly name: string;
}

async function noticed(mutant: string | undefined, plan: Trial['plan']): Promise<Failure | undefined> {
  switches.activate(mutant);
  try {
    for (const { file, tests } of plan) {
      const failure = await firstFailure(file, new Set(tests));
      if (failure) return failure;
    }
    return undefined;
  } finally {
    switches.activate(undefined);
  }
}

async function firstFailure(file: string, only: ReadonlySet<number>): Promise<Failure | undefined> {
  let failure: Failure | undefined;
  try {
    await runTestFile(file, {
      only,
      stopAtFailure: true,
      ended: ({ failed, index, name }) => {
        if (failed) failure ??= { file, index, name };
      },
    });
  } catch (error) {
    failure ??= { file, index: -1, name: String(error) };
  }
  return failure;
}

/** A test that fails without the mutant too tells nothing: an earlier mutant left something wrong in the memory of a module. */
async function failsAnyway({ file, index }: Failure): Promise<boolean> {
  return (await firstFailure(file, new Set([index]))) !== undefined;
}

async function main(): Promise<void> {
  const [, , folder = ''] = process.argv;
  const code: [string, string][] = JSON.parse(readFileSync(join(folder, 'code.json'), 'utf8'));
  loadInstead(new Map(code));
  becomeTestProcess();
  for (const name of ['log', 'info', 'warn', 'error'] as const) console[name] = () => undefined;
  for (const [file] of code) require(file);
  process.on('message', async (asked: DryRun | Trial) => {
    process.send?.('dryRun' in asked ? await dryRun(asked.dryRun) : await attempt(asked));
  });
  process.send?.({ loaded: switches.loaded() });
}

void main();
