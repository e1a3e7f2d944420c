import { Chunk, Text, TextSource } from './text';

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

test.each<[file: string, isFile: boolean]>([
  ['x.yaml', true],
  ['x/git:y.yaml', true],
  ['-x', true],
  ['-', false],
  ['git:HEAD:x.yaml', false],
])('can %s be changed on disk: %s', (file, isFile) => {
  const source = new TextSource(new Chunk(new Text(file, 'a: 1\nb: 2'), 5, 9), ['items', 0]);
  expect([source.file, source.isFile]).toEqual([file, isFile]);
  expect(source.range).toEqual({ file, content: 'a: 1\nb: 2', start: 5, end: 9, prefix: ['items', 0] });
  expect(source.line(2)).toBe('b: 2');
});

test.each([
  ['a: 1\nb: 2', 0, 5, 'a: 1\n'],
  ['a: 1\nb: 2', 5, 9, 'b: 2\n'],
  ['a: 1', 0, 0, '\n'],
])('of %j, the document from %i to %i is read as %j', (content, start, end, read) => {
  expect(new Chunk(new Text('x', content), start, end).content).toBe(read);
});
