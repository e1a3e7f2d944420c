import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { isOperational } from './operations';
import { pathOf } from './page';
import { traceId } from './trace';

/** One line a request, written when it has been answered, under the trace it belongs to. */
export class AccessLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'request_id' });
  }

  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const level = error ? 'error' : isOperational(request) ? 'debug' : 'info';
    request.log[level](
      {
        trace_id: traceId(request.headers),
        method: request.method,
        path: pathOf(request),
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
        err: error ?? undefined,
      },
      'request',
    );
  }
}
