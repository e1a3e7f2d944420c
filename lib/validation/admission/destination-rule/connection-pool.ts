import type {
  ConnectionPoolSettings,
  ConnectionPoolSettings_HTTPSettings,
  ConnectionPoolSettings_TCPSettings,
} from '../../../../imports/protobuf/networking';
import { millisecond } from '../../values/duration';
import type { Field } from '../../violation';
import { checkDuration } from '../durations';

export function checkConnectionPool(settings: ConnectionPoolSettings | undefined, at: Field): void {
  if (settings === undefined) return;
  if (settings.http === undefined && settings.tcp === undefined) at.error('the connection pool has neither `tcp` nor `http`');
  if (settings.http) checkHttp(settings.http, at.at('http'));
  if (settings.tcp) checkTcp(settings.tcp, at.at('tcp'));
}

function checkHttp(http: ConnectionPoolSettings_HTTPSettings, at: Field): void {
  for (const field of [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ] as const) {
    checkCount(http[field], at.at(field));
  }
  checkDuration(http.idleTimeout, at.at('idleTimeout'));
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol)
    at.at('useClientProtocol').error('`useClientProtocol` contradicts `h2UpgradePolicy: UPGRADE`');
  if (http.http2KeepAlive === undefined) return;
  for (const field of ['interval', 'timeout'] as const) {
    const value = http.http2KeepAlive[field];
    if (value === undefined) at.at('http2KeepAlive', field).error(`required field \`${field}\` is missing`);
    checkDuration(value, at.at('http2KeepAlive', field));
  }
}

function checkTcp(tcp: ConnectionPoolSettings_TCPSettings, at: Field): void {
  checkCount(tcp.maxConnections, at.at('maxConnections'));
  checkDuration(tcp.connectTimeout, at.at('connectTimeout'));
  checkDuration(tcp.maxConnectionDuration, at.at('maxConnectionDuration'));
  if (tcp.idleTimeout !== undefined && tcp.idleTimeout / millisecond !== 0n) checkDuration(tcp.idleTimeout, at.at('idleTimeout'));
  checkDuration(tcp.tcpKeepalive?.time, at.at('tcpKeepalive', 'time'));
  checkDuration(tcp.tcpKeepalive?.interval, at.at('tcpKeepalive', 'interval'));
}

function checkCount(count: number | undefined, at: Field): void {
  if ((count ?? 0) < 0) at.error(`\`${count}\` is negative`);
}
