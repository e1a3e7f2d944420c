import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SpawnedService } from './spawn';

const program = `
  const { run } = require(${JSON.stringify(join(__dirname, 'run.ts'))});
  run({ name: 'Busy', routes: { '/': ({ path }) => ({ path }) } });
`;
const start = (environment: Record<string, string>) => SpawnedService.start(['--eval', program], environment);

const clients = 40;

/** Asks again and again until nobody listens; counts what came of it by status or error code. */
async function askUntilRefused(port: number, outcomes: Record<string, number>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let outcome = ''; outcome !== 'ECONNREFUSED'; outcomes[outcome] = (outcomes[outcome] ?? 0) + 1) {
    outcome = await ask(port, agent).catch(({ code }: NodeJS.ErrnoException) => String(code));
  }
  agent.destroy();
}

async function ask(port: number, agent: Agent): Promise<string> {
  const sent = request({ host: '127.0.0.1', port, agent }).end();
  const [response] = await once(sent, 'response');
  await text(response);
  return String(response.statusCode);
}

test.each([
  ['without a drain', '0'],
  ['with a drain of a second', '1'],
])('under the load of clients that keep their connections, SIGTERM resets no request, %s', async (_, drain) => {
  const service = await start({ DRAIN_SECONDS: drain, LOG_LEVEL: 'info' });
  const outcomes: Record<string, number> = {};
  const asking = Array.from({ length: clients }, () => askUntilRefused(service.port, outcomes));
  await service.logged(({ msg }) => msg === 'request');

  expect(await service.stop()).toBe(0);
  await Promise.all(asking);
  expect(outcomes).toEqual({ 200: expect.any(Number), ECONNREFUSED: clients });
  expect(service.log.at(-1)).toMatchObject({ msg: 'stopped', cut_off: 0 });
});

test('heads that never end do not hold the stop', async () => {
  const service = await start({ DRAIN_SECONDS: '0', GRACE_SECONDS: '600' });
  const halves = Array.from({ length: 20 }, () => createConnection(service.port, '127.0.0.1').on('error', () => {}));
  await Promise.all(halves.map((half) => once(half, 'connect')));
  for (const half of halves) half.write('GET / HTTP/1.1\r\nHost: busy\r\n');
  const fresh = createConnection(service.port, '127.0.0.1');
  await once(fresh, 'connect');

  expect(await service.stop()).toBe(0); // long before the grace ends, and with it the time that a test has
  for (const socket of [...halves, fresh]) socket.destroy();
});
