import { ConstructError } from '../../errors';

/**
 * Shares of requests that a new version gets, one step after the other: whole numbers from 1 to 100, each above the one before.
 *
 * @returns the steps themselves
 * @throws ConstructError `NoSteps`, `StepRange`, `StepsNotRising`
 */
export function risingSteps(steps: readonly number[]): readonly number[] {
  const shown = steps.join(', ');
  if (steps.length === 0) throw new ConstructError('NoSteps', 'a release has at least one step', { fix: 'steps: [5, 25, 50, 100]' });
  const odd = steps.find((weight) => !Number.isInteger(weight) || weight < 1 || weight > 100);
  if (odd !== undefined) {
    throw new ConstructError('StepRange', `a step is a whole number from 1 to 100, got \`${odd}\` (${shown})`, {
      why: 'Istio takes whole percentages, and a step of 0 would release nothing',
    });
  }
  const fallen = steps.findIndex((weight, index) => index > 0 && weight <= (steps[index - 1] ?? 0));
  if (fallen > 0) {
    throw new ConstructError('StepsNotRising', `steps must rise, got \`${steps[fallen]}\` after \`${steps[fallen - 1]}\` (${shown})`, {
      fix: `steps: [${[...new Set(steps)].sort((a, b) => a - b).join(', ')}]`,
    });
  }
  return steps;
}
