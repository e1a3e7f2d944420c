import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The largest input that is read, in bytes. No set of manifests comes near; an endless device is stopped by it. */
export const largestInput = 256 * 1024 * 1024;

/**
 * The bytes of a file, of a pipe or of a device.
 *
 * @param file its path, or an open descriptor such as 0 for stdin
 * @throws Error when it is larger than any input may be
 */
export function readBounded(file: string | number): Buffer {
  const descriptor = typeof file === 'number' ? file : openSync(file, 'r');
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new Error('it is a folder');
    return readAll(descriptor, status.isFile() ? status.size : 0);
  } finally {
    if (typeof file === 'string') closeSync(descriptor);
  }
}

function readAll(descriptor: number, size: number): Buffer {
  if (size > largestInput) throw tooLarge();
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(Math.max(64 * 1024, Math.min(size - total + 1, largestInput)));
    const count = readSome(descriptor, part);
    if (count === 0) return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    total += count;
    if (total > largestInput) throw tooLarge();
    parts.push(part.subarray(0, count));
  }
}

/** A pipe that nothing was written to yet may say so instead of waiting. */
function readSome(descriptor: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, into, 0, into.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function tooLarge(): Error {
  return new Error(`it is larger than ${largestInput / 1024 / 1024} MiB`);
}
