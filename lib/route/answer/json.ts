import { receive } from '../request/incoming';
import type { Request } from '../request/request';
import { type HeaderChanges, headerChanges } from '../rule/header-changes';
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
  /** A fault that fires for a part of such requests only. */
  readonly abort?: { readonly status: number; readonly share: number };
}

export interface DestinationJson {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number;
  /** Of all such requests, 0 to 1. */
  readonly share: number;
  /** Why this share gets 503. */
  readonly reason?: string;
  /** Headers the backend gets otherwise than they were sent. @default - all as they were */
  readonly headers?: HeaderChanges;
}

/** @param request the request that was decided */
export function decisionJson(decision: Decision, request: Request): DecisionJson {
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
    destinations: destinations.map((destination) => destinationJson(destination, request)),
    path,
    host: hosts.size === 1 ? host : null,
    location,
    reason,
    ...(decision.abort ? { abort: decision.abort } : {}),
  };
}

function destinationJson(destination: Destination, request: Request): DestinationJson {
  const { host, subset, port, failure } = destination.cluster;
  const shown = { host, subset, port, share: destination.share };
  if (failure) return { ...shown, reason: failure.reason };
  const incoming = receive(request);
  if ('malformed' in incoming) return shown;
  const headers = headerChanges(destination, incoming);
  return Object.keys(headers.set).length + headers.removed.length > 0 ? { ...shown, headers } : shown;
}
