import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverage, coverageText } from './coverage';
import { enumValues } from './enum-values';

const kinds = coverage();

test('no field is beyond reach', () => {
  const lost = kinds.flatMap(({ title, fields }) => [...fields].flatMap(([path, way]) => (way === 'nothing' ? [`${title} ${path}`] : [])));
  expect(lost).toEqual([]);
});

test('a kind with a door leaves nothing to the generated class', () => {
  const beside = kinds
    .filter(({ door }) => door === 'spec')
    .flatMap(({ fields }) => [...fields].filter(([, way]) => way === 'generated class'));
  expect(beside).toEqual([]);
});

test('docs/coverage.md is what the constructs do: `npm run coverage`', () => {
  expect(readFileSync(join(__dirname, '..', 'docs', 'coverage.md'), 'utf8')).toBe(coverageText(kinds));
});

test('every value of an enumeration is said by a prop, or has its reason', () => {
  const values = enumValues();
  expect(
    values.flatMap(({ field, left }) => left.filter(({ reason }) => reason === undefined).map(({ value }) => `${field} ${value}`)),
  ).toEqual([]);
  expect(values.flatMap(({ field, needless }) => needless.map((value) => `${field} ${value}`))).toEqual([]);
});
