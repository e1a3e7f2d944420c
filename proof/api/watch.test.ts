import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { parseLines, type WatchEvent } from './watch';

test('events are the same however their lines are cut into chunks', () => {
  const events = [
    { type: 'ADDED', object: { name: 'ä' } },
    { type: 'DELETED', object: {} },
  ];
  const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: bytes.length - 1 })), (cuts) => {
      const stream = new PassThrough();
      const heard: WatchEvent<unknown>[] = [];
      parseLines(stream as unknown as IncomingMessage, (event) => heard.push(event));
      const ends = [...new Set(cuts)].sort((a, b) => a - b);
      for (const [index, end] of [...ends, bytes.length].entries()) stream.write(bytes.subarray(ends[index - 1] ?? 0, end));
      stream.resume();
      while (stream.read() !== null);
      expect(heard).toEqual(events);
    }),
    { numRuns: 50 },
  );
});
