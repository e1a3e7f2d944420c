import { corpusFile, judgeSet, readSets } from './sets-corpus';
import { testWhere } from './test-where';

const cases = readSets();

/** Why the two differ stands in docs/checks.md. */
const explained: ReadonlySet<string> = new Set(['A/grid/EnvoyFilterUsesAddOperation']);

testWhere(corpusFile)("sets of files: the codes of Istio's analyzers, no more and no less (needs ../shared/corpus/checks)", () => {
  const differing = (cases ?? []).filter((one) => {
    const { missing, extra } = judgeSet(one);
    return missing.length + extra.length > 0;
  });
  expect(differing.map(({ id }) => id).filter((id) => !explained.has(id))).toEqual([]);
});
