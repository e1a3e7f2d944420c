import type { HTTPRetry } from '../../../../imports/protobuf/networking';
import { closest } from '../../../text';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkDuration } from '../durations';

/** What Envoy knows to retry on, for HTTP and for gRPC. */
const policies = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

export function checkRetries(retries: HTTPRetry | undefined, at: Field): void {
  if (retries === undefined) return;
  const { attempts = 0, perTryTimeout, retryOn = '', retryRemoteLocalities, backoff } = retries;
  if (attempts < 0) at.at('attempts').error(`\`${attempts}\` attempts are less than none`);
  if (attempts === 0 && (perTryTimeout !== undefined || retryOn !== '' || retryRemoteLocalities !== undefined)) {
    at.at('attempts').error('there are 0 attempts, but the retries are described', { fix: 'set `attempts`, or leave the rest out' });
  }
  checkDuration(perTryTimeout, at.at('perTryTimeout'));
  for (const policy of retryOn === '' ? [] : retryOn.split(',')) checkPolicy(policy, at.at('retryOn'));
  checkDuration(backoff, at.at('backoff'));
}

function checkPolicy(policy: string, at: Field): void {
  if (policies.includes(policy) || isStatus(policy)) return;
  const near = closest(policy.trim(), policies);
  at.error(`${quote(policy)} is nothing to retry on`, near === undefined ? {} : { fix: `did you mean \`${near}\`?` });
}

/** A status that HTTP has a name for. */
function isStatus(text: string): boolean {
  if (!/^[+-]?\d{1,9}$/.test(text)) return false;
  const status = Number(text);
  return ranges.some(([first, last]) => status >= first && status <= last);
}

const ranges: readonly (readonly [first: number, last: number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];
