import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { act, portOf, probeUntil } from './probe';

const container = { name: 'app', image: 'i', ports: [{ name: 'http', containerPort: 8000 }] };

test.each([
  [8000, 8000],
  ['http', 8000],
  ['9000', 9000],
])('port %s is %d', (port, number) => expect(portOf(port, container)).toBe(number));

test('a port of no name', () => expect(() => portOf('grpc', container)).toThrow('container app has no port named `grpc`'));

describe('actions', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/good' && request.headers.probe === 'yes' ? 204 : 500;
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  const executed: string[][] = [];
  const target = {
    ip: '127.0.0.1',
    container,
    exec: async (command: readonly string[]) => {
      executed.push([...command]);
    },
  };
  const httpHeaders = [{ name: 'probe', value: 'yes' }];

  test('httpGet takes 2xx and 3xx', async () => {
    await act({ httpGet: { path: '/good', port, httpHeaders } }, target);
    await expect(act({ httpGet: { path: '/bad', port } }, target)).rejects.toThrow('HTTP probe answered 500');
  });
  test('tcpSocket takes a connection', async () => {
    await act({ tcpSocket: { port } }, target);
    await expect(act({ tcpSocket: { port: 1 } }, target)).rejects.toThrow('ECONNREFUSED');
  });
  test('exec runs the command', async () => {
    await act({ exec: { command: ['true'] } }, target);
    expect(executed).toEqual([['true']]);
  });
});

/** Verdicts of a probe whose attempts go as told; it is stopped after the last of them. */
async function verdicts(
  attempts: readonly boolean[],
  thresholds: { successThreshold?: number; failureThreshold?: number },
): Promise<boolean[]> {
  const stop = new AbortController();
  const found: boolean[] = [];
  let tried = 0;
  const attempt = async (): Promise<void> => {
    const good = attempts[tried++];
    if (tried === attempts.length) setTimeout(() => stop.abort(), 1);
    if (!good) throw new Error('no');
  };
  await probeUntil(stop.signal, { periodSeconds: 0.005, ...thresholds }, { attempt, onVerdict: (good) => found.push(good) });
  return found;
}

test.each([
  ['good at once', [true, true], {}, [true]],
  ['bad after three failures in a row', [true, false, false, true, false, false, false, false], {}, [true, true, false]],
  ['good again', [true, false, true], { failureThreshold: 1 }, [true, false, true]],
  ['good after two successes in a row', [true, false, true, true], { successThreshold: 2 }, [true]],
] as const)('a verdict: %s', async (_, attempts, thresholds, expected) => expect(await verdicts(attempts, thresholds)).toEqual(expected));
