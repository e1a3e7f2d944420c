import type { ApiClient } from './api/client';
import type { ApiObject } from './api/target';
import type { Kubelet } from './kubelet/kubelet';
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
}

/** Waits until the Deployments of the namespaces are rolled out. @throws ProofError naming those that are not, with their pods' last lines */
export async function rolledOut(api: ApiClient, kubelet: Kubelet, { namespaces, patience }: Waiting): Promise<void> {
  const lists = () => Promise.all(namespaces.map((namespace) => api.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })));
  const waiting = async (): Promise<ApiObject[]> => (await lists()).flat().filter((deployment) => !isRolledOut(deployment));
  await until(`all Deployments of ${namespaces.join(', ')} are ready`, async () => (await waiting()).length === 0, {
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

function whyNot({ metadata: { name, namespace = 'default' }, status }: ApiObject, kubelet: Kubelet): string[] {
  const pods = kubelet.list(namespace).filter(({ pod }) => pod.metadata.name.startsWith(`${name}-`));
  const why = pods.flatMap((pod) => [...pod.problems(), ...pod.lastLines(5)]);
  const conditions = (status?.conditions ?? []) as { type: string; message: string }[];
  const refused = conditions.filter(({ type }) => type === 'ReplicaFailure').map(({ message }) => message);
  return [`Deployment ${namespace}/${name} is not ready${pods.length === 0 ? ': it has no pods' : ''}`, ...refused, ...why];
}
