import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Connections } from './connections';
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

/**
 * Seconds in which what was sent before the listening socket closed is still answered, and after which a connection that sends nothing, or
 * never ends the head of its request, is dropped. Part of the grace.
 */
const patience = 1;

async function serve(settings: Settings, routes: Routes): Promise<number> {
  let stopping = false;
  const server = httpServer(settings, routes, {
    isStopping: () => stopping,
    isLast: ({ raw }) => connections.isLeaving(raw.socket),
  });
  const connections = new Connections(server.server);
  const signalled = firstSignal();
  await server.listen({ host: settings.host, port: settings.port });

  const signal = await signalled;
  stopping = true;
  server.log.info({ signal }, 'stopping');
  const drainSeconds = signal === 'SIGTERM' ? settings.drainSeconds : 0;
  await Promise.race([stop(server, connections, drainSeconds), sleep(settings.graceSeconds * 1000)]);
  const cutOff = connections.underWay;
  server.log[cutOff > 0 ? 'error' : 'info']({ cut_off: cutOff }, 'stopped');
  return cutOff > 0 ? 1 : 0;
}

/** Readiness fails by now: serve on until everybody knows, then accept no connection and finish what is under way. */
async function stop(server: FastifyInstance, connections: Connections, drainSeconds: number): Promise<void> {
  if (drainSeconds > 0) {
    connections.drain();
    await sleep(drainSeconds * 1000);
  }
  await connections.close(patience);
  await server.close();
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}
