import { Query } from './query';

test.each([
  [Query.is('debug', 'on'), { exact: 'on' }],
  [Query.startsWith('debug', 'o'), { prefix: 'o' }],
  [Query.matches('debug', 'o.'), { regex: 'o.' }],
])('%j', (query, spec) => {
  expect(query.name).toBe('debug');
  expect(query.spec).toEqual(spec);
});

test('a parameter has a name', () => {
  expect(() => Query.is('', 'x')).toThrow('QueryName: the name of a query parameter is empty');
});
