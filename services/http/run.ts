import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { httpServer, type Routes } from './http-server';
import { type Settings, settingsFrom } from './settings';

/** One service: its name, and what it answers. */
export interface Service {
  readonly name: string;
  readonly routes: Routes;
}

/**
 * Runs a service as this process, until SIGTERM, or SIGINT which does not drain. A second signal ends it at once.
 *
 * Exits 0 when every request was answered, 1 when some had to be cut off, 2 when it could not start.
 */
export async function run({ name, routes }: Service): Promise<void> {
  try {
    process.exit(await serve(settingsFrom(process.env, name), routes));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

async function serve(settings: Settings, routes: Routes): Promise<number> {
  let stopping = false;
  const server = httpServer(settings, routes, () => stopping);
  const underWay = countUnderWay(server);
  const signalled = firstSignal();
  await server.listen({ host: settings.host, port: settings.port });

  const signal = await signalled;
  stopping = true;
  server.log.info({ signal }, 'stopping');
  await Promise.race([stop(server, signal === 'SIGTERM' ? settings.drainSeconds : 0), sleep(settings.graceSeconds * 1000)]);
  const cutOff = underWay();
  server.log[cutOff > 0 ? 'error' : 'info']({ cut_off: cutOff }, 'stopped');
  return cutOff > 0 ? 1 : 0;
}

/** Readiness fails by now: serve on until everybody knows, then take no new connection and finish what is under way. */
async function stop(server: FastifyInstance, drainSeconds: number): Promise<void> {
  await sleep(drainSeconds * 1000);
  await server.close();
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}

/** How many requests have been read but not yet answered. */
function countUnderWay({ server }: FastifyInstance): () => number {
  let count = 0;
  server.on('request', (_, response) => {
    count++;
    response.once('close', () => count--);
  });
  return () => count;
}
