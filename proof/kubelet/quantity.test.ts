import { parseQuantity } from './quantity';

test.each([
  ['250m', 0.25],
  ['2', 2],
  ['0', 0],
  ['1.5', 1.5],
  ['64Mi', 67_108_864],
  ['1Gi', 1_073_741_824],
  ['128M', 128_000_000],
])('%s is %d', (text, number) => expect(parseQuantity(text)).toBe(number));

test.each(['', 'Mi', '5 Mi', '3x', '-1'])('`%s` is no quantity', (text) =>
  expect(() => parseQuantity(text)).toThrow(`\`${text}\` is not a quantity`),
);
