import Ajv from 'ajv';
import fc from 'fast-check';
import type { Diagnostic } from '../../diagnostic';
import { Field } from '../violation';
import type { Run } from './check';
import type { Schema } from './schemas';
import { compile } from './structural';

const run: Run = { rules: [] };

function accepts(schema: Schema, value: unknown): boolean {
  const violations: Diagnostic[] = [];
  compile(schema, 'custom')(value, Field.root(violations), run);
  return violations.length === 0;
}

const names = ['a', 'b', 'c'];

/** Schemas as definitions have them, small enough that random values often fit. */
const schemas = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record<Schema>(
      { type: fc.constant('string'), minLength: fc.nat(2), maxLength: fc.nat(3), enum: fc.constantFrom(undefined, ['x', 'y']) },
      { requiredKeys: ['type'] },
    ),
    fc.record<Schema>(
      { type: fc.constantFrom('integer', 'number'), minimum: fc.integer({ min: -2, max: 2 }), maximum: fc.integer({ min: -2, max: 2 }) },
      { requiredKeys: ['type'] },
    ),
    fc.constant<Schema>({ type: 'boolean' }),
    fc.record<Schema>(
      { type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2), maxItems: fc.nat(3) },
      { requiredKeys: ['type', 'items'] },
    ),
    fc.record<Schema>(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema')),
        additionalProperties: fc.constant(true),
        required: fc.uniqueArray(fc.constantFrom(...names)),
        minProperties: fc.nat(2),
        maxProperties: fc.nat(3),
        oneOf: fc.constantFrom(undefined, [{ required: ['a'] }, { required: ['b'] }]),
        anyOf: fc.constantFrom(undefined, [{ required: ['a'] }, { required: ['c'] }]),
        not: fc.constantFrom(undefined, { required: ['a', 'b'] }),
      },
      { requiredKeys: ['type', 'additionalProperties'] },
    ),
  ),
})).schema;

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>('', 'x', 'y', 'xy', 'xyzz', '💡', -3, -1, 0, 1, 2, 1.5, true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value')),
  ),
})).value;

test('agrees with ajv about schemas without what is Kubernetes’ own', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false });
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      const clean: unknown = JSON.parse(JSON.stringify(schema));
      expect(accepts(schema, value)).toBe(ajv.validate(clean as object, value));
    }),
    { numRuns: 1500 },
  );
});

test.each<[string, Schema, unknown, boolean]>([
  ['null counts as absent', { type: 'object', properties: { a: { type: 'string' } } }, { a: null }, true],
  [
    'null counts as absent where it is required',
    { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
    { a: null },
    false,
  ],
  [
    'null is a value where it may be',
    { type: 'object', required: ['a'], properties: { a: { type: 'string', nullable: true } } },
    { a: null },
    true,
  ],
  ['null in a list', { type: 'array', items: { type: 'string' } }, [null], false],
  ['a number or a text', { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'x', true],
  ['neither a number nor a text', { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }, 1.5, false],
  ['a field that is not declared', { type: 'object', properties: {} }, { a: 1 }, false],
  [
    'a field that is not declared, where all are kept',
    { type: 'object', properties: {}, 'x-kubernetes-preserve-unknown-fields': true },
    { a: 1 },
    true,
  ],
  ['an object without declared fields', { type: 'object' }, { a: 1 }, true],
  ['a set with a repeated item', { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' }, ['a', 'a'], false],
  ['base64', { type: 'string', format: 'byte' }, 'YQ==', true],
  ['not base64', { type: 'string', format: 'byte' }, 'a', false],
  ['a time', { type: 'string', format: 'date-time' }, '2026-01-31T00:00:00Z', true],
  ['not a time', { type: 'string', format: 'date-time' }, 'today', false],
  ['a pattern need not match all', { type: 'string', pattern: 'b' }, 'abc', true],
  ['a pattern that is not found', { type: 'string', pattern: '^b' }, 'abc', false],
])('%s', (_name, schema, value, isRight) => {
  expect(accepts(schema, value)).toBe(isRight);
});

test('built-in kinds take null in a list for an object without fields', () => {
  const violations: Diagnostic[] = [];
  const schema: Schema = { type: 'array', items: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } };
  compile(schema, 'native')([null], Field.root(violations), run);
  expect(violations.map(({ path }) => path)).toEqual([[0, 'a']]);
});

test('built-in kinds take null anywhere else', () => {
  const violations: Diagnostic[] = [];
  const schema: Schema = { type: 'object', properties: { list: { type: 'array', items: { type: 'string' } }, text: { type: 'string' } } };
  compile(schema, 'native')({ list: [null], text: null }, Field.root(violations), run);
  expect(violations).toEqual([]);
});
