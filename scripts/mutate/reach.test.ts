import { Reach } from './reach';
import { Scores } from './report';

const root = process.cwd();
const mutant = (id: string, room = 'route') => ({
  id,
  file: `${root}/lib/${room}/a/code.ts`,
  line: 1,
  column: 1,
  replacement: 'x',
  kind: 'k',
});
const ran = (index: number, reached: string[], rest = {}) => ({
  index,
  name: `test ${index}`,
  block: '',
  milliseconds: 10,
  failed: false,
  reached,
  ...rest,
});

const files = ['check/far', 'route/near', 'route/a/code'].map((name) => `${root}/lib/${name}.test.ts`);
const reach = new Reach(
  files,
  [
    { tests: [ran(0, ['1'])], around: [] },
    { tests: [ran(0, ['1']), ran(1, ['2']), ran(2, ['1'], { failed: true })], around: ['4'] },
    { tests: [ran(0, []), ran(1, ['1', '3'])], around: [] },
  ],
  new Set(['3', '6', '7']),
  ['1', '2', '3', '4', '6'].map((id) => mutant(id)),
);

test('a mutant is tried with the tests that reach it, those beside it first', () => {
  expect(reach.trial(mutant('1'))).toEqual({
    mutant: '1',
    isStatic: false,
    plan: [
      { file: files[2], tests: [1] },
      { file: files[1], tests: [0] },
      { file: files[0], tests: [0] },
    ],
  });
  expect(reach.trial(mutant('3')).isStatic).toBe(true);
  expect(reach.trial(mutant('5')).plan).toEqual([]);
});

test('what runs only while the code is loaded is tried with the tests that reach something else of its file', () => {
  expect(reach.trial(mutant('6'))).toMatchObject({ isStatic: true, plan: [{ tests: [1] }, { tests: [0, 1] }, { tests: [0] }] });
});

test('a file that runs only while it is loaded is tried with every test, those beside it first', () => {
  const other = { ...mutant('7'), file: `${root}/lib/route/a/table.ts` };
  expect(reach.trial(other).plan.map(({ file }) => file)).toEqual([files[2], files[1], files[0]]);
});

test('what runs while a file of tests is loaded is tried with all of its tests that hold', () => {
  expect(reach.trial(mutant('4')).plan).toEqual([{ file: files[1], tests: [0, 1] }]);
});

test('tests of one `describe` block are tried together, since they may share what the first of them computed', () => {
  const tests = [ran(0, ['1'], { block: 'a' }), ran(1, [], { block: 'a' }), ran(2, [], { block: 'b' })];
  const inBlocks = new Reach([files[0] ?? ''], [{ tests, around: [] }], new Set(), [mutant('1')]);
  expect(inBlocks.trial(mutant('1')).plan).toEqual([{ file: files[0], tests: [0, 1] }]);
});

test('the tests of one mutant take four seconds, and the last of them may take longer', () => {
  const runs = [3000, 2000, 10].map((milliseconds) => ({ tests: [ran(0, ['1'], { milliseconds })], around: [] }));
  const slow = new Reach(files, runs, new Set(), [mutant('1')]);
  expect(slow.trial(mutant('1')).plan.map(({ file }) => file)).toEqual([files[2], files[1], files[0]]);
  const slower = new Reach(files, [...runs.slice(0, 1), ...runs.slice(0, 1), ...runs.slice(0, 1)], new Set(), [mutant('1')]);
  expect(slower.trial(mutant('1')).plan.map(({ file }) => file)).toEqual([files[2], files[1]]);
});

test('a test that fails without a mutant is left out, and counted', () => {
  expect([reach.tests, [...reach.leftOut]]).toEqual([5, [['lib/route/near.test.ts', 1]]]);
});

test('each folder counts by all of its mutants, tried or not', () => {
  const all = [mutant('1'), mutant('2'), mutant('3'), mutant('4', 'mesh')];
  const scores = new Scores(
    [
      { mutant: mutant('1'), isReached: true, killedBy: 'test 0' },
      { mutant: mutant('4', 'mesh'), isReached: false },
    ],
    all,
  );
  expect(scores.overall()).toBe(75);
  expect(scores.table().split('\n').slice(2)).toEqual([
    '| lib/route | 3 | 1 | 1 | 0 | 0 | 100.0 % |',
    '| lib/mesh | 1 | 1 | 0 | 0 | 1 | 0.0 % |',
    '| all | 4 | 2 | 1 | 0 | 1 | 75.0 % |',
  ]);
});
