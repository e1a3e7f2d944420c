import { memo } from '../../memo';
import { isOwnProxy } from '../workloads/injection';
import { podOf } from '../workloads/pods';
import type { Workload } from '../workloads/workloads';
import type { Facts } from './facts';

/** The namespaces of workloads whose calls a sidecar or a gateway sends. */
export const callingNamespaces = memo(({ workloads, injection }: Facts): readonly string[] => {
  const sending = workloads.all.filter((workload) => injection.proxyOf(workload).kind === 'sidecar');
  return namespacesOf(sending);
});

/** Workloads with a sidecar, which alone follow rules for `mesh`: a gateway has those that name it. */
export const sidecarWorkloads = memo(({ workloads, injection }: Facts): readonly Workload[] =>
  workloads.all.filter((workload) => injection.proxyOf(workload).kind === 'sidecar' && !isOwnProxy(podOf(workload))),
);

/** Their namespaces. */
export const sidecarNamespaces = memo((facts: Facts): readonly string[] => namespacesOf(sidecarWorkloads(facts)));

function namespacesOf(workloads: readonly Workload[]): string[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))];
}
