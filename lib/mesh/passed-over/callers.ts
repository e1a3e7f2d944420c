import { memo } from '../../memo';
import type { Facts } from './facts';

/** The namespaces of workloads whose calls a sidecar sends. */
export const callingNamespaces = memo(({ workloads, injection }: Facts): readonly string[] => {
  const sending = workloads.all.filter((workload) => injection.proxyOf(workload).kind === 'sidecar');
  return [...new Set(sending.map(({ namespace }) => namespace))];
});
