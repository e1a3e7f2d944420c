import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The headers that join the spans of one trace. A sidecar cannot tell which call out of a service belongs to which call
 * into it, so the program itself must copy them. Source: Istio, "Distributed tracing: trace context propagation".
 */
const traceHeaderNames = [
  'x-request-id',
  'traceparent',
  'tracestate',
  'b3',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
];

/** The trace headers of a request: copy them to every call made on its behalf. These services make none, and pass them back. */
export function traceHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    traceHeaderNames.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** The caller's `x-request-id` where it is one: printable and at most 128 characters, as it is logged and sent back. Otherwise a new one. */
export function requestId(headers: IncomingHttpHeaders): string {
  const id = text(headers['x-request-id']);
  return /^[!-~]{1,128}$/.test(id) ? id : randomUUID();
}

/** The trace a request belongs to: W3C Trace Context before B3, as Envoy's tracers write them. @returns undefined without a valid one */
export function traceId(headers: IncomingHttpHeaders): string | undefined {
  const candidates = [
    /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(text(headers.traceparent))?.[1],
    /^([0-9a-f]{32}|[0-9a-f]{16})-/i.exec(text(headers.b3))?.[1],
    /^(?:[0-9a-f]{32}|[0-9a-f]{16})$/i.exec(text(headers['x-b3-traceid']))?.[0],
  ];
  return candidates.find((id) => id !== undefined && !/^0+$/.test(id));
}

function text(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
