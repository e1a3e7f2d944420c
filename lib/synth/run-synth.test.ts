import { relative } from 'node:path';
import { ConstructError } from '../errors';
import { runSynth } from './run-synth';
import type { SynthSummary } from './synth-summary';

let printed: Record<'stdout' | 'stderr', string>;
beforeEach(() => {
  printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += text;
      return true;
    });
  }
});
const { exitCode } = process;
const { stackTraceLimit } = Error;
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = exitCode;
  Error.stackTraceLimit = stackTraceLimit;
});

const summary: SynthSummary = { files: 2, objects: 3, warnings: 0, kept: [], folder: `${process.cwd()}/out/dist` };

test.each<[what: string, parts: Partial<SynthSummary>, line: string]>([
  ['nothing to say', {}, 'wrote 2 files, 3 objects, no findings, to out/dist'],
  ['one warning', { warnings: 1 }, 'wrote 2 files, 3 objects, 1 warning, to out/dist'],
  ['warnings', { warnings: 2 }, 'wrote 2 files, 3 objects, 2 warnings, to out/dist'],
  ['the working directory itself', { folder: process.cwd() }, `wrote 2 files, 3 objects, no findings, to ${process.cwd()}`],
  ['a folder elsewhere', { folder: '/dist' }, `wrote 2 files, 3 objects, no findings, to ${relative(process.cwd(), '/dist')}`],
  [
    'files that are kept',
    { kept: ['a', 'b', 'c'] },
    'wrote 2 files, 3 objects, no findings, to out/dist; kept a, b, c, which synth did not write',
  ],
  [
    'many files that are kept',
    { kept: ['a', 'b', 'c', 'd'] },
    'wrote 2 files, 3 objects, no findings, to out/dist; kept a, b, c …, which synth did not write',
  ],
])('one line says what was written: %s', (_, parts, line) => {
  runSynth(() => ({ synth: () => ({ ...summary, ...parts }) }));
  expect(printed).toEqual({ stdout: `${line}\n`, stderr: '' });
  expect(process.exitCode).toBe(exitCode);
});

test.each<[when: string, fail: (act: () => never) => { synth(): SynthSummary }]>([
  ['declaring', (act) => act()],
  ['synthesizing', (act) => ({ synth: act })],
])('an error while %s is shown, and the exit code is 1', (_, fail) => {
  runSynth(() =>
    fail(() => {
      const error = new ConstructError('SplitWeights', 'weights add up to 100');
      error.stack = '';
      throw error;
    }),
  );
  expect(printed).toEqual({ stdout: '', stderr: 'error[SplitWeights]: weights add up to 100\n' });
  expect(process.exitCode).toBe(1);
});

test.each([
  [10, 50],
  [80, 80],
])('stacks are at least long enough to reach the user’s own file: of %i calls, %i', (before, during) => {
  Error.stackTraceLimit = before;
  runSynth(() => ({ synth: () => summary }));
  expect(Error.stackTraceLimit).toBe(during);
});
