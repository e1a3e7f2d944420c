import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type FastifyInstance, fastify } from 'fastify';
import { AccessLog } from './access-log';
import { addOperations } from './operations';
import { type Answer, pathOf } from './page';
import type { Settings } from './settings';
import { traceHeaders } from './trace';

/** Path → what a GET of exactly this path is answered with. */
export type Routes = Readonly<Record<string, Answer>>;

/** Envoy drops a connection that has been idle for an hour. Whoever waits longer never closes one that a request is just being sent on. */
const keepAliveTimeout = 61 * 60 * 1000;

/** A server that answers these routes, every other request with 404, and what the platform asks. It does not listen yet. */
export function httpServer(settings: Settings, routes: Routes, isStopping: () => boolean): FastifyInstance {
  const { app, version } = settings;
  const server = fastify({
    // Node writes to its own stdout in order and before it exits; pino's default writes behind, and may lose the last lines.
    logger: { stream: process.stdout, level: settings.logLevel, base: { app, version, hostname: hostname() } },
    logController: new AccessLog(),
    requestIdHeader: 'x-request-id',
    genReqId: () => randomUUID(),
    keepAliveTimeout,
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => (isDecodable(url) ? url : url.replaceAll('%', '%25')),
  });
  ignoreBodies(server);

  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, ...traceHeaders(request.headers) });
  });
  addOperations(server, { version, isStopping });
  for (const [path, answer] of Object.entries(routes)) {
    server.get(path, (request) => answer({ app, version, path: pathOf(request) }));
  }
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: 'Not Found', app, served_from: hostname(), path: pathOf(request) }),
  );
  return server;
}

/** What cannot be decoded would be refused before any hook or log sees it; so it goes on as the plain text it is, and is not found. */
function isDecodable(url: string): boolean {
  try {
    return decodeURI(url) !== undefined;
  } catch {
    return false;
  }
}

/** No route takes a body, so none is worth refusing a request for. */
function ignoreBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_, body, done) => {
    body.resume();
    done(null);
  });
}
