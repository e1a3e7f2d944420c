import fc from 'fast-check';
import { Duration } from './duration';

test.each([
  [Duration.seconds(10), '10s'],
  [Duration.seconds(0.3), '300ms'],
  [Duration.seconds(1.5), '1500ms'],
  [Duration.millis(250), '250ms'],
  [Duration.minutes(2), '120s'],
  [Duration.hours(1), '3600s'],
])('%s is written %s', (duration, text) => expect(`${duration}`).toBe(text));

test('what is written says the same length of time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), (millis) => {
      const [, amount, unit] = /^(\d+)(ms|s)$/.exec(Duration.millis(millis).toString()) ?? [];
      return Number(amount) * (unit === 's' ? 1000 : 1) === millis;
    }),
  );
});

test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%j milliseconds are refused', (millis) => {
  expect(() => Duration.millis(millis)).toThrow(expect.objectContaining({ errorName: 'DurationRange' }));
});
