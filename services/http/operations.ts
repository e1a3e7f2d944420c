import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Metrics } from './metrics';

const paths = { alive: '/healthz', ready: '/readyz', metrics: '/metrics' };

/** Whether a request is the platform's, not a user's: then it is neither counted nor, but for `LOG_LEVEL=debug`, logged. */
export function isOperational(request: FastifyRequest): boolean {
  return Object.values(paths).includes(request.routeOptions.url ?? '');
}

/** What the platform asks a service: is it alive, does it want requests, what has it done. */
export interface Operations {
  readonly version: string | null;
  /** Whether new requests should go elsewhere. */
  readonly isStopping: () => boolean;
}

/**
 * Adds `/healthz`, `/readyz` and `/metrics`, and counts every other request.
 * @returns counts a request that was answered with this status before it had a method or a path
 */
export function addOperations(server: FastifyInstance, { version, isStopping }: Operations): (status: number) => void {
  const metrics = new Metrics();

  server.get(paths.alive, () => ({ status: 'alive' }));
  server.get(paths.ready, (_, reply) => (isStopping() ? reply.code(503).send({ status: 'stopping' }) : reply.send({ status: 'ready' })));
  server.get(paths.metrics, async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));

  server.addHook('onResponse', async (request, reply) => {
    if (isOperational(request)) return;
    const labels = { method: request.method, route: request.routeOptions.url ?? '', status: reply.statusCode, version: version ?? '' };
    metrics.count(labels, reply.elapsedTime / 1000);
  });
  return (status) => metrics.count({ method: '', route: '', status, version: version ?? '' }, 0);
}
