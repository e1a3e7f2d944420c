import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { count } from './count';
import { parseImage, pinnedImage } from './image';
import { dnsLabel } from './name';
import type { Probes } from './probes';
import { within } from './within';

/** CPU, memory and disk that one pod asks for, and may at most have. Source: Kubernetes `ResourceRequirements`. */
export interface Resources {
  readonly requests: ComputeResources;
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

/** One version of a microservice, as pods. */
export interface WorkloadProps {
  readonly name: string;
  /** Labels of the pods, all of them also in the selector. They cannot change once applied. */
  readonly labels: { readonly app: string; readonly version: string };
  readonly image: string;
  /** @default 2 */
  readonly replicas?: number;
  readonly port: { readonly name: string; readonly number: number };
  /** @default - none */
  readonly env?: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
  /** @default - modest ones */
  readonly resources?: Resources;
  readonly probes: Probes;
  /** Numeric user and group that the program runs as. @default 10001 */
  readonly user?: number;
}

type Settled = Required<WorkloadProps>;

const modest: Resources = {
  requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
};

/** Seconds that a pod goes on serving while the rest of the mesh learns that it leaves. */
const drainSeconds = 5;

/**
 * A Deployment whose pods meet the Pod Security Standard `restricted`, and that replaces them without losing a request:
 * a new pod is ready before an old one goes, and an old one serves on while callers still know its address.
 *
 * The pause before the stop is Kubernetes' own `preStop.sleep` (on by default since 1.30), which needs no shell in the
 * image. The sidecar outlasts the program where Istio runs it natively, as it does by default on Kubernetes 1.33 and later.
 *
 * A plain `ApiObject`, since the L1 of Kubernetes 1.27 would drop `preStop.sleep`.
 */
export class Workload extends Construct {
  /** @throws ConstructError `NameTooLong`, `FloatingImage`, `CountRange`, `RootUser` */
  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    const { name, labels, env = {}, replicas = 2, resources = modest, user = 10001 } = props;
    const settled = { ...props, env, replicas, resources, user };
    within(this, () => check(settled));
    const metadata = { name, labels };
    new ApiObject(this, 'Default', {
      ...k8s.KubeDeployment.GVK,
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: { metadata: { labels }, spec: pod(settled) },
      },
    });
    if (replicas > 1) {
      new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
        metadata,
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          selector: { matchLabels: labels },
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
    }
  }
}

function check({ name, image, replicas, user }: Settled): void {
  dnsLabel(name, 'the name of a deployment');
  pinnedImage(image);
  count(replicas, 'replicas');
  if (!Number.isInteger(user) || user < 1) {
    throw new ConstructError('RootUser', `a program runs as a numeric user that is not root, got \`${user}\``, { fix: 'user: 10001' });
  }
}

function pod(props: Settled) {
  const { labels, replicas, resources, user } = props;
  return {
    serviceAccountName: props.serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints:
      replicas > 1 ? ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((key) => spread(key, labels)) : undefined,
    containers: [container(props)],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: resources.limits['ephemeral-storage'] } }],
  };
}

function container({ labels, image, port, env, resources, probes }: Settled) {
  return {
    name: labels.app,
    image,
    // A tag may be moved, and a node that has the old image would keep it; what a digest names cannot change.
    imagePullPolicy: parseImage(image).digest === undefined ? 'Always' : 'IfNotPresent',
    env: Object.keys(env).length > 0 ? Object.entries(env).map(([name, value]) => ({ name, value })) : undefined,
    ports: [{ name: port.name, containerPort: port.number, protocol: 'TCP' }],
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
    },
    startupProbe: { ...probes.liveness, periodSeconds: 1, failureThreshold: 60 },
    livenessProbe: { ...probes.liveness, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
    readinessProbe: { ...probes.readiness, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}

/** Pods of one rollout are spread as evenly as the cluster allows; none waits for a place. */
function spread(topologyKey: string, labels: WorkloadProps['labels']) {
  return {
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ['pod-template-hash'],
  };
}
