import { FieldReader } from './field';

const object = {
  text: 'a',
  number: 1,
  nothing: null,
  list: ['b', 2, { deep: true }],
  mapping: { one: 'c', two: 3, three: 'd' },
};
const root = new FieldReader(object);

test.each<[steps: (string | number)[], said: object]>([
  [[], { value: object, exists: true, number: undefined, text: '' }],
  [['text'], { value: 'a', exists: true, text: 'a', number: undefined, texts: [], labels: undefined, items: [], entries: [] }],
  [['number'], { value: 1, exists: true, text: '', number: 1, texts: [], labels: undefined, items: [], entries: [] }],
  [['nothing'], { value: null, exists: false, text: '', texts: [], labels: undefined, items: [], entries: [] }],
  [['missing'], { value: undefined, exists: false, text: '', texts: [], labels: undefined, items: [], entries: [] }],
  [['missing', 'deeper', 0], { value: undefined, exists: false }],
  [['list'], { exists: true, texts: ['b'], labels: undefined, entries: [] }],
  [['list', 0], { value: 'b' }],
  [['list', '0'], { value: undefined }],
  [['list', 'length'], { value: undefined }],
  [['list', 3], { value: undefined }],
  [['list', 2, 'deep'], { value: true }],
  [['text', 'length'], { value: undefined }],
  [['text', 0], { value: undefined }],
  [['mapping'], { texts: [], labels: { one: 'c', three: 'd' }, items: [] }],
  [['mapping', 'toString'], { value: undefined }],
])('the field at %j', (steps, said) => {
  const field = root.at(...steps);
  expect(Object.fromEntries(Object.keys(said).map((name) => [name, field[name as keyof FieldReader]]))).toEqual(said);
  expect(field.path).toEqual(steps);
  expect(field.finding({ message: 'x' })).toEqual({ message: 'x', path: steps });
});

test('the fields of a mapping, and the elements of a list, know their places', () => {
  const placed = (field: FieldReader) => [field.value, field.path];
  expect(root.at('list').items.map(placed)).toEqual([
    ['b', ['list', 0]],
    [2, ['list', 1]],
    [{ deep: true }, ['list', 2]],
  ]);
  expect(root.at('mapping').entries.map(([name, field]) => [name, ...placed(field)])).toEqual([
    ['one', 'c', ['mapping', 'one']],
    ['two', 3, ['mapping', 'two']],
    ['three', 'd', ['mapping', 'three']],
  ]);
});

test.each([3, 16, 17, 40])('each of %i fields is made once, however often rules ask', (count) => {
  const names = Array.from({ length: count }, (_, index) => `name${index}`);
  const reader = new FieldReader(Object.fromEntries(names.map((name, index) => [name, index])));
  const first = names.map((name) => reader.at(name));
  expect(first.map(({ value }) => value)).toEqual(names.map((_, index) => index));
  expect(names.map((name) => reader.at(name)).every((field, index) => field === first[index])).toBe(true);
  const list = root.at('list');
  expect(list.items).toBe(list.items);
});
