import fc from 'fast-check';
import { checkWeights, Endpoint, Split } from './destination';

const [a, b] = [new Endpoint({ host: 'a', port: 80 }), new Endpoint({ host: 'b', subset: 'v2' })];

test('a split names each destination with its share', () => {
  expect(Split.between({ to: a, weight: 99 }, { to: b, weight: 1 }).toTargets()).toEqual([
    { host: 'a', port: 80, weight: 99 },
    { host: 'b', subset: 'v2', weight: 1 },
  ]);
});

test.each([
  [
    [
      ['v1', 90],
      ['v2', 20],
    ],
    'weights of a split must add up to 100, got 110 (v1: 90, v2: 20)',
    'v1: 90, v2: 10',
  ],
  [
    [
      ['v1', 120],
      ['v2', 1],
    ],
    'weights of a split must add up to 100, got 121 (v1: 120, v2: 1)',
    undefined,
  ],
  [[], 'weights of a split must add up to 100, got 0 ()', undefined],
  [
    [
      ['v1', 50.5],
      ['v2', 49.5],
    ],
    'a weight is a whole number from 0 to 100, got `50.5` (v1: 50.5, v2: 49.5)',
    undefined,
  ],
  [
    [
      ['v1', 110],
      ['v2', -10],
    ],
    'a weight is a whole number from 0 to 100, got `-10` (v1: 110, v2: -10)',
    undefined,
  ],
] as [[string, number][], string, string | undefined][])('%j is refused', (weights, fact, fix) => {
  expect(() => checkWeights(weights)).toThrow(expect.objectContaining({ errorName: 'SplitWeights', fact }));
  expect(() => checkWeights(weights)).toThrow(fix === undefined ? /^(?!.*fix:)/s : `fix: ${fix}`);
});

test('weights are taken exactly when they are whole, not negative, and add up to 100', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 105 }), { maxLength: 4 }), (weights) => {
      const right = weights.every((weight) => weight >= 0) && weights.reduce((sum, weight) => sum + weight, 0) === 100;
      const check = () => checkWeights(weights.map((weight, index) => [`v${index}`, weight]));
      if (right) expect(check).not.toThrow();
      else expect(check).toThrow();
    }),
  );
});

test('a part of a split is a single destination', () => {
  const split = Split.between({ to: a, weight: 50 }, { to: b, weight: 50 });
  expect(() => Split.between({ to: split, weight: 50 }, { to: a, weight: 50 })).toThrow(
    expect.objectContaining({ errorName: 'SplitOfSplit' }),
  );
});
