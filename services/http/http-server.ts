import { hostname } from 'node:os';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { AccessLog } from './access-log';
import { answerMalformed, hasSeveralHosts } from './malformed';
import { addOperations } from './operations';
import { type Answer, pathOf } from './page';
import type { Settings } from './settings';
import { requestId, traceHeaders } from './trace';

/** Path → what a GET of exactly this path is answered with. */
export type Routes = Readonly<Record<string, Answer>>;

/** Envoy drops a connection that has been idle for an hour. Whoever waits longer never closes one that a request is just being sent on. */
const keepAliveTimeout = 61 * 60 * 1000;

/** What a server is told about its own end. */
export interface Stopping {
  /** Whether new requests should go elsewhere. */
  readonly isStopping: () => boolean;
  /** Whether the answer to a request is the last one on its connection. */
  readonly isLast: (request: FastifyRequest) => boolean;
}

/** A server that answers these routes, every other request with 404, and what the platform asks. It does not listen yet. */
export function httpServer(settings: Settings, routes: Routes, { isStopping, isLast }: Stopping): FastifyInstance {
  const { app, version } = settings;
  const server = fastify({
    // Node writes to its own stdout in order and before it exits; pino's default writes behind, and may lose the last lines.
    logger: { stream: process.stdout, level: settings.logLevel, base: { app, version, hostname: hostname() } },
    logController: new AccessLog(),
    requestIdHeader: false,
    genReqId: ({ headers }) => requestId(headers),
    clientErrorHandler: (error, socket) => {
      const status = answerMalformed(error, socket);
      if (status === undefined) return;
      server.log.info({ status, reason: error.message }, 'request');
      countMalformed(status);
    },
    keepAliveTimeout,
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => (isDecodable(url) ? url : url.replaceAll('%', '%25')),
  });
  ignoreBodies(server);

  // By default Node answers an unknown `Expect` with 417, unseen; RFC 9110 lets a server ignore it.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));

  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...traceHeaders(request.headers), 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
    if (isLast(request)) reply.header('connection', 'close');
  });
  const countMalformed = addOperations(server, { version, isStopping });
  server.addHook('onRequest', async ({ raw }, reply) => {
    if (hasSeveralHosts(raw.rawHeaders)) return reply.code(400).send({ error: 'Bad Request', reason: 'more than one Host header' });
  });
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
