import { agreement, corpusFolder, judge, readCases } from './checks-corpus';

describe.each(['B', 'C', 'D'] as const)('set %s of judged objects', (set) => {
  const cases = readCases(set);
  if (cases === undefined) {
    test.skip(`no cases in ${corpusFolder}`, () => undefined);
    return;
  }

  test(`the checker says what the API server and istiod said (${cases.length} objects)`, () => {
    const wrong = cases.filter((each) => !agreement(each, judge(each.object)).all).map(({ id }) => id);
    expect(wrong).toEqual([]);
  });
});
