import type { ApiClient } from './api/client';
import type { ApiObject } from './api/target';
import type { Kubelet } from './kubelet/kubelet';
import type { PodRunner } from './kubelet/pod-runner';
import { until } from './until';

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
}

/** What a pod's probes meet is an error once it has stood so long, in milliseconds: until then the pod is starting. */
const startTime = 15_000;

interface Waiting {
  readonly namespaces: readonly string[];
  /** Seconds. */
  readonly patience: number;
  /** Takes each reason why a Deployment is not ready, as soon as it is more than the time a start takes. @default - writes it to stderr */
  readonly onReason?: (reason: string) => void;
}

/** Waits until the Deployments of the namespaces are rolled out. @throws ProofError naming those that are not, with their pods' last lines */
export async function rolledOut(api: ApiClient, kubelet: Kubelet, { namespaces, patience, onReason = say }: Waiting): Promise<void> {
  const lists = () => Promise.all(namespaces.map((namespace) => api.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })));
  const waiting = async (): Promise<ApiObject[]> => (await lists()).flat().filter((deployment) => !isRolledOut(deployment));
  const report = reporter(onReason);
  const allReady = async (): Promise<boolean> => {
    const left = await waiting();
    for (const deployment of left) {
      report(namedReasons(deployment, replicaFailures(deployment)), 0);
      const problems = podsOf(deployment, kubelet).flatMap((pod) => pod.problems());
      report(namedReasons(deployment, problems), startTime);
    }
    return left.length === 0;
  };
  await until(`all Deployments of ${namespaces.join(', ')} are ready`, allReady, {
    within: patience,
    explain: async () => (await waiting()).flatMap((deployment) => whyNot(deployment, kubelet)),
  });
}

/** As `kubectl rollout status` sees it. */
export function isRolledOut({ metadata, spec, status = {} }: ApiObject): boolean {
  const { observedGeneration, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status as DeploymentStatus;
  const wanted = Number(spec?.replicas ?? 1);
  return observedGeneration === metadata.generation && updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted;
}

/** Hands on each reason once, when it has stood for so many milliseconds. @param now in milliseconds; @default - the clock */
export function reporter(onReason: (reason: string) => void, now = Date.now): (reasons: readonly string[], after: number) => void {
  const firstSeen = new Map<string, number>();
  const said = new Set<string>();
  return (reasons, after) => {
    for (const reason of reasons) {
      if (!firstSeen.has(reason)) firstSeen.set(reason, now());
      if (said.has(reason) || now() - (firstSeen.get(reason) ?? 0) < after) continue;
      said.add(reason);
      onReason(reason);
    }
  };
}

function namedReasons({ metadata: { name, namespace = 'default' } }: ApiObject, reasons: readonly string[]): string[] {
  return reasons.map((reason) => `Deployment ${namespace}/${name} is not ready: ${reason}`);
}

/** Why the API server took no pod of it, as the ReplicaSet's controller reports. */
export function replicaFailures({ status }: ApiObject): string[] {
  const conditions = (status?.conditions ?? []) as { type: string; message: string }[];
  return conditions.filter(({ type }) => type === 'ReplicaFailure').map(({ message }) => message);
}

function podsOf({ metadata: { name, namespace = 'default' } }: ApiObject, kubelet: Kubelet): PodRunner[] {
  return kubelet.list(namespace).filter(({ pod }) => pod.metadata.name.startsWith(`${name}-`));
}

function whyNot(deployment: ApiObject, kubelet: Kubelet): string[] {
  const { name, namespace = 'default' } = deployment.metadata;
  const pods = podsOf(deployment, kubelet);
  const why = pods.flatMap((pod) => [...pod.problems(), ...pod.lastLines(5)]);
  return [
    `Deployment ${namespace}/${name} is not ready${pods.length === 0 ? ': it has no pods' : ''}`,
    ...replicaFailures(deployment),
    ...why,
  ];
}

function say(reason: string): void {
  process.stderr.write(`prove  ${reason}\n`);
}
