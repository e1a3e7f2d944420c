import { changedSums, mergeSums, verifySums } from './sums';

const fix = '\n    fix: if `versions.json` or `imports/sources.json` changed, run `npm run import -- --update`';

test('two sources of one module share its entry', () => {
  expect(
    mergeSums([
      ['b@v1', 'h1:b'],
      ['a@v1', { x: '1' }],
      ['a@v1', { y: '2' }],
    ]),
  ).toEqual({ 'a@v1': { x: '1', y: '2' }, 'b@v1': 'h1:b' });
});

test.each([
  ['a file that changed', { x: '2' }, { x: '1' }, 'imports/sums.json pins a@v1 x to 1, got 2'],
  ['a file that is new', { x: '1', y: '2' }, { x: '1' }, 'imports/sums.json has no checksum of a@v1 y'],
  ['a module that changed', 'h1:b', 'h1:a', 'imports/sums.json pins a@v1 to h1:a, got h1:b'],
  ['a version that is new', 'h1:b', undefined, 'imports/sums.json has no checksum of a@v1'],
])('rejects %s', (_, got, expected, message) => {
  expect(() => verifySums('a@v1', got, expected)).toThrow(message + fix);
});

test('accepts what is pinned, more being pinned than this source reads', () => {
  verifySums('a@v1', { x: '1' }, { x: '1', y: '2' });
  verifySums('a@v1', 'h1:a', 'h1:a');
});

test('lists what a new version changed', () => {
  const before = { 'a/v2@v1': { x: '1', y: '1', z: '1' }, 'b@v1': 'h1:b', 'same@v1': { x: '1' } };
  const after = { 'a/v2@v2': { w: '1', x: '1', y: '2' }, 'b@v1': 'h1:c', 'new@v1': 'h1:n', 'same@v1': { x: '1' } };
  expect(changedSums(before, after)).toEqual([
    'a/v2@v1 -> a/v2@v2: 2 of 3 files changed',
    '  + w',
    '  ~ y',
    '  - z',
    'b@v1 -> b@v1: 1 of 1 modules changed',
    '  ~ the module',
    'new@v1: new',
  ]);
});

test('a new version that changed no file is listed, too', () => {
  expect(changedSums({ 'a@v1': { x: '1' } }, { 'a@v2': { x: '1' } })).toEqual(['a@v1 -> a@v2: 0 of 1 files changed']);
});
