import {
  type DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy as Upgrade,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { count } from './count';
import type { Duration } from './duration';

/** Source: Istio `ConnectionPoolSettings`. */
export interface ConnectionPool {
  /** Connections to all pods of the destination together. @default - 2^32-1 */
  readonly maxConnections?: number;
  /** How long a connection may take to open. @default 10s */
  readonly connectTimeout?: Duration;
  /** A connection is closed after this, however busy. @default - never */
  readonly maxConnectionDuration?: Duration;
  /** How the operating system probes idle connections. @default - it does not */
  readonly keepalive?: { readonly time?: Duration; readonly interval?: Duration; readonly probes?: number };
  /** Requests that may wait for a connection. @default - 2^32-1 */
  readonly maxPendingRequests?: number;
  /** Requests under way to all pods together. @default - 2^32-1 */
  readonly maxRequests?: number;
  /** 1 turns keep-alive off. @default - no limit */
  readonly maxRequestsPerConnection?: number;
  /** Requests under way on one HTTP/2 connection. @default - Envoy's */
  readonly maxConcurrentStreams?: number;
  /** Retries under way to all pods together. @default - 2^32-1 */
  readonly maxRetries?: number;
  /** An idle connection is closed after this. @default 1h */
  readonly idleTimeout?: Duration;
  /** Whether requests go on by HTTP/2: always, never, or as the caller sent them. @default - as the mesh has it, which is not to upgrade */
  readonly http2?: 'always' | 'never' | 'as-called';
}

const upgrades = { always: Upgrade.UPGRADE, never: Upgrade.DO_UNDERSCORE_NOT_UNDERSCORE_UPGRADE, 'as-called': undefined } as const;

/** @throws ConstructError `CountRange`, `EmptyKeepalive` @internal */
export function renderPool(pool: ConnectionPool): DestinationRuleSpecTrafficPolicyConnectionPool | undefined {
  return present({ tcp: renderTcp(pool), http: renderHttp(pool) });
}

function renderTcp({ maxConnections, connectTimeout, maxConnectionDuration, keepalive }: ConnectionPool) {
  if (keepalive && Object.values(keepalive).every((value) => value === undefined)) {
    throw new ConstructError('EmptyKeepalive', '`keepalive` has neither time, interval nor probes', { fix: 'leave `keepalive` out' });
  }
  return present({
    maxConnections: count(maxConnections, 'maxConnections'),
    connectTimeout: connectTimeout?.toString(),
    maxConnectionDuration: maxConnectionDuration?.toString(),
    tcpKeepalive: keepalive && {
      time: keepalive.time?.toString(),
      interval: keepalive.interval?.toString(),
      probes: count(keepalive.probes, 'keepalive.probes'),
    },
  });
}

function renderHttp(pool: ConnectionPool) {
  const { http2 } = pool;
  return present({
    http1MaxPendingRequests: count(pool.maxPendingRequests, 'maxPendingRequests'),
    http2MaxRequests: count(pool.maxRequests, 'maxRequests'),
    maxRequestsPerConnection: count(pool.maxRequestsPerConnection, 'maxRequestsPerConnection'),
    maxConcurrentStreams: count(pool.maxConcurrentStreams, 'maxConcurrentStreams'),
    maxRetries: count(pool.maxRetries, 'maxRetries'),
    idleTimeout: pool.idleTimeout?.toString(),
    h2UpgradePolicy: http2 && upgrades[http2],
    useClientProtocol: http2 === 'as-called' ? true : undefined,
  });
}

function present<T extends object>(fields: T): T | undefined {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}
