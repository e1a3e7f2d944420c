import type { Container, EnvVar, EnvVarSource, PodSpec, ResourceRequirements, TopologySpreadConstraint } from '../../../imports/kubernetes';
import { ConstructError } from '../../errors';
import { parseImage, pinnedImage } from '../image';
import type { Probes } from '../probes';
import { ownedByPod } from './owned';
import type { PodProps } from './pod-props';
import { containerPorts, type Port } from './ports';
import { modest } from './resources';
import { strategicMerge } from './strategic-merge';
import { renderMounts, renderVolumes } from './volumes';

/** All that makes one pod. */
export interface PodInput extends PodProps {
  readonly image: string;
  /** Name of the application's container. */
  readonly container: string;
  readonly kind: string;
  readonly serviceAccountName: string;
  readonly ports: readonly Port[];
  readonly probes: Probes;
  /** Labels by which pods of one rollout are spread. @default - they are not */
  readonly spreadBy?: Readonly<Record<string, string>>;
}

/** Seconds that a pod goes on serving while the rest of the mesh learns that it leaves. */
const drainSeconds = 5;

/** @throws ConstructError `RootUser`, `FloatingImage`, `OwnedField`, `UnknownVolume`, `MountPath`, `MergeKey` */
export function renderPod(input: PodInput): PodSpec {
  const { container, user = 10001, pod } = input;
  pinnedImage(input.image);
  if (!Number.isInteger(user) || user < 1) {
    throw new ConstructError('RootUser', `a program runs as a numeric user that is not root, got \`${user}\``, { fix: 'user: 10001' });
  }
  const rendered = podSpec(input, user);
  if (pod === undefined) return rendered;
  const options = { type: 'PodSpec', path: 'pod', owned: ownedByPod(container, input) };
  return strategicMerge({ ...rendered }, { ...pod }, options) as unknown as PodSpec;
}

function podSpec(input: PodInput, user: number): PodSpec {
  const { spreadBy, initContainers, imagePullSecrets } = input;
  const spread = spreadBy && ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((key) => spreadOver(key, spreadBy));
  return {
    serviceAccountName: input.serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: input.terminationGracePeriodSeconds ?? 30,
    securityContext: { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints: spread,
    initContainers,
    containers: [renderContainer(input)],
    imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
    nodeSelector: input.nodeSelector,
    tolerations: input.tolerations,
    affinity: input.affinity,
    priorityClassName: input.priorityClassName,
    hostAliases: input.hostAliases,
    volumes: [...temporary(input), ...renderVolumes(input.volumes)],
  };
}

/** A writable `/tmp`, unless something else is mounted there. */
function temporary({ volumeMounts = {}, volumes = {}, resources }: PodInput) {
  if ('/tmp' in volumeMounts || 'tmp' in volumes) return [];
  return [{ name: 'tmp', emptyDir: { sizeLimit: resourcesOf(resources).limits?.['ephemeral-storage'] } }];
}

/** Resources as Kubernetes has them. */
export function resourcesOf(resources: PodProps['resources'] = modest): ResourceRequirements {
  return resources as ResourceRequirements;
}

function renderContainer(input: PodInput): Container {
  const { container, image, env = {}, kind } = input;
  const mounts = renderMounts(input, kind);
  const variables = Object.entries(env).map(([name, value]) => variable(name, value));
  return {
    name: container,
    image,
    // A tag may be moved, and a node that has the old image would keep it; what a digest names cannot change.
    imagePullPolicy: parseImage(image).digest === undefined ? 'Always' : 'IfNotPresent',
    command: input.command,
    args: input.args,
    env: variables.length > 0 ? variables : undefined,
    envFrom: input.envFrom,
    ports: input.ports.length > 0 ? containerPorts(input.ports) : undefined,
    resources: resourcesOf(input.resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
    },
    ...input.probes,
    lifecycle: input.ports.length > 0 ? { preStop: { sleep: { seconds: drainSeconds } } } : undefined,
    volumeMounts: [...temporary(input).map(({ name }) => ({ name, mountPath: '/tmp' })), ...mounts],
  };
}

function variable(name: string, value: string | EnvVarSource): EnvVar {
  return typeof value === 'string' ? { name, value } : { name, valueFrom: value };
}

/** Pods of one rollout are spread as evenly as the cluster allows; none waits for a place. */
function spreadOver(topologyKey: string, matchLabels: Readonly<Record<string, string>>): TopologySpreadConstraint {
  return {
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
    matchLabelKeys: ['pod-template-hash'],
  };
}
