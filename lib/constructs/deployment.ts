import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { parseImage } from './image';

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

/** What a Deployment is made of. */
export interface DeploymentProps {
  readonly name: string;
  /** Labels of the pods, all of them also in the selector. They cannot change once applied. */
  readonly labels: { readonly app: string; readonly version: string };
  readonly image: string;
  readonly replicas: number;
  readonly port: { readonly name: string; readonly number: number };
  readonly env: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
  readonly resources: Resources;
  readonly probes: Probes;
  /** Numeric user and group that the program runs as. */
  readonly user: number;
}

/** Kubernetes probe handlers. */
export interface Probes {
  readonly liveness: Readonly<Record<string, unknown>>;
  readonly readiness: Readonly<Record<string, unknown>>;
}

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
export function deployment(scope: Construct, id: string, props: DeploymentProps): ApiObject {
  const { name, labels, replicas } = props;
  return new ApiObject(scope, id, {
    ...k8s.KubeDeployment.GVK,
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels }, spec: pod(props) },
    },
  });
}

function pod({ labels, replicas, serviceAccountName, user, image, port, env, resources, probes }: DeploymentProps) {
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints:
      replicas > 1 ? ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((key) => spread(key, labels)) : undefined,
    containers: [container({ name: labels.app, image, port, env, resources, probes })],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: resources.limits['ephemeral-storage'] } }],
  };
}

function container({
  name,
  image,
  port,
  env,
  resources,
  probes,
}: Pick<DeploymentProps, 'name' | 'image' | 'port' | 'env' | 'resources' | 'probes'>) {
  return {
    name,
    image,
    // A tag may be moved, and a node that has the old image would keep it; what a digest names cannot change.
    imagePullPolicy: parseImage(image).digest === undefined ? 'Always' : 'IfNotPresent',
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
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
function spread(topologyKey: string, labels: DeploymentProps['labels']) {
  return {
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ['pod-template-hash'],
  };
}
