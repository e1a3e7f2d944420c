import type { HttpClient } from './client';
import { Load } from './load';

const requests = [
  { host: 'a.com', path: '/' },
  { host: 'b.com', path: '/' },
];

/** A client whose answers are told by the number of the request. */
const client = (answer: (number: number) => number) => {
  let sent = 0;
  const send = async () => {
    const status = answer(sent++);
    if (status === 0) throw new Error('connection refused');
    return { status, headers: {}, body: 'body' };
  };
  return { send } as unknown as HttpClient;
};

test('every answer below 500 will do', async () => {
  const load = new Load(
    client((number) => [200, 404, 302][number % 3] ?? 200),
    requests,
    { rest: 0.001 },
  );
  await load.more(50);
  const { sent, failures } = await load.stop();
  expect(failures).toEqual([]);
  expect(sent).toBeGreaterThanOrEqual(50);
});

test('an error of the mesh, or no answer, is a failure, told with its request', async () => {
  const load = new Load(
    client((number) => [200, 503, 0][number] ?? 200),
    requests,
    { workers: 1, rest: 0.001 },
  );
  await load.more(5);
  const { failures } = await load.stop();
  expect(failures.map(({ what }) => what)).toEqual(['b.com/: 503 body', 'a.com/: connection refused']);
});

test('nothing is sent after it was stopped', async () => {
  const load = new Load(
    client(() => 200),
    requests,
    { rest: 0.001 },
  );
  await load.more(4);
  const { sent } = await load.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await load.stop()).sent).toBe(sent);
});
