import fc from 'fast-check';
import { FieldReader } from '../../../../manifest/field';
import { CoveringMatches } from './covering-matches';
import { matchCovers } from './route-coverage';

const path = fc.stringMatching(/^\/[ab]{0,3}$/);
const text = fc.oneof(
  fc.record({ exact: fc.constantFrom('', 'a', 'ab', 'b') }),
  fc.record({ prefix: fc.constantFrom('', 'a', 'ab') }),
  fc.record({ regex: fc.constantFrom('.*', 'a') }),
  fc.constant({}),
);
const uri = fc.oneof(
  fc.record({ exact: path }),
  fc.record({ prefix: path }),
  fc.record({ regex: fc.constantFrom('.*', '/.*', '/a.*', '/ab*', '/a{2}', '/(a|b)', '/a|/b', '(?i)/A', '\\/a', '/a?b') }),
  fc.constant({}),
);
const mapping = fc.dictionary(fc.constantFrom('x', 'y'), text, { maxKeys: 2 });
const match = fc.option(
  fc.record(
    { uri, headers: mapping, queryParams: mapping, method: text, ignoreUriCase: fc.boolean(), port: fc.constantFrom(80, undefined) },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);

test('finds the earliest match that covers, as comparing with each would', () => {
  fc.assert(
    fc.property(fc.array(match, { maxLength: 12 }), match, (outers, asked) => {
      const readers = outers.map((outer) => outer && new FieldReader(outer));
      const inner = asked && new FieldReader(asked);
      const covering = new CoveringMatches();
      for (const [place, reader] of readers.entries()) covering.add(reader, place);
      const expected = readers.findIndex((reader) => matchCovers(reader, inner));
      expect(covering.covering(inner)?.place ?? -1).toBe(expected);
    }),
    { numRuns: 2000, seed: 19 },
  );
});
