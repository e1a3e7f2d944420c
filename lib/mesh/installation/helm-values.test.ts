import { mergedValues, typedValue, withValue } from './helm-values';

test.each([
  ['mappings are merged', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
  ['lists are replaced', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['null takes a value away', { a: 1, b: { c: 1 } }, { a: null, b: { c: null } }, { b: {} }],
  ['a mapping replaces a text', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
])('%s', (_, below, above, expected) => {
  expect(mergedValues(below, above)).toEqual(expected);
});

test.each([
  ['name', { name: 'x' }],
  ['labels.istio', { labels: { app: 'a', istio: 'x' } }],
  ['labels.example\\.com/team', { labels: { app: 'a', 'example.com/team': 'x' } }],
  ['ports[1].port', { ports: [{ port: 80 }, { port: 'x' }] }],
  ['new[0]', { new: ['x'] }],
])('%s is one path', (path, expected) => {
  const values = { labels: { app: 'a' }, ports: [{ port: 80 }] };
  expect(withValue(values, path, 'x')).toEqual({ ...values, ...expected });
  expect(values).toEqual({ labels: { app: 'a' }, ports: [{ port: 80 }] });
});

test('a value that is null is taken away', () => {
  expect(withValue({ a: { b: 1, c: 2 } }, 'a.b', null)).toEqual({ a: { c: 2 } });
});

test.each([
  ['true', true],
  ['False', false],
  ['80', 80],
  ['0', 0],
  ['080', '080'],
  ['1.5', '1.5'],
  ['null', null],
  ['{a,1}', ['a', 1]],
  ['x', 'x'],
  ['', ''],
])('%s is typed as Helm does', (text, expected) => {
  expect(typedValue(text)).toEqual(expected);
});
