import type { IncomingMessage } from 'node:http';

/** One change: the first events of a watch are ADDED for what is already there. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** A watch answers with one JSON document a line, however the lines are cut into chunks. */
export function parseLines<T>(response: IncomingMessage, onEvent: (event: WatchEvent<T>) => void): void {
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) onEvent(JSON.parse(line) as WatchEvent<T>);
  });
}
