import { jsonChanges } from './schema-changes';

test.each<[unknown, unknown, string[]]>([
  [{ a: { b: 1 } }, { a: { b: 1 } }, []],
  [{ a: { b: 1 } }, { a: { b: 2 } }, ['~ a.b: 1 -> 2']],
  [{ a: {} }, { a: { b: { c: 1 } } }, ['+ a.b']],
  [{ a: { b: { c: 1 } } }, { a: {} }, ['- a.b']],
  [{ a: ['x', 'y'] }, { a: ['x', 'z'] }, ['~ a[1]: "y" -> "z"']],
  [{ a: ['x'] }, { a: ['x', 'z'] }, ['~ a: ["x"] -> ["x","z"]']],
  [{ a: 'x'.repeat(70) }, { a: null }, [`~ a: "${'x'.repeat(56)}... -> null`]],
])('%j to %j', (before, after, changes) => {
  expect(jsonChanges(before, after)).toEqual(changes);
});
