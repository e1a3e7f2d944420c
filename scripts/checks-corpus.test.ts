import { join } from 'node:path';
import { agreement, corpusFolder, judge, readCases, sets } from './checks-corpus';
import { testWhere } from './test-where';

describe.each(['B', 'C', 'D'] as const)('set %s of objects', (set) => {
  testWhere(join(corpusFolder, sets[set]))('the checker says what the API server and istiod said (needs ../shared/corpus/checks)', () => {
    const cases = readCases(set) ?? [];
    expect(cases).not.toEqual([]);
    expect(cases.filter((each) => !agreement(each, judge(each.object)).all).map(({ id }) => id)).toEqual([]);
  });
});
