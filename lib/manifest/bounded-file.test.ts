import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largestInput, readBounded } from './bounded-file';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounded-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
  'all of %i bytes are read, by name and from a descriptor, which stays open',
  (length) => {
    const file = join(folder, `of-${length}`);
    const bytes = Buffer.from(Array.from({ length }, (_, index) => index % 251));
    writeFileSync(file, bytes);
    expect(readBounded(file).equals(bytes)).toBe(true);
    const descriptor = openSync(file, 'r');
    expect(readBounded(descriptor).equals(bytes)).toBe(true);
    closeSync(descriptor);
  },
);

test('what is no file, or too large for any input, is not read', () => {
  const large = join(folder, 'large');
  writeFileSync(large, '');
  truncateSync(large, largestInput + 1);
  expect(() => readBounded(large)).toThrow(new Error('it is larger than 256 MiB'));
  expect(() => readBounded(folder)).toThrow(new Error('it is a folder'));
  expect(() => readBounded(join(folder, 'none'))).toThrow('ENOENT');
});
