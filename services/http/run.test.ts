import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SpawnedService } from './spawn';

const program = `
  const { run } = require(${JSON.stringify(join(__dirname, 'run.ts'))});
  const underWay = () => console.log(JSON.stringify({ msg: 'under way' }));
  run({ name: 'Slow', routes: {
    '/': ({ path }) => ({ path }),
    '/fail': () => Promise.reject(new Error('no answer')),
    '/wait': ({ path }) => new Promise((resolve) => { underWay(); setTimeout(resolve, 700, { path }); }),
    '/never': () => new Promise(underWay),
  } });
`;
const start = (environment: Record<string, string>) => SpawnedService.start(['--eval', program], environment);
const says = (text: string) => (line: Record<string, unknown>) => line.msg === text;

describe('a signal', () => {
  let service: SpawnedService;
  afterEach(() => service.stop('SIGKILL'));

  test('SIGTERM fails readiness at once, serves on while it drains, and tells clients to leave their connections', async () => {
    service = await start({ DRAIN_SECONDS: '1' });
    expect(await service.ask('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });

    const exitCode = service.stop();
    await service.logged(says('stopping'));

    expect(await service.ask('/readyz')).toMatchObject({ status: 503, body: { status: 'stopping' } });
    expect(await service.ask('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } });
    expect(await service.ask('/')).toMatchObject({ status: 200, body: { path: '/' }, headers: { connection: 'close' } });
    expect(await exitCode).toBe(0);
  });

  test('lets what is under way be answered, then exits 0', async () => {
    service = await start({ DRAIN_SECONDS: '0' });
    const answer = service.ask('/wait');
    await service.logged(says('under way'));
    const exitCode = service.stop();

    expect(await answer).toMatchObject({ status: 200, body: { path: '/wait' } });
    expect(await exitCode).toBe(0);
    expect(service.log.at(-1)).toMatchObject({ msg: 'stopped', cut_off: 0 });
  });

  test('lets a request be answered whose head is still arriving, and waits for no connection that is only kept alive', async () => {
    service = await start({ DRAIN_SECONDS: '0', GRACE_SECONDS: '100' });
    const idle = createConnection(service.port, '127.0.0.1');
    idle.write('GET / HTTP/1.1\r\nHost: slow\r\n\r\n');
    await once(idle, 'data');
    const late = createConnection(service.port, '127.0.0.1');
    late.write('GET /late HTTP/1.1\r\n');
    await service.ask('/');

    const exitCode = service.stop();
    await service.logged(says('stopping'));
    late.write('Host: slow\r\n\r\n');

    expect(await text(late)).toMatch(/^HTTP\/1.1 404 .*"path":"\/late"}$/s);
    expect(await exitCode).toBe(0);
    idle.destroy();
  });

  test('cuts off what outlasts the grace, says how much, and exits 1', async () => {
    service = await start({ GRACE_SECONDS: '1' });
    const answer = service.ask('/never').catch((error: Error) => error.message);
    await service.logged(says('under way'));

    expect(await service.stop()).toBe(1);
    expect(await answer).toMatch(/socket hang up|ECONNRESET/);
    expect(service.log.at(-1)).toMatchObject({ msg: 'stopped', cut_off: 1, level: 50 });
  });

  test('SIGINT stops without draining', async () => {
    service = await start({ DRAIN_SECONDS: '100', GRACE_SECONDS: '100' });
    expect(await service.stop('SIGINT')).toBe(0);
  });
});

describe('while it serves', () => {
  let service: SpawnedService;
  const linesOf = (id: string) => service.log.filter(({ request_id }) => request_id === id);

  beforeAll(async () => {
    service = await start({ VERSION: 'v1' });
  });
  afterAll(() => service.stop('SIGKILL'));

  test('it logs one line a request, with its trace, its request id and what came of it', async () => {
    const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace_id}-00f067aa0ba902b7-01`;
    await service.ask('/?secret=1', { headers: { traceparent, 'x-request-id': 'found' } });
    await service.ask('//none', { headers: { 'x-request-id': 'lost' } });
    await service.logged(({ request_id }) => request_id === 'lost');

    const line = { msg: 'request', level: 30, app: 'Slow', version: 'v1', method: 'GET', duration_ms: expect.any(Number) };
    expect(linesOf('found')).toEqual([expect.objectContaining({ ...line, path: '/', status: 200, trace_id })]);
    expect(linesOf('lost')).toEqual([expect.objectContaining({ ...line, path: '//none', status: 404 })]);
  });

  test('it logs no probe and no scrape', async () => {
    const paths = ['/healthz', '/readyz', '/metrics'];
    await Promise.all(paths.map((path) => service.ask(path, { headers: { 'x-request-id': 'probe' } })));
    await service.ask('/', { headers: { 'x-request-id': 'after' } });
    await service.logged(({ request_id }) => request_id === 'after');
    expect(linesOf('probe')).toEqual([]);
  });

  test('it logs a line more, with the stack, for an answer that failed', async () => {
    const answered = await service.ask('/fail', { headers: { 'x-request-id': 'failed' } });
    await service.logged(({ request_id, msg }) => request_id === 'failed' && msg === 'request');
    expect(answered).toMatchObject({ status: 500, body: { error: 'Internal Server Error' } });
    expect(linesOf('failed')).toMatchObject([
      { level: 50, msg: 'no answer', err: { stack: expect.any(String) } },
      { status: 500, path: '/fail' },
    ]);
  });

  test('it passes the trace headers on, all of them and nothing else', async () => {
    const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'a=1,b=2', b3: '0' };
    const { headers } = await service.ask('/', { headers: { ...trace, 'x-request-id': 'r-1', cookie: 'c=1', 'x-mode': 'dev' } });
    expect(headers).toMatchObject({ ...trace, 'x-request-id': 'r-1' });
    expect(headers).not.toHaveProperty('x-mode');
    expect(headers).not.toHaveProperty('cookie');
  });

  test('it gives a request without an id its own', async () => {
    const answers = await Promise.all([service.ask('/'), service.ask('//none')]);
    const ids = answers.map(({ headers }) => headers['x-request-id']);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(new Set(ids).size).toBe(2);
  });

  test('it times requests in buckets, in seconds', async () => {
    await service.ask('/wait');
    const metrics = String((await service.ask('/metrics')).body);
    const buckets = /http_request_duration_seconds_bucket{le="([^"]+)",method="GET",route="\/wait",status="200",version="v1"} (\d)/g;
    const counts = Object.fromEntries([...metrics.matchAll(buckets)].map(([, bound, count]) => [bound, Number(count)]));
    expect(counts).toMatchObject({ '0.005': 0, '0.5': 0, '10': 1, '+Inf': 1 });
    expect(metrics).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });
});

test('requests are counted, not probes, under a bounded number of routes; LOG_LEVEL=debug logs probes too', async () => {
  const service = await start({ VERSION: 'v2', LOG_LEVEL: 'debug' });
  for (const path of ['/', '/', '/?a=1', '/healthz', '/readyz', '/none', '/nowhere', '/fail']) await service.ask(path);
  const metrics = String((await service.ask('/metrics')).body).split('\n');
  const probe = await service.logged(({ path }) => path === '/healthz');
  await service.stop('SIGKILL');

  expect(metrics.filter((line) => line.startsWith('http_requests_total{')).sort()).toEqual([
    'http_requests_total{method="GET",route="",status="404",version="v2"} 2',
    'http_requests_total{method="GET",route="/",status="200",version="v2"} 3',
    'http_requests_total{method="GET",route="/fail",status="500",version="v2"} 1',
  ]);
  expect(probe).toMatchObject({ msg: 'request', level: 20, status: 200 });
});

test.each([
  [{ PORT: 'http' }, 'PORT is a whole number from 0 to 65535, got `http`'],
  [{ HOST: '192.0.2.1' }, 'listen EADDRNOTAVAIL: address not available 192.0.2.1'],
])('with %j it says why it cannot start, and exits 2', async (environment, message) => {
  await expect(start(environment)).rejects.toThrow(`it exited with 2: ${message}`);
});
