import { answered, type Decision } from './decision';
import type { L4Route } from './l4';

/** What becomes of a connection that is handed on without looking at requests. */
export function forwardConnection(route: L4Route, { terminatesTls, https }: { terminatesTls: boolean; https: boolean }): Decision {
  if (terminatesTls && !https) return answered('error', 'connection closed: the port speaks TLS only');
  const destinations = route.targets.map(({ cluster, share, requestHeaders, responseHeaders }) => ({
    cluster,
    share,
    status: cluster.failure ? (503 as const) : (200 as const),
    host: '',
    requestHeaders,
    responseHeaders,
  }));
  const served = destinations.some(({ status }) => status === 200);
  const reason = served ? null : `connection closed: ${destinations[0]?.cluster.failure?.reason ?? 'the rule has no destination'}`;
  return { ...answered(served ? 200 : 'error', ''), reason, connection: route, destinations };
}
