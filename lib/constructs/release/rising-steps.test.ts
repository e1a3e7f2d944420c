import fc from 'fast-check';
import { ConstructError } from '../../errors';
import { risingSteps } from './rising-steps';

test.each([
  [[], 'NoSteps', 'a release has at least one step'],
  [[0, 50], 'StepRange', 'a step is a whole number from 1 to 100, got `0` (0, 50)'],
  [[50, 101], 'StepRange', 'a step is a whole number from 1 to 100, got `101` (50, 101)'],
  [[2.5], 'StepRange', 'a step is a whole number from 1 to 100, got `2.5` (2.5)'],
  [[5, 25, 25], 'StepsNotRising', 'steps must rise, got `25` after `25` (5, 25, 25)'],
  [[50, 5], 'StepsNotRising', 'steps must rise, got `5` after `50` (50, 5)'],
])('%j is refused as %s', (steps, errorName, fact) => {
  expect(() => risingSteps(steps)).toThrow(expect.objectContaining({ errorName, fact }));
});

test('what the refusal of steps that do not rise says to write is taken', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }), (steps) => {
      try {
        expect(risingSteps(steps)).toBe(steps);
      } catch (error) {
        if (!(error instanceof ConstructError)) throw error;
        expect(() => risingSteps(JSON.parse(error.details.fix?.replace('steps: ', '') ?? ''))).not.toThrow();
      }
    }),
  );
});
