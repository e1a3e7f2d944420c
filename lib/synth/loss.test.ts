import { firstLoss } from './loss';

test.each<[what: string, given: unknown, written: unknown]>([
  ['the same', { a: [1, { b: 'x' }], c: null, d: true }, { a: [1, { b: 'x' }], c: null, d: true }],
  ['more', { a: 1 }, { a: 1, b: 2 }],
  ['what is undefined', { a: undefined }, {}],
  ['another name of one field', { clusterIp: 'a', mirrorPercent: 5 }, { clusterIP: 'a', mirror_percent: 5 }],
  ['another name beside a field of its own', { aB: 1, c: 2 }, { c: 2, AB: 1 }],
  ['a number or string out of its class', { port: { value: 'http' }, list: [{ value: 80 }] }, { port: 'http', list: [80] }],
])('nothing is lost: %s', (_, given, written) => {
  expect(firstLoss(given, written)).toBeUndefined();
});

test.each<[what: string, given: unknown, written: unknown, loss: (string | number)[]]>([
  ['a field', { a: { b: 1 } }, { a: {} }, ['a', 'b']],
  ['null', { a: null }, {}, ['a']],
  ['an empty object', { a: {} }, {}, ['a']],
  ['an empty list', { a: [] }, {}, ['a']],
  ['a field with another value', { a: 1 }, { a: '1' }, ['a']],
  ['the first of two fields', { a: 1, b: 2 }, {}, ['a']],
  ['a field, of which another has the name', { clusterIp: 'a', clusterIP: 'b' }, { clusterIP: 'b' }, ['clusterIp']],
  ['a field, of which another has the name and the value', { clusterIp: 'a', clusterIP: 'a' }, { clusterIP: 'a' }, ['clusterIp']],
  ['a field, where one of another name has another value', { clusterIp: 'a' }, { clusterIP: 'b' }, ['clusterIp']],
  ['a field that no prototype makes up for', { toString: 'a' }, {}, ['toString']],
  ['an item', [1, 2], [1], [1]],
  ['a field of an item', [{}, { a: 1 }], [{}, {}], [1, 'a']],
  ['that a list ends', [1], [1, 2], [1]],
  ['a list, in place of which is an object', { a: [] }, { a: {} }, ['a']],
  ['a list, in place of which is its item', { a: ['x'] }, { a: 'x' }, ['a']],
  ['an object, in place of which is a list', { a: {} }, { a: [] }, ['a']],
  ['an object, in place of which is its value, though it has more', { a: { value: 1, b: 2 } }, { a: 1 }, ['a']],
  ['an object, in place of which is a value that is no `value` of it', { a: { other: 1 } }, { a: 1 }, ['a']],
  ['the value of an object, in place of which is another', { a: { value: 1 } }, { a: 2 }, ['a']],
  ['a key with half of a character', { '\ud83d': 1 }, { '\ud83d': 1 }, ['\ud83d']],
  ['what JSON has no form for', { a: Number.NaN }, { a: Number.NaN }, ['a']],
  ['an infinite number', { a: Number.POSITIVE_INFINITY }, { a: Number.POSITIVE_INFINITY }, ['a']],
  ['a text with half of a character', ['\ud83d'], ['\ud83d'], [0]],
])('is lost: %s', (_, given, written, loss) => {
  expect(firstLoss(given, written)).toEqual(loss);
});
