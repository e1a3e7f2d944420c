import type { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { count } from '../count';
import type { Duration } from '../duration';
import { onlyKnown } from '../only-known';
import { withinNew } from '../within';
import { EnvoyFilter, type EnvoyFilterTarget, httpFilter, targetOf } from './envoy-filter';

export interface LocalRateLimitProps extends EnvoyFilterTarget {
  /** Requests that each proxy lets through in `per`: two pods let through twice as many. */
  readonly requests: number;
  /** At least 50 ms, as Envoy counts. */
  readonly per: Duration;
  /** Requests that may come at once. @default - `requests` */
  readonly burst?: number;
  /** Answer to the others. @default 429 */
  readonly status?: number;
}

/** A limit that each proxy keeps by itself. Source: Envoy `LocalRateLimit`. */
export class LocalRateLimit extends EnvoyFilter {
  /** @param id also the name of the object. @throws ConstructError `CountRange`, `RateLimit`, and those of `EnvoyFilter` */
  constructor(scope: Construct, id: string, props: LocalRateLimitProps) {
    const limit = withinNew(scope, id, () => render(onlyKnown('LocalRateLimitProps', props)));
    super(scope, id, { ...targetOf(props), patches: [httpFilter(props, 'envoy.filters.http.local_ratelimit', limit)] });
  }
}

function render({ requests, per, burst = requests, status }: LocalRateLimitProps) {
  count(requests, 'requests');
  count(burst, 'burst');
  if (requests < 1) throw new ConstructError('RateLimit', `a rate limit lets through at least 1 request, got \`${requests}\``);
  if (burst < requests) {
    throw new ConstructError('RateLimit', `a burst of \`${burst}\` is less than the \`${requests}\` requests of each interval`, {
      why: 'the bucket would never hold the requests that are let through',
      fix: `burst: ${requests}`,
    });
  }
  if (per.toMillis() < 50) throw new ConstructError('RateLimit', `the interval of a rate limit is at least 50ms, got \`${per}\``);
  if (status !== undefined && (status < 400 || status > 599)) {
    throw new ConstructError('RateLimit', `a rate limit answers with a status from 400 to 599, got \`${status}\``);
  }
  const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
    stat_prefix: 'http_local_rate_limiter',
    token_bucket: { max_tokens: burst, tokens_per_fill: requests, fill_interval: per.toString() },
    status: status === undefined ? undefined : { code: status },
    filter_enabled: always,
    filter_enforced: always,
  };
}
