import { type Candidate, smallestCover } from './smallest-cover';

const candidate = (group: number, covers: number[], cost = 1, groupCost = 10): Candidate => ({ group, covers, cost, groupCost });

test.each<[string, Candidate[], number[]]>([
  ['one that covers all', [candidate(0, [1]), candidate(1, [1, 2, 3]), candidate(2, [2])], [1]],
  ['the cheaper of two alike', [candidate(0, [1, 2], 5), candidate(1, [1, 2], 2)], [1]],
  ['another of a group that is paid for', [candidate(0, [1, 2, 3]), candidate(1, [4]), candidate(0, [4])], [0, 2]],
  ['none for nothing', [candidate(0, [])], []],
])('%s', (_, candidates, chosen) => {
  expect(smallestCover(candidates)).toEqual(chosen);
});

test('what is kept anyway is not covered again', () => {
  expect(smallestCover([candidate(0, [1, 2]), candidate(1, [1]), candidate(2, [3])], [1])).toEqual([1, 0, 2]);
});
