import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './folder-lock';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const held = () => withLock(lock, 'dist', () => readFileSync(lock, 'utf8'));
const failure = (code: string) => Object.assign(new Error(code), { code });

/** Writes of a file that fail, one after the other; further ones are done. */
function failWrites(...codes: string[]): void {
  const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
  const real = fs.writeFileSync;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((...args) => {
    const code = codes.shift();
    if (code !== undefined) throw failure(code);
    real(...args);
  });
}

test('the lock holds the number of the process while something is done, and is gone afterwards', () => {
  expect(held()).toBe(String(process.pid));
  expect(existsSync(lock)).toBe(false);
});

test('it is gone, too, after what is done fails', () => {
  const fail = () => {
    throw new Error('mine');
  };
  expect(() => withLock(lock, 'dist', fail)).toThrow('mine');
  expect(existsSync(lock)).toBe(false);
});

test.each([
  ['a process that is gone', '999999999'],
  ['this process, which ended without removing it', String(process.pid)],
  ['no number', 'x'],
  ['nothing, as after a kill between two calls', ''],
  ['0', '0'],
  ['a negative number', '-1'],
])('a lock of %s is taken over', (_, holder) => {
  writeFileSync(lock, holder);
  expect(held()).toBe(String(process.pid));
  expect(existsSync(lock)).toBe(false);
});

test.each([
  ['this user', undefined],
  ['another user', 'EPERM'],
])('a lock of a process of %s that runs is respected', (_, code) => {
  writeFileSync(lock, '4321');
  jest.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    expect([pid, signal]).toEqual([4321, 0]);
    if (code) throw failure(code);
    return true;
  });
  expect(held).toThrow(
    'FolderBusy: another synth is writing `dist` (process 4321)\n    why: two at once would mix their files\n    fix: wait for it to end, or set another `outdir`',
  );
  expect(readFileSync(lock, 'utf8')).toBe('4321');
});

test('a lock that is removed while it is looked at is taken', () => {
  failWrites('EEXIST');
  expect(held()).toBe(String(process.pid));
});

test('a lock that another process takes over first is respected', () => {
  failWrites('EEXIST', 'EEXIST');
  expect(held).toThrow('FolderBusy');
});

test('where no lock can be made, it is done without one', () => {
  failWrites('EROFS');
  expect(withLock(lock, 'dist', () => existsSync(lock))).toBe(false);
});
