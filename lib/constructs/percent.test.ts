import { Percent } from './percent';

test.each([0, 0.01, 50, 100])('%j is a percentage', (value) => expect(Percent.of(value).value).toBe(value));

test.each([-1, 100.5, Number.NaN])('%j is none', (value) => {
  expect(() => Percent.of(value)).toThrow(`PercentRange: a percentage lies between 0 and 100, got \`${value}\``);
});
