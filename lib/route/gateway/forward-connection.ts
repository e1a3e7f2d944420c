import { isHttp } from '../../istio/protocol';
import { answered, type Decision, type Destination } from '../answer/decision';
import type { Request } from '../request/request';
import type { Target } from '../rule/action';
import type { L4Route } from './l4';

/**
 * What becomes of a connection that is handed on without looking at requests: the program gets what the client sent.
 *
 * @param terminatesTls does the proxy take TLS off before it hands the bytes on?
 */
export function forwardConnection(route: L4Route, request: Request, terminatesTls: boolean): Decision {
  const https = request.scheme === 'https';
  if (terminatesTls && !https) return answered('error', 'connection closed: the port speaks TLS only');
  const destinations = route.targets.map((target) => destination(target, request));
  const [first] = destinations;
  if (!destinations.some(({ status }) => status === 200)) {
    const reason = first?.cluster.failure?.reason ?? 'the rule has no destination';
    return { ...answered('error', `connection closed: ${reason}`), connection: route, destinations };
  }
  const wrapped = https && !terminatesTls ? first?.cluster.originator : undefined;
  if (wrapped !== undefined) {
    const reason = `TLS handshake failed: ${wrapped} wraps the client's own TLS in TLS once more`;
    return answered('error', reason, { connection: route });
  }
  if (https && !terminatesTls && destinations.every(({ cluster }) => speaksPlainHttp(cluster))) {
    return answered('error', `TLS handshake failed: port ${first?.cluster.port} of \`${first?.cluster.host}\` is declared as plain HTTP`, {
      connection: route,
    });
  }
  return {
    status: 200,
    reason: null,
    connection: route,
    destinations,
    path: request.path,
    location: null,
    mirrors: [],
    hash: [],
    undecided: [],
    assumed: [],
  };
}

function destination({ cluster, share, requestHeaders, responseHeaders }: Target, { host }: Request): Destination {
  return {
    cluster,
    share,
    status: cluster.failure ? 503 : 200,
    reason: cluster.failure?.reason,
    host: host ?? '',
    requestHeaders,
    responseHeaders,
  };
}

function speaksPlainHttp({ service, port }: Target['cluster']): boolean {
  const protocol = service?.ports.find(({ number }) => number === port)?.protocol;
  return protocol !== undefined && isHttp(protocol);
}
