import { anything, type Decoder, flag, list, map, number, record, text } from './decode';

const wrong = [undefined, null, true, 1, 'a', ['a'], { a: 1 }];
const spec = record({ name: text, port: number, on: flag, any: anything, all: list(text), by: map(number), in: record({ deep: text }) });

// [a decoder, what it makes of each wrong value]
test.each<[string, Decoder<unknown>, readonly unknown[]]>([
  ['text', text, ['', '', '', '', 'a', '', '']],
  ['number', number, [0, 0, 0, 1, 0, 0, 0]],
  ['flag', flag, [false, false, true, false, false, false, false]],
  ['anything', anything, wrong],
  ['list', list(text), [[], [], [], [], [], ['a'], []]],
  ['map', map(number), [{}, {}, {}, {}, {}, {}, { a: 1 }]],
  ['record', record({ 0: text, a: number }), [{}, {}, {}, {}, {}, {}, { a: 1 }]],
])('%s is read from whatever stands there', (_, decoder, expected) => {
  expect(wrong.map((value) => decoder.decode(value))).toEqual(expected);
});

test('what stands for a missing value', () => {
  const decoders: readonly Decoder<unknown>[] = [text, number, flag, anything, list(text), map(text), record({})];
  expect(decoders.map(({ empty }) => empty)).toEqual(['', 0, false, undefined, [], {}, {}]);
});

test('a list keeps its indexes, a map leaves null out, a record leaves absent and unknown fields out', () => {
  expect(list(text).decode(['a', 1, null])).toEqual(['a', '', '']);
  expect(map(text).decode({ a: 'b', c: null, d: 1, e: undefined })).toEqual({ a: 'b', d: '', e: '' });
  expect(spec.decode({ name: 'a', port: null, on: undefined, other: 1, any: 0 })).toEqual({ name: 'a', any: 0 });
  expect(Object.keys(spec.decode({ name: 'a', port: null, on: undefined }))).toEqual(['name']);
  expect(spec.decode({ name: 1, port: 'x', on: 'true', all: 'x', by: [], in: 5 })).toEqual({
    name: '',
    port: 0,
    on: false,
    all: [],
    by: {},
    in: {},
  });
  expect(spec.decode({ in: { deep: 'a', toString: 'b' } })).toEqual({ in: { deep: 'a' } });
});
