import { re2, StringMatch } from './string-match';

test.each([
  [StringMatch.exactly('a'), { exact: 'a' }],
  [StringMatch.startsWith('a'), { prefix: 'a' }],
  [StringMatch.matches('a+'), { regex: 'a+' }],
])('%j', (match, spec) => expect(match.spec).toEqual(spec));

test('an empty text is nothing to match', () => {
  expect(() => StringMatch.exactly('')).toThrow(expect.objectContaining({ errorName: 'EmptyMatch' }));
});

test.each(['(?i)abc', '\\pN+', '[[:alpha:]]'])('%j is RE2', (regex) => expect(re2(regex)).toBe(regex));

test.each(['', '(?=a)', '(a)\\1', '(', '*'])('%j is not', (regex) => {
  expect(() => re2(regex)).toThrow(expect.objectContaining({ errorName: 'RegexForm' }));
});
