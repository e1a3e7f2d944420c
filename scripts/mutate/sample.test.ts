import { sample } from './sample';

const numbers = Array.from({ length: 1000 }, (_, index) => index);
const text = String;

test('a sample is as large as asked, in order, and the same for the same seed', () => {
  const some = sample(numbers, 50, { seed: 1, text });
  expect(some).toHaveLength(50);
  expect(some).toEqual([...some].sort((a, b) => a - b));
  expect(sample(numbers, 50, { seed: 1, text })).toEqual(some);
  expect(sample(numbers, 50, { seed: 2, text })).not.toEqual(some);
  expect(sample(numbers, 2000, { seed: 1, text })).toEqual(numbers);
});

test('values that come or go change few of the others', () => {
  const before = sample(numbers, 100, { seed: 1, text });
  const after = sample(numbers.slice(100), 100, { seed: 1, text });
  expect(before.filter((value) => value >= 100 && !after.includes(value))).toEqual([]);
});

test('equal values are chosen apart', () => {
  expect(sample(['a', 'a', 'a'], 2, { seed: 1, text })).toEqual(['a', 'a']);
});
