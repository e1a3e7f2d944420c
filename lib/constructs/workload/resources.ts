import type { ResourceRequirements } from '../../../imports/kubernetes';

/** CPU, memory and disk that one pod asks for, and may at most have. Source: Kubernetes `ResourceRequirements`. */
export interface Resources {
  /** What the scheduler reserves for the container. */
  readonly requests: ComputeResources;
  /** The most that the container may use. */
  readonly limits: ComputeResources;
}

interface ComputeResources {
  /** For example `50m`, a twentieth of a core. */
  readonly cpu: string;
  /** For example `128Mi`. */
  readonly memory: string;
  /** Disk for logs and `/tmp`, for example `64Mi`. */
  readonly 'ephemeral-storage': string;
}

/** What a small web service needs. */
export const modest: ResourceRequirements = {
  requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
};
