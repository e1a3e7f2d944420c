import { binomialInterval } from './binomial';

test.each([
  [1000, 0.1, [70, 132]],
  [10, 0.5, [0, 10]],
  [20, 0.5, [3, 17]],
  [100, 0, [0, 0]],
  [100, 1, [100, 100]],
] as const)('%d tries at %d', (times, share, interval) => expect(binomialInterval(times, share)).toEqual(interval));

test('the interval holds the expected number and narrows with the number of tries', () => {
  for (const times of [100, 1000, 10_000]) {
    const [least, most] = binomialInterval(times, 0.1);
    expect(least).toBeLessThan(times * 0.1);
    expect(most).toBeGreaterThan(times * 0.1);
    expect((most - least) / times).toBeLessThan(2.2 / Math.sqrt(times));
  }
});
