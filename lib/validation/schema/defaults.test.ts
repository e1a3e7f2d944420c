import { withDefaults } from './defaults';
import type { Schema } from './schemas';

const weight: Schema = { type: 'integer', default: 1 };
const schema: Schema = {
  type: 'object',
  properties: {
    backends: { type: 'array', items: { type: 'object', properties: { weight, name: { type: 'string' } } } },
    path: {
      type: 'object',
      default: { value: '/' },
      properties: { value: { type: 'string' }, type: { type: 'string', default: 'PathPrefix' } },
    },
    ports: { type: 'object', additionalProperties: { type: 'object', properties: { weight } } },
  },
};

test.each<[string, unknown, unknown]>([
  ['a missing field', { backends: [{ name: 'a' }] }, { backends: [{ name: 'a', weight: 1 }], path: { value: '/', type: 'PathPrefix' } }],
  ['a given one, of any value', { backends: [{ weight: 0 }], path: {} }, { backends: [{ weight: 0 }], path: { type: 'PathPrefix' } }],
  ['null where nothing may be null', { path: { type: null } }, { path: { type: 'PathPrefix' } }],
  ['a value of a map', { path: { type: '' }, ports: { a: {} } }, { path: { type: '' }, ports: { a: { weight: 1 } } }],
  ['a value of a wrong type', 'text', 'text'],
])('%s', (_name, value, expected) => {
  expect(withDefaults(value, schema)).toEqual(expected);
});

test('what needs no default stays the same object', () => {
  const value = { path: { type: 'Exact', value: '/a' }, backends: [{ weight: 3 }] };
  expect(withDefaults(value, schema)).toBe(value);
});
