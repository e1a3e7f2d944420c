import fc from 'fast-check';
import { RE2JS } from 're2js';
import {
  anyString,
  divide,
  endingWith,
  exactly,
  Inexpressible,
  type Language,
  matching,
  rewritten,
  shortest,
  startingWith,
} from './automaton';

const regexes = [
  '/v\\d+/.*',
  '(?i)/a|b',
  '^/a$',
  '[^a]+',
  '(ab)*',
  'a{2,3}b?',
  '.*b.*',
  '(?:a|b)+/',
  'x?y?a',
  '\\w+',
  'a.b',
  '$',
  '(?i)K+',
];
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '/', 'v', '1', 'x', '.', 'k', 'K'), maxLength: 6 });

/** Does a language hold a string, by its automaton alone? */
function holds(language: Language, value: string): boolean {
  return divide([language], exactly(value)).classes[0]?.signature === 1n;
}

test.each(regexes)('holds the strings that RE2 matches by %s', (regex) => {
  const compiled = RE2JS.compile(regex);
  fc.assert(
    fc.property(text, (value) => holds(matching(regex), value) === compiled.matches(value)),
    { numRuns: 25 },
  );
});

test('knows the languages that need no expression', () => {
  const rewrite = rewritten('/shop', '/', startingWith('/admin'));
  fc.assert(
    fc.property(text, text, (value, part) => {
      expect(holds(startingWith(part), value)).toBe(value.startsWith(part));
      expect(holds(endingWith(part), value)).toBe(value.endsWith(part));
      expect(holds(anyString({ empty: false }), value)).toBe(value !== '');
      expect(holds(rewritten(part, '/b', startingWith('/ba')), value)).toBe(
        value.startsWith(part) && `/b${value.slice(part.length)}`.startsWith('/ba'),
      );
    }),
    { numRuns: 25 },
  );
  expect(holds(rewrite, '/shopadmin/x')).toBe(true);
  expect(holds(rewrite, '/shop/admin')).toBe(false);
});

test('divides strings into every class that there is, each with its shortest string', () => {
  const { classes, complete } = divide([exactly('/user'), startingWith('/user/'), startingWith('/us')], matching('/[a-z/]*'));
  expect(complete).toBe(true);
  expect(classes.map(({ signature, witnesses }) => [signature, witnesses[0]])).toEqual([
    [0n, '/'],
    [4n, '/us'],
    [5n, '/user'],
    [6n, '/user/'],
  ]);
});

test('finds the class of every random string', () => {
  const languages = [...regexes.map(matching), startingWith('/a'), endingWith('b')];
  const tests = [...regexes.map((regex) => RE2JS.compile(regex)), RE2JS.compile('/a.*'), RE2JS.compile('.*b')];
  const { classes } = divide(languages, anyString());
  const known = new Set(classes.map(({ signature }) => signature));
  fc.assert(
    fc.property(text, (value) => {
      const signature = tests.reduce((bits, compiled, bit) => (compiled.matches(value) ? bits | (1n << BigInt(bit)) : bits), 0n);
      return known.has(signature);
    }),
    { numRuns: 200 },
  );
});

test('says what it cannot express, and what is too large', () => {
  expect(() => shortest(matching('a\\bb'))).toThrow(Inexpressible);
  const wide = Array.from({ length: 15 }, (_, index) => matching(`.*a.{${index}}b.*`));
  expect(divide(wide, matching('[ab]*')).complete).toBe(false);
});
