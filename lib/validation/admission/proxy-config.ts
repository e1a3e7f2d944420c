import type { ProxyConfig } from '../../../imports/protobuf/networking';
import type { Field } from '../violation';
import { checkSelector } from './selectors';

/** What istiod's webhook asks of a ProxyConfig. Source: `ValidateProxyConfig` of `pkg/config/validation`. */
export function checkProxyConfig({ selector, concurrency = 0 }: ProxyConfig, at: Field): void {
  checkSelector(selector, at.at('selector'));
  if (concurrency < 0) at.at('concurrency').error(`\`${concurrency}\` threads are less than none`);
}
