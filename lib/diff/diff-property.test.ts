import fc from 'fast-check';
import { wrongOf } from './law.test.helper';
import { meshPairs } from './pairs.test.helper';

const isLong = process.env.FUZZ_RUNS !== undefined;
/** Pairs of meshes, and random requests of each. */
const runs = { pairs: isLong ? Number(process.env.FUZZ_RUNS) / 100 : 6, requests: isLong ? 10_000 : 150 };

test('every request that is answered otherwise lies in exactly one reported class, and every witness is answered otherwise', () => {
  fc.assert(
    fc.property(meshPairs, fc.integer({ min: 1, max: 2 ** 30 }), (pair, seed) => {
      expect(wrongOf(pair, seed, runs.requests)).toBeUndefined();
    }),
    { numRuns: runs.pairs },
  );
});
