import { count } from './count';

test.each([undefined, 0, 1, 2 ** 31 - 1])('%j is a count', (value) => expect(count(value, 'maxRetries')).toBe(value));

test.each([-1, 0.5, 2 ** 31, Number.NaN])('%j is none', (value) => {
  expect(() => count(value, 'maxRetries')).toThrow(`CountRange: maxRetries is a whole number from 0 to 2147483647, got \`${value}\``);
});
