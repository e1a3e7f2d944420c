import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { hasSeveralHosts } from './malformed';
import { SpawnedService } from './spawn';

const program = `require(${JSON.stringify(join(__dirname, 'run.ts'))}).run({ name: 'Strict', routes: { '/': ({ path }) => ({ path }) } })`;

let service: SpawnedService;
beforeAll(async () => {
  service = await SpawnedService.start(['--eval', program]);
});
afterAll(() => service.stop('SIGKILL'));

async function sendRaw(head: string): Promise<string> {
  const socket = createConnection(service.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(head);
  return text(socket);
}

test.each([
  ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\nConnection: close\r\n\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['an unknown method', 'ASK / HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  ['a head of 20 kB', `GET / HTTP/1.1\r\nHost: a\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['an expectation nobody knows', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\nConnection: close\r\n\r\n', 200],
])('%s', async (_, head, status) => {
  const [first = ''] = (await sendRaw(head)).split('\r\n');
  expect(first).toMatch(`HTTP/1.1 ${status} `);
});

test('what the parser rejects is logged and counted', async () => {
  await sendRaw('nonsense\r\n\r\n');
  expect(await service.logged(({ reason, status }) => status === 400 && reason !== undefined)).toMatchObject({ msg: 'request', level: 30 });
  expect(String((await service.ask('/metrics')).body)).toMatch(/^http_requests_total\{method="",route="",status="400",version=""\} \d+$/m);
});

test.each(['/', '/none', '/metrics', '/healthz'])('no browser guesses what %s holds', async (path) => {
  expect((await service.ask(path)).headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
});

test.each([
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['two words', false],
])('the request id %s is kept: %s', async (id, kept) => {
  const { headers } = await service.ask('/', { headers: { 'x-request-id': id } });
  if (kept) expect(headers['x-request-id']).toBe(id);
  else expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  [['Host', 'a'], false],
  [['Host', 'a', 'HOST', 'a'], true],
  [['Host', 'host'], false],
])('%j names several hosts: %s', (rawHeaders, several) => {
  expect(hasSeveralHosts(rawHeaders)).toBe(several);
});
