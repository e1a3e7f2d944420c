import type {
  VirtualServiceSpecHttpCorsPolicy,
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpMirrors,
  VirtualServiceSpecHttpRetries,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { count } from './count';
import { type Destination, renderTarget } from './destination';
import type { Duration } from './duration';
import { headerName } from './header';
import type { Percent } from './percent';
import type { HttpMethod } from './route-match';
import type { StringMatch } from './string-match';

/** When Envoy asks again. Source: Envoy's `x-envoy-retry-on` and `x-envoy-retry-grpc-on`. */
export type RetryCondition =
  | '5xx'
  | 'gateway-error'
  | 'reset'
  | 'reset-before-request'
  | 'connect-failure'
  | 'refused-stream'
  | 'retriable-4xx'
  | 'retriable-status-codes'
  | 'cancelled'
  | 'deadline-exceeded'
  | 'internal'
  | 'resource-exhausted'
  | 'unavailable';

/** Source: Istio `HTTPRetry`. */
export interface Retries {
  /** Further attempts after the first; 0 turns retries off. */
  readonly attempts: number;
  /** How long each attempt may take. @default - the route's timeout */
  readonly perTryTimeout?: Duration;
  /**
   * The failures after which the request is sent again.
   *
   * @default - Istio's: connect-failure, refused-stream, unavailable, cancelled and 503
   */
  readonly on?: readonly RetryCondition[];
}

/** At least one of the two. Source: Istio `HTTPFaultInjection`. */
export interface Fault {
  /** Wait before forwarding. @default - no delay */
  readonly delay?: { readonly duration: Duration; readonly percentage: Percent };
  /** Answer in the destination's place. @default - no abort */
  readonly abort?: { readonly status: number; readonly percentage: Percent };
}

/** Source: Istio `HTTPMirrorPolicy`. */
export interface Mirror {
  /** A single destination. */
  readonly to: Destination;
  /** The share of the requests that is copied. @default - all requests */
  readonly percentage?: Percent;
}

/** Source: Istio `CorsPolicy`. */
export interface Cors {
  /** The origins that browsers may call from. */
  readonly allowOrigins: readonly StringMatch[];
  /** The methods that scripts of these origins may use. @default - none beyond what browsers always allow */
  readonly allowMethods?: readonly HttpMethod[];
  /** The request headers that scripts may set. @default - none beyond what browsers always allow */
  readonly allowHeaders?: readonly string[];
  /** The response headers that scripts may read. @default - none beyond what browsers always show */
  readonly exposeHeaders?: readonly string[];
  /** How long a browser may remember the answer. @default - the browser's */
  readonly maxAge?: Duration;
  /** Whether browsers send cookies and credentials along. @default false */
  readonly allowCredentials?: boolean;
}

/** @throws ConstructError `CountRange`, `RetryAttempts` */
export function renderRetries({ attempts, perTryTimeout, on }: Retries): VirtualServiceSpecHttpRetries {
  count(attempts, 'attempts');
  if (attempts === 0 && (perTryTimeout || on)) {
    throw new ConstructError('RetryAttempts', 'retries with 0 attempts have no other setting', { fix: 'retries: { attempts: 0 }' });
  }
  return { attempts, perTryTimeout: perTryTimeout?.toString(), retryOn: on?.join(',') };
}

/** @throws ConstructError `EmptyFault`, `StatusRange` */
export function renderFault({ delay, abort }: Fault): VirtualServiceSpecHttpFault {
  if (!delay && !abort) throw new ConstructError('EmptyFault', 'a fault has neither delay nor abort');
  if (abort && !(Number.isInteger(abort.status) && abort.status >= 200 && abort.status <= 599)) {
    throw new ConstructError('StatusRange', `an abort has a status from 200 to 599, got \`${abort.status}\``);
  }
  return {
    delay: delay && { fixedDelay: delay.duration.toString(), percentage: { value: delay.percentage.value } },
    abort: abort && { httpStatus: abort.status, percentage: { value: abort.percentage.value } },
  };
}

/** @throws ConstructError `MirrorOfSplit` */
export function renderMirror({ to, percentage }: Mirror): VirtualServiceSpecHttpMirrors {
  const [target, ...others] = to.toTargets();
  if (target === undefined || others.length > 0) {
    throw new ConstructError('MirrorOfSplit', 'a mirror is a single destination', {
      fix: 'one mirror for each destination, with its percentage',
    });
  }
  return {
    destination: renderTarget(target),
    percentage: percentage && { value: percentage.value },
  };
}

/** @throws ConstructError `CorsMaxAge`, `HeaderName` */
export function renderCors(cors: Cors): VirtualServiceSpecHttpCorsPolicy {
  if (cors.maxAge && cors.maxAge.toMillis() % 1000 !== 0) {
    throw new ConstructError('CorsMaxAge', `maxAge is in whole seconds, got \`${cors.maxAge}\``, { why: 'a browser counts in seconds' });
  }
  return {
    allowOrigins: cors.allowOrigins.map(({ spec }) => spec),
    allowMethods: cors.allowMethods && [...cors.allowMethods],
    allowHeaders: cors.allowHeaders?.map(headerName),
    exposeHeaders: cors.exposeHeaders?.map(headerName),
    maxAge: cors.maxAge?.toString(),
    allowCredentials: cors.allowCredentials,
  };
}
