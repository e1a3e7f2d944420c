import type { ContainerRunner } from './container';
import type { Pod } from './pod-spec';

/** What the kubelet tells of a pod: as a merge patch of its status. */
export interface PodStatus {
  readonly phase: string;
  readonly podIP?: string;
  readonly conditions: readonly object[];
  readonly [field: string]: unknown;
}

interface Told {
  readonly pod: Pod;
  readonly podIP?: string;
  readonly hostIP: string;
  readonly startTime: string;
  readonly initContainers: readonly ContainerRunner[];
  readonly containers: readonly ContainerRunner[];
  readonly initialized: boolean;
}

/** A pod's status from its containers. Source: Kubernetes PodStatus. */
export function podStatus({ pod, podIP, hostIP, startTime, initContainers, containers, initialized }: Told): PodStatus {
  const sidecars = initContainers.filter(({ spec }) => spec.restartPolicy === 'Always');
  const ready = initialized && [...containers, ...sidecars].every((container) => container.ready);
  return {
    phase: phaseOf(pod, containers, initialized),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime,
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', initialized),
      condition('ContainersReady', ready),
      condition('Ready', ready),
    ],
    initContainerStatuses: initContainers.map(containerStatus),
    containerStatuses: containers.map(containerStatus),
  };
}

function phaseOf({ spec }: Pod, containers: readonly ContainerRunner[], initialized: boolean): string {
  if (!initialized) return 'Pending';
  const codes = containers.map(({ state }) => (state.kind === 'terminated' ? state.exitCode : undefined));
  if ((spec.restartPolicy ?? 'Always') === 'Always' || codes.includes(undefined)) return 'Running';
  return codes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
}

function condition(type: string, holds: boolean): object {
  return { type, status: holds ? 'True' : 'False' };
}

function containerStatus({ spec, state, ready, started, restarts }: ContainerRunner): object {
  const { kind, ...rest } = state;
  const told =
    state.kind === 'running'
      ? { startedAt: state.since }
      : state.kind === 'terminated'
        ? { ...rest, reason: state.exitCode ? 'Error' : 'Completed' }
        : rest;
  return {
    name: spec.name,
    image: spec.image,
    imageID: spec.image,
    ready: ready || (state.kind === 'terminated' && state.exitCode === 0),
    started,
    restartCount: restarts,
    state: { waiting: null, running: null, terminated: null, [kind]: told },
  };
}
