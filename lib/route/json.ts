import type { Decision, Destination } from './decision';

/** A decision as the command line prints it, one line of JSON. */
export interface DecisionJson {
  /** 200: forwarded; a status Envoy answers itself; `error`: no answer at all. */
  readonly status: number | 'error';
  /** `namespace/name` of the VirtualService whose rule took the request. */
  readonly virtualService: string | null;
  readonly route: { readonly index: number; readonly name: string | null } | null;
  readonly destinations: readonly DestinationJson[];
  /** Path and query as the backend gets them. */
  readonly path: string | null;
  /** Host header as the backend gets it; null where destinations differ in it. */
  readonly host: string | null;
  readonly location: string | null;
  readonly reason: string | null;
}

export interface DestinationJson {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number;
  /** Of all such requests, 0 to 1. */
  readonly share: number;
  /** Why this share gets 503. */
  readonly reason?: string;
}

export function decisionJson(decision: Decision): DecisionJson {
  const { status, route, connection, destinations, path, location, reason } = decision;
  const hosts = new Set(destinations.map((destination) => destination.host));
  const [host = null] = hosts;
  return {
    status,
    virtualService: (route ?? connection)?.virtualService?.name ?? null,
    route: route
      ? { index: route.rule.index, name: route.rule.spec.name || null }
      : connection
        ? { index: connection.index, name: null }
        : null,
    destinations: destinations.map(destinationJson),
    path,
    host: hosts.size === 1 ? host : null,
    location,
    reason,
  };
}

function destinationJson({ cluster: { host, subset, port, failure }, share }: Destination): DestinationJson {
  return { host, subset, port, share, ...(failure ? { reason: failure.reason } : {}) };
}
