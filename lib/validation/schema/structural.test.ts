import Ajv from 'ajv';
import fc from 'fast-check';
import type { Diagnostic } from '../../diagnostic';
import { Field } from '../violation';
import { holdValues } from '../words.test.helper';
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

const int = 2 ** 31;
const text = (more: object): Schema => ({ type: 'string', ...more });
const list = (more: object): Schema => ({ type: 'array', items: { type: 'string' }, ...more });
const object = (more: object): Schema => ({ type: 'object', ...more });
const either = { 'x-kubernetes-int-or-string': true };
const choice = [{ required: ['a'] }, { required: ['b'] }];
const keys: Schema = {
  items: object({ 'x-kubernetes-preserve-unknown-fields': true }),
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['a', 'b'],
};

describe.each<readonly ['custom' | 'native', readonly (readonly [string, Schema, readonly unknown[], readonly unknown[]])[]]>([
  [
    'custom',
    [
      ['a text', text({}), ['', 'a'], [1, true, null, [], {}]],
      ['a whole number', { type: 'integer' }, [0, -1, 5n], [1.5, '1', 2 ** 63, null]],
      ['a whole number of 32 bits', { type: 'integer', format: 'int32' }, [int - 1, -int], [int, -int - 1]],
      ['a number', { type: 'number' }, [0, 1.5, 5n], ['1', null]],
      ['a truth value', { type: 'boolean' }, [true, false], ['true', 0]],
      ['an object', object({}), [{}, { a: 1 }], [[], 'a']],
      ['a list', list({}), [[], ['a']], [{}, 'a', [1], [null]]],
      ['a number or a text', either, [1, 2 ** 40, 'a'], [1.5, true, []]],
      ['bounds', { type: 'integer', minimum: 1, maximum: 2 }, [1, 2, 2n], [0, 3, 3n]],
      ['lengths', text({ minLength: 2, maxLength: 3 }), ['ab', '💡💡', '💡💡💡'], ['', 'a', '💡', 'abcd', '💡💡💡💡']],
      ['no empty text', text({ minLength: 1 }), ['a'], ['']],
      ['words', text({ enum: ['Always', 'Never'] }), ['Always'], ['always', 'x']],
      ['a pattern', text({ pattern: '^a' }), ['ab'], ['ba']],
      [
        'sizes',
        object({ minProperties: 1, maxProperties: 2 }),
        [{ a: 1 }, { a: 1, b: 2, c: null }],
        [{}, { a: null }, { a: 1, b: 2, c: 3 }],
      ],
      ['many items', list({ minItems: 1, maxItems: 2 }), [['a'], ['a', 'b']], [[], ['a', 'b', 'c']]],
      ['a set', list({ 'x-kubernetes-list-type': 'set' }), [['a', 'b']], [['a', 'b', 'a']]],
      [
        'a map',
        { type: 'array', ...keys },
        [[{ a: 1 }, { b: 1 }, { a: 1, b: 1 }]],
        [
          [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
          [{}, { a: null }],
        ],
      ],
      [
        'fields',
        object({ properties: { note: text({}), more: text({ nullable: true }) }, required: ['note'] }),
        [{ note: 'a' }, { note: 'a', more: null }],
        [{}, { note: null }, { note: 'a', noted: 1 }, { note: 'a', x: 1 }],
      ],
      [
        'other fields',
        object({ properties: { a: text({}) }, additionalProperties: { type: 'integer' } }),
        [{ a: 'b', c: 1 }],
        [{ c: 'd' }],
      ],
      ['one of two', object({ oneOf: choice }), [{ a: 1 }, { b: 1, a: null }], [{}, { a: 1, b: 1 }]],
      ['some of two', object({ anyOf: choice }), [{ a: 1 }, { a: 1, b: 1 }], [{}]],
      ['one or none', object({ oneOf: [{ not: { anyOf: choice } }, ...choice] }), [{}, { a: 1 }], [{ a: 1, b: 1 }]],
      ['all of them', object({ allOf: [{ required: ['a'] }, { properties: { a: { maximum: 1 } } }] }), [{ a: 1, c: 1 }], [{ a: 2 }, {}]],
      ['some form', { anyOf: [{ type: 'string' }, { type: 'integer' }] }, ['a', 1], [true]],
      ['not a form', object({ not: { required: ['a', 'b'] } }), [{ a: 1, b: null }], [{ a: 1, b: 1 }]],
      [
        'a time',
        text({ format: 'date-time' }),
        ['2026-01-31T23:59:59Z', '2026-01-31t00:00:00.5+01:00', '2026-01-31T00:00:00.123Z', '2026-01-31T00:00:00-12:30'],
        [
          '',
          '2026-01-31',
          '2026-13-31T00:00:00Z',
          '2026-01-31T00:00:00',
          ' 2026-01-31T00:00:00Z',
          '2026-01-31T00:00:00Z ',
          '2026-01-31T00:00:00.Z',
        ],
      ],
      ['base64', text({ format: 'byte' }), ['YQ==', 'YWI=', 'YWJj'], ['', 'a', 'YQ=', '=YQ=', 'YQ=== ', 'Y-Q=']],
      ['IPv4', text({ format: 'ipv4' }), ['10.0.0.1'], ['::1', '10.0.0', '']],
      ['IPv6', text({ format: 'ipv6' }), ['::1'], ['10.0.0.1', 'a', '']],
      ['an unknown format', text({ format: 'uuid' }), ['a'], []],
    ],
  ],
  [
    'native',
    [
      [
        'bytes',
        text({ format: 'byte' }),
        ['', 'YQ==', 'YW\nJj\r\n', [1, 255, 0, null]],
        ['a', 'YQ=', 'YQ==a', [256], [-1], [1.5], ['a'], 1],
      ],
      ['a number or a text', { format: 'int-or-string' }, [1, 'a', int - 1], [int, 1.5, true]],
      ['a quantity', { format: 'quantity' }, ['1', 1, '100m'], ['1 Gi', true, []]],
      ['fields', object({ properties: { a: text({}) }, required: ['a'] }), [{ a: 'b' }], [{ a: null }, { b: 'c' }]],
      ['lists', list({ 'x-kubernetes-list-type': 'set' }), [['a', 'a', null]], [[1]]],
    ],
  ],
])('what is said of a value of a %s kind', (dialect, table) => {
  holdValues(
    table.map(([name, schema, accepted, rejected]) => [name, (value: unknown) => ({ schema, value }), accepted, rejected] as const),
    (given) => {
      const { schema, value } = given as { schema: Schema; value: unknown };
      const violations: Diagnostic[] = [];
      compile(schema, dialect)(value, Field.root(violations), { rules: [] });
      return violations;
    },
  );
});
