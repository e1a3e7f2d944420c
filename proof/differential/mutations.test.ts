import fc from 'fast-check';
import { validateAdmission } from '../../lib/validation/admission/validate';
import { validateSchema } from '../../lib/validation/schema/validate';
import { mutants } from './mutations';
import { mutatedKinds, objectOf } from './objects';

test('what is mutated is right to begin with', () => {
  const wrong = mutatedKinds.flatMap((kind) =>
    kind.bodies.flatMap((body) =>
      [...validateSchema(objectOf(kind, body)), ...validateAdmission(objectOf(kind, body))].filter(({ level }) => level === 'error'),
    ),
  );
  expect(wrong).toEqual([]);
});

test('no mutant makes the checker throw, and one seed makes the same mutants', () => {
  const of = (seed: number, numRuns: number) => fc.sample(mutants(), { numRuns, seed });
  for (const { object } of of(1, 1000)) expect(() => [...validateSchema(object), ...validateAdmission(object)]).not.toThrow();
  expect(of(2, 100)).toEqual(of(2, 100));
});
