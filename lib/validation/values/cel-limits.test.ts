import { parse } from '@bufbuild/cel';
import { celTextProblem, celTreeProblem } from './cel-limits';

function isRejected(expression: string): boolean {
  if (celTextProblem(expression) !== undefined) return true;
  const { expr } = parse(expression);
  return celTreeProblem(expr) !== undefined;
}

const nested = (open: string, close: string) => (count: number) => `${open.repeat(count)}1${close.repeat(count)}`;
const chain = (first: string, more: string) => (count: number) => `${first}${more.repeat(count)}`;

// [form, how often it may be repeated: asked of cel-go v0.28.1]
test.each([
  ['f(', nested('f(', ')'), 249],
  ['(', nested('(', ')'), 249],
  ['[', nested('[', ']'), 249],
  ['{1:', nested('{1:', '}'), 249],
  ['-(', nested('-(', ')'), 249],
  ['[1+', nested('[1+', ']'), 124],
  ['(a||', nested('(a||', ')'), 249],
  ['a.m(', nested('a.m(', ')'), 249],
  ['a ? (', nested('a ? (', ') : c'), 249],
  ['a ? b :', (count: number) => `${'a ? b : '.repeat(count)}c`, 249],
  ['.b', chain('a', '.b'), 250],
  ['[0]', chain('a', '[0]'), 250],
  ['.f()', chain('a', '.f()'), 250],
  ['+', chain('1', ' + 1'), 250],
  ['*', chain('1', ' * 1'), 250],
  ['<', chain('a', ' < b'), 250],
])('%s', (_, form, most) => {
  expect([isRejected(form(most)), isRejected(form(most + 1))]).toEqual([false, true]);
});

test.each([
  ['a list', (count: number) => `[${'1,'.repeat(count)}1]`],
  ['alternatives of ||', chain('a', ' || b')],
  ['arguments', (count: number) => `f(${'1,'.repeat(count)}1)`],
  ['brackets in a text', (count: number) => `'${'('.repeat(count)}' == "${'['.repeat(count)}"`],
])('%s may be long', (_, form) => {
  expect(isRejected(form(2000))).toBe(false);
});

test('100,000 characters are the longest', () => {
  expect(celTextProblem(`${' '.repeat(99_999)}1`)).toBeUndefined();
  expect(celTextProblem(`${' '.repeat(100_000)}1`)).toBe('it is longer than 100000 characters');
  expect(celTextProblem(`'${'😀'.repeat(99_998)}'`)).toBeUndefined();
});
