import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Statuses that RFC 9110 and RFC 6585 name for what Node's parser rejects; anything else is a 400. */
const statuses: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/**
 * Answers a request that Node's HTTP parser rejected before anything else saw it, and closes the connection.
 * @returns the status, or undefined where nobody is left to answer
 */
export function answerMalformed({ code = '' }: NodeJS.ErrnoException, socket: Socket): number | undefined {
  if (code === 'ECONNRESET' || socket.destroyed) return undefined;
  const status = statuses[code] ?? 400;
  const body = JSON.stringify({ error: STATUS_CODES[status] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
  return status;
}

/** Whether a request names its host more than once. Node keeps the first; a proxy before it may have routed by the last. RFC 9112, 3.2. */
export function hasSeveralHosts(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1;
}
