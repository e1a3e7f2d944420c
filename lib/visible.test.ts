import { harmless, shortened, visible } from './visible';

test.each([
  ['a\u001b[31mb', 'a\\u001b[31mb'],
  ['a\r\n::error::b', 'a\\r\\n::error::b'],
  ['\u009b2J\u007f\u2028\u202e\u2066', '\\u009b2J\\u007f\\u2028\\u202e\\u2066'],
  ['é 日本 😀', 'é 日本 😀'],
  ['half \ud800', 'half \\ud800'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('output keeps its own lines and colours, and JSON its meaning', () => {
  expect(harmless('\u001b[31mred\u001b[39m\n\tx\r\u001b[2Kdone')).toBe('\u001b[31mred\u001b[39m\n\tx\r\u001b[2Kdone');
  expect(harmless('a\u001b]0;title\u0007b\rc')).toBe('a\\u001b]0;title\\u0007b\\u000dc');
  const value = { a: 'x\u009b\u202e\u007f' };
  expect(JSON.parse(harmless(JSON.stringify(value)))).toEqual(value);
});

test('a long text is cut in its middle', () => {
  expect(shortened('abc', 3)).toBe('abc');
  expect(shortened('x'.repeat(100), 10)).toBe('xxxxx… (90 characters) …xxxxx');
});
