import { Text } from './text';

test.each<[text: string, places: string, lines: (string | undefined)[]]>([
  ['', '1:1', ['', undefined]],
  ['ab', '1:1 1:2 1:3', ['ab', undefined]],
  ['\n', '1:1 2:1', ['', '', undefined]],
  ['\na\n\nb', '1:1 2:1 2:2 3:1 4:1 4:2', ['', 'a', '', 'b', undefined]],
  ['a\r\nb\r', '1:1 1:2 1:3 2:1 2:2 2:3', ['a', 'b\r', undefined]],
  ['a\nb\nc\nd\ne', '1:1 1:2 2:1 2:2 3:1 3:2 4:1 4:2 5:1 5:2', ['a', 'b', 'c', 'd', 'e', undefined]],
])('the places and lines of %j', (content, places, lines) => {
  const text = new Text('x', content);
  const found = Array.from({ length: content.length + 1 }, (_, offset) => text.positionAt(offset));
  expect(found.map(({ line, column }) => `${line}:${column}`).join(' ')).toBe(places);
  expect(lines.map((_, index) => text.line(index + 1))).toEqual(lines);
  expect(text.line(0)).toBeUndefined();
});
