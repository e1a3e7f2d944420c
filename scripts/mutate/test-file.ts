import { jestExpect } from '@jest/expect';
import { addEventHandler, afterAll, afterEach, beforeAll, beforeEach, describe, getState, it, resetState, run, test } from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import { SnapshotState } from 'jest-snapshot';

const { resolveSnapshotPath } = require('../snapshot-resolver.cjs') as { resolveSnapshotPath(test: string, extension: string): string };

/** What became of one test. */
export interface TestOutcome {
  /** Its place in the file. */
  readonly index: number;
  readonly name: string;
  /** The name of the `describe` block that it stands in; `''`: none. */
  readonly block: string;
  readonly milliseconds: number;
  readonly failed: boolean;
}

/** What a run of a file's tests tells while it goes on. */
interface Watcher {
  /** The tests to run, by place; undefined: all. */
  readonly only?: ReadonlySet<number>;
  readonly stopAtFailure?: boolean;
  started?(index: number): void;
  ended?(outcome: TestOutcome): void;
}

type Entry = ReturnType<typeof getState>['rootDescribeBlock']['children'][number];
type TestEntry = Extract<Entry, { type: 'test' }>;

const mocker = new ModuleMocker(globalThis as never);
const jestObject = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  requireActual: require,
};
let watcher: Watcher = {};
let places = new Map<unknown, number>();

/** Gives this process the globals of a test file: those of jest, with its own runner and matchers. */
export function becomeTestProcess(): void {
  process.env.NODE_ENV = 'test';
  (globalThis as { [key: symbol]: unknown })[Symbol.for('TEST_TIMEOUT_SYMBOL')] = 60_000;
  Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect: jestExpect, it, jest: jestObject, test });
  addEventHandler((event: { readonly name: string; readonly test?: TestEntry }) => {
    if (event.test && event.name === 'test_start') start(event.test);
    if (event.test && event.name === 'test_done') end(event.test);
  });
}

/** Loads a file of tests anew and runs them, in this process and with the modules that are already loaded. */
export async function runTestFile(file: string, given: Watcher = {}): Promise<void> {
  resetState();
  watcher = given;
  const snapshotState = new SnapshotState(resolveSnapshotPath(file, '.snap'), {
    updateSnapshot: 'none',
    prettierPath: null,
    rootDir: process.cwd(),
    snapshotFormat: { escapeString: false, printBasicPrototype: false },
  });
  jestExpect.setState({ ...{ snapshotState }, testPath: file, currentTestName: undefined });
  delete require.cache[file];
  require(file);
  const tests = testsOf(getState().rootDescribeBlock);
  places = new Map(tests.map((each, index) => [each, index]));
  if (given.only) for (const [index, each] of tests.entries()) if (!given.only.has(index)) each.mode = 'skip';
  await run();
  mocker.restoreAllMocks();
}

function testsOf(entry: Entry): TestEntry[] {
  return entry.type === 'test' ? [entry] : entry.children.flatMap(testsOf);
}

function start(each: TestEntry): void {
  jestExpect.setState({ currentTestName: nameOf(each), suppressedErrors: [] });
  watcher.started?.(places.get(each) ?? 0);
}

function end(each: TestEntry): void {
  if (each.mode === 'skip' || each.mode === 'todo') return;
  // a snapshot that differs does not throw: jest's own environment adds such errors at the end of a test too
  const failed = each.errors.length + jestExpect.getState().suppressedErrors.length > 0;
  watcher.ended?.({
    index: places.get(each) ?? 0,
    name: nameOf(each),
    block: namesAround(each).join(' '),
    milliseconds: each.duration ?? 0,
    failed,
  });
  if (failed && watcher.stopAtFailure) for (const other of places.keys()) (other as TestEntry).mode = 'skip';
}

/** As jest names it: the names of what it stands in first. */
function nameOf(each: TestEntry): string {
  return [...namesAround(each), each.name].join(' ');
}

function namesAround(each: TestEntry): string[] {
  const names: string[] = [];
  for (let block: Entry['parent'] = each.parent; block?.parent; block = block.parent) names.unshift(block.name);
  return names;
}
