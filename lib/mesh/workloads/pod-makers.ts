import { groupOf, type KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';

/** Where kinds with a template of their own place keep it; any other kind keeps it in `spec.template`. */
const templates: Readonly<Record<string, readonly string[]>> = {
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/ScaledJob': ['spec', 'jobTargetRef', 'template'],
  'keda.sh/ScaledJob': ['spec', 'jobTargetRef', 'template'],
};

/**
 * The template of the pods that an object makes, whoever its controller is: a Deployment, an Argo Rollout, a Knative
 * Service, a DeploymentConfig, a CloneSet; the object itself for a Pod.
 */
export function podTemplateOf(object: KubernetesObject): FieldReader {
  const root = new FieldReader(object);
  if (object.kind === 'Pod') return root;
  return root.at(...(templates[`${groupOf(object)}/${object.kind}`] ?? ['spec', 'template']));
}

/** Kubernetes' own kinds make pods whatever their template lacks. */
const ofKubernetes: ReadonlySet<string> = new Set([
  '/Pod',
  '/ReplicationController',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  'batch/Job',
]);

/** Does an object make pods, or is it one? */
export function makesPods(object: KubernetesObject): boolean {
  return ofKubernetes.has(`${groupOf(object)}/${object.kind}`) || podTemplateOf(object).at('spec', 'containers').exists;
}
