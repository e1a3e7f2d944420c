import { dns1035LabelProblem, dnsLabelProblem, type NameProblem, pathSegmentProblem } from '../../values/names';
import type { Field } from '../../violation';
import { usualName } from '../metadata';
import type { Kind } from '../schemas';
import { checkAutoscaler } from './autoscaler';
import { checkClaim } from './claim';
import { checkCronJob } from './cron-job';
import { checkConfigMap, checkSecret } from './data';
import { checkDisruptionBudget } from './disruption-budget';
import { checkIngress } from './ingress';
import { checkJob } from './job';
import { checkNetworkPolicy } from './network-policy';
import { checkPod } from './pod';
import { checkClusterRole, checkClusterRoleBinding, checkRole, checkRoleBinding } from './rbac';
import { checkService } from './service';
import { checkDaemonSet, checkDeployment, checkReplicaSet, checkStatefulSet } from './workloads';

/** Kinds whose names follow another rule than that of DNS subdomains. */
const nameRules: Readonly<Record<string, (name: string) => NameProblem>> = {
  Service: dns1035LabelProblem,
  Namespace: dnsLabelProblem,
  StatefulSet: dnsLabelProblem,
  CronJob: cronJobNameProblem,
  Role: pathSegmentProblem,
  RoleBinding: pathSegmentProblem,
  ClusterRole: pathSegmentProblem,
  ClusterRoleBinding: pathSegmentProblem,
};

/** The Jobs of a CronJob have its name and eleven more characters. */
function cronJobNameProblem(name: string): NameProblem {
  return usualName(name) ?? (name.length > 52 ? 'is longer than 52 characters' : undefined);
}

/** The rule for names of a kind. */
export function nameProblemOf(kind: Kind | undefined): (name: string) => NameProblem {
  return (kind && nameRules[kind.kind]) ?? usualName;
}

/** What the API server asks of an object of a built-in kind beyond its schema; the object has the right structure. */
type Rules = (object: object, at: Field) => void;

const rules: Readonly<Record<string, Rules>> = {
  '/Service': checkService,
  '/Pod': checkPod,
  '/ConfigMap': checkConfigMap,
  '/Secret': checkSecret,
  '/PersistentVolumeClaim': checkClaim,
  'apps/Deployment': checkDeployment,
  'apps/DaemonSet': checkDaemonSet,
  'apps/ReplicaSet': checkReplicaSet,
  'apps/StatefulSet': checkStatefulSet,
  'batch/Job': checkJob,
  'batch/CronJob': checkCronJob,
  'autoscaling/HorizontalPodAutoscaler': checkAutoscaler,
  'networking.k8s.io/NetworkPolicy': checkNetworkPolicy,
  'networking.k8s.io/Ingress': checkIngress,
  'policy/PodDisruptionBudget': checkDisruptionBudget,
  'rbac.authorization.k8s.io/Role': checkRole,
  'rbac.authorization.k8s.io/ClusterRole': checkClusterRole,
  'rbac.authorization.k8s.io/RoleBinding': checkRoleBinding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': checkClusterRoleBinding,
};

/**
 * The API server's rules for built-in kinds that no schema holds, as far as they are cheap to know and often broken: names
 * and ports of Services and containers, selectors and templates, keys of data. Source: `pkg/apis/…/validation` of Kubernetes.
 */
export function checkKubernetes(kind: Kind, object: object, at: Field): void {
  rules[`${kind.group}/${kind.kind}`]?.(object, at);
}
