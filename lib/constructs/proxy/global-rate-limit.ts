import type { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import type { Destination } from '../destination';
import type { Duration } from '../duration';
import { headerName } from '../header';
import { onlyKnown } from '../only-known';
import { withinNew } from '../within';
import { EnvoyFilter, type EnvoyFilterTarget, httpFilter, targetOf, virtualHosts } from './envoy-filter';

/** What requests are counted by. Source: Envoy `RateLimit.Action`. */
export type CountedBy =
  | {
      /** The value of this request header. */
      readonly header: string;
      /** The name by which the service's rules know the value. @default - the name of the header, or `generic_key` */
      readonly key?: string;
    }
  | {
      /** The address of the client. */
      readonly remoteAddress: true;
    }
  | {
      /** A fixed value. */
      readonly value: string;
      /** The name by which the service's rules know the value. @default - the name of the header, or `generic_key` */
      readonly key?: string;
    };

export interface GlobalRateLimitProps extends EnvoyFilterTarget {
  /** The service that counts, by Envoy's rate limit protocol over gRPC: one host and port. */
  readonly service: Destination;
  /** Name of the rules in that service's configuration. */
  readonly domain: string;
  /** Each list is counted apart; a request without a header of a list is not counted by it. At least one. */
  readonly by: readonly (readonly CountedBy[])[];
  /** How long a request waits for the answer. @default 20ms */
  readonly timeout?: Duration;
  /** Whether requests are rejected while the service does not answer. @default false */
  readonly failClosed?: boolean;
}

/** A limit that all proxies keep together, counted by a service. Source: Envoy `RateLimit`. */
export class GlobalRateLimit extends EnvoyFilter {
  /** @param id also the name of the object. @throws ConstructError `RateLimitService`, `RateLimit`, `HeaderName` */
  constructor(scope: Construct, id: string, props: GlobalRateLimitProps) {
    const [filter, actions] = withinNew(scope, id, () => {
      onlyKnown('GlobalRateLimitProps', props);
      return [renderFilter(props), renderActions(props)];
    });
    const patches = [httpFilter(props, 'envoy.filters.http.ratelimit', filter), virtualHosts(props, { rate_limits: actions })];
    super(scope, id, { ...targetOf(props), patches });
  }
}

function renderFilter({ service, domain, timeout, failClosed = false }: GlobalRateLimitProps) {
  const [target, ...others] = service.toTargets();
  if (target?.port === undefined || others.length > 0) {
    throw new ConstructError('RateLimitService', 'the service of a rate limit is not a single host with its port', {
      why: 'Envoy asks one cluster, which is named by both',
      fix: "Microservice.fromHost('ratelimit.istio-system.svc.cluster.local', { port: 8081, protocol: 'grpc' })",
    });
  }
  if (domain === '') throw new ConstructError('RateLimit', 'the domain of a rate limit is empty');
  const cluster = `outbound|${target.port}||${target.host}`;
  return {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit',
    domain,
    timeout: timeout?.toString(),
    failure_mode_deny: failClosed,
    rate_limit_service: { grpc_service: { envoy_grpc: { cluster_name: cluster, authority: target.host } }, transport_api_version: 'V3' },
  };
}

function renderActions({ by }: GlobalRateLimitProps): object[] {
  if (by.length === 0 || by.some((list) => list.length === 0)) {
    throw new ConstructError('RateLimit', 'nothing says what requests are counted by', { fix: 'by: [[{ remoteAddress: true }]]' });
  }
  return by.map((list) => ({ actions: list.map(renderAction) }));
}

function renderAction(counted: CountedBy): object {
  if ('remoteAddress' in counted) return { remote_address: {} };
  if ('header' in counted) {
    return { request_headers: { header_name: headerName(counted.header), descriptor_key: counted.key ?? counted.header.toLowerCase() } };
  }
  return { generic_key: { descriptor_value: counted.value, descriptor_key: counted.key } };
}
