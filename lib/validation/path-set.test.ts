import fc from 'fast-check';
import type { FieldPath } from '../manifest/manifest';
import { PathSet } from './path-set';

const path = fc.array(fc.oneof(fc.constantFrom('a', 'b', '0'), fc.constantFrom(0, 1)), { maxLength: 4 });

const leadsTo = (one: FieldPath, other: FieldPath) => one.length <= other.length && one.every((step, index) => step === other[index]);

test('answers as comparing with each path of the set would', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 6 }), path, (paths, asked) => {
      const set = new PathSet(paths);
      expect(set.has(asked)).toBe(paths.some((one) => leadsTo(one, asked) && leadsTo(asked, one)));
      expect(set.hasAtOrAbove(asked)).toBe(paths.some((one) => leadsTo(one, asked)));
      expect(set.hasAtOrBelow(asked)).toBe(paths.some((one) => leadsTo(asked, one)));
    }),
    { numRuns: 500, seed: 19 },
  );
});
