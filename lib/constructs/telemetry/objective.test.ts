import { Duration } from '../duration';
import { Objective } from './objective';

test.each([
  [99.9, 0.999, 0.001],
  [99.99, 0.9999, 0.0001],
  [50, 0.5, 0.5],
])('%d %% is a ratio of %d and leaves a budget of %d', (percent, ratio, budget) => {
  expect(Objective.availability(percent)).toMatchObject({ ratio, budget });
});

test.each([100, 101, 0, -1, Number.NaN])('an objective of %p %% is refused', (percent) => {
  for (const make of [() => Objective.availability(percent), () => Objective.latency(percent, { within: Duration.seconds(1) })]) {
    expect(make).toThrow(expect.objectContaining({ errorName: 'ObjectiveRange' }));
  }
});

test('why 100 % is no objective', () => {
  expect(() => Objective.availability(100)).toThrow(
    'ObjectiveRange: an objective lies above 0 % and below 100 %, got `100`\n' +
      '    why: without an error budget, a single failed request breaks the promise for 30 days\n' +
      '    fix: 99.9',
  );
});

test('is told in words', () => {
  expect(Objective.availability(99.9).title).toBe('99.9 % of requests do not fail');
  expect(Objective.latency(99, { within: Duration.millis(250) }).title).toBe('99 % of requests are answered within 250ms');
});
