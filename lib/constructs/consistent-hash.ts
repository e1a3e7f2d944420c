import type { Duration } from './duration';
import { headerName } from './header';
import { LoadBalancing } from './load-balancing';
import { onlyKnown } from './only-known';

/** How a session cookie is made where a request has none. */
export interface CookieOptions {
  /** How long it lasts. @default - as long as the browser is open */
  readonly ttl?: Duration;
  /** Paths it is sent for. @default - Envoy sets none */
  readonly path?: string;
}

/**
 * One value, one pod: requests that agree in the hashed value reach the same pod as long as the pods stay the same.
 *
 * The hash chooses among the pods of one destination. Over a split it cannot work, since the weights draw the version
 * first: send to the microservice as a whole. Source: Istio `LoadBalancerSettings.consistentHash`.
 */
export class ConsistentHash extends LoadBalancing {
  /** @param name requests without this header are balanced at random. @throws ConstructError `HeaderName` */
  static onHeader(name: string): ConsistentHash {
    return new ConsistentHash({ consistentHash: { httpHeaderName: headerName(name) } });
  }

  /** By a cookie, which Envoy sets where a request has none. */
  static onCookie(name: string, options: CookieOptions = {}): ConsistentHash {
    const { ttl, path } = onlyKnown('CookieOptions', options);
    return new ConsistentHash({ consistentHash: { httpCookie: { name: headerName(name), path, ttl: ttl?.toString() ?? '0s' } } });
  }

  /** By the caller's address, as far as Envoy sees it. */
  static onSourceIp(): ConsistentHash {
    return new ConsistentHash({ consistentHash: { useSourceIp: true } });
  }

  /** By the value of a query parameter. @param name of the parameter */
  static onQueryParameter(name: string): ConsistentHash {
    return new ConsistentHash({ consistentHash: { httpQueryParameterName: name } });
  }
}
