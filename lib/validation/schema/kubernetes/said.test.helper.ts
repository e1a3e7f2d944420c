import type { Diagnostic } from '../../../diagnostic';
import type { KubernetesObject } from '../../../istio/objects';
import { holdValues, keepWords, type Values } from '../../words.test.helper';
import { validateSchema } from '../validate';

const versions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  ServiceMonitor: 'monitoring.coreos.com/v1',
};

/** All that is said about an object. */
function violationsOf(kind: string, rest: object, name: string): Diagnostic[] {
  return validateSchema({ apiVersion: versions[kind] ?? 'v1', kind, metadata: { name }, ...rest } as KubernetesObject);
}

/** What is said about an object, by path; all of it is Kubernetes' alone. */
export function said(kind: string, rest: object, name = 'a'): string[] {
  const violations = violationsOf(kind, rest, name);
  expect(violations.every(({ code }) => code === 'MESH110')).toBe(true);
  return keepWords(violations).map(({ path }) => path.join('.'));
}

const labels = { app: 'a' };
const root = 'spec.template.spec.';

/** A Deployment, or another kind with its form. */
export function workload(pod: object, more: object = {}): object {
  const containers = [{ name: 'app', image: 'a:1' }];
  return { spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers, ...pod } }, ...more } };
}

/** What is said about the pods of a Deployment, by path within the pod. */
export function saidOfPod(pod: object): string[] {
  return said('Deployment', workload(pod)).map((path) => (path.startsWith(root) ? path.slice(root.length) : path));
}

/** What is said about the first container of a Deployment, by path within the container. */
export function saidOfContainer(container: object, pod: object = {}): string[] {
  const start = 'containers.0.';
  return saidOfPod({ containers: [{ name: 'app', image: 'a:1', ...container }], ...pod }).map((path) =>
    path.startsWith(start) ? path.slice(start.length) : path,
  );
}

/** Tables of one field by kind: the values of which nothing is said, and those of which something is, held word for word. */
export function values(kind: string, table: Values): void {
  describe(kind, () => holdValues(table, (rest) => violationsOf(kind, rest as object, 'a')));
}
