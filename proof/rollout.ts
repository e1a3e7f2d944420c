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

interface Waiting {
  readonly namespaces: readonly string[];
  /** Seconds. */
  readonly patience: number;
  /** Takes each reason why a Deployment is not ready, as soon as there is one. @default - writes it to stderr */
  readonly onReason?: (reason: string) => void;
}

/** Waits until the Deployments of the namespaces are rolled out. @throws ProofError naming those that are not, with their pods' last lines */
export async function rolledOut(api: ApiClient, kubelet: Kubelet, { namespaces, patience, onReason = say }: Waiting): Promise<void> {
  const lists = () => Promise.all(namespaces.map((namespace) => api.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })));
  const waiting = async (): Promise<ApiObject[]> => (await lists()).flat().filter((deployment) => !isRolledOut(deployment));
  const said = new Set<string>();
  const allReady = async (): Promise<boolean> => {
    const left = await waiting();
    for (const reason of left.flatMap((deployment) => reasons(deployment, kubelet))) {
      if (!said.has(reason)) onReason(reason);
      said.add(reason);
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

/** What keeps a Deployment from being ready, so far as that is an error and not the time it takes to start. */
function reasons(deployment: ApiObject, kubelet: Kubelet): string[] {
  const { name, namespace = 'default' } = deployment.metadata;
  const found = [...replicaFailures(deployment), ...podsOf(deployment, kubelet).flatMap((pod) => pod.problems())];
  return found.map((reason) => `Deployment ${namespace}/${name} is not ready: ${reason}`);
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
