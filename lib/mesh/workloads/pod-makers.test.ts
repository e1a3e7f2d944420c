import { object } from '../objects.test.helper';
import { makesPods, podTemplateOf } from './pod-makers';

const template = { spec: { containers: [] } };

// [apiVersion, kind, its spec, where its template is, does it make pods]
test.each<[string, string, object, string, boolean]>([
  ['v1', 'Pod', {}, '', true],
  ['v1', 'ReplicationController', {}, 'spec.template', true],
  ['apps/v1', 'Deployment', {}, 'spec.template', true],
  ['apps/v1', 'StatefulSet', {}, 'spec.template', true],
  ['apps/v1', 'DaemonSet', {}, 'spec.template', true],
  ['apps/v1', 'ReplicaSet', {}, 'spec.template', true],
  ['batch/v1', 'Job', {}, 'spec.template', true],
  ['batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }, 'spec.jobTemplate.spec.template', true],
  ['batch/v1', 'CronJob', {}, 'spec.jobTemplate.spec.template', false],
  ['batch/v1', 'ScaledJob', { jobTargetRef: { template } }, 'spec.jobTargetRef.template', true],
  ['keda.sh/v1alpha1', 'ScaledJob', { jobTargetRef: { template } }, 'spec.jobTargetRef.template', true],
  ['argoproj.io/v1alpha1', 'Rollout', { template }, 'spec.template', true],
  ['argoproj.io/v1alpha1', 'Rollout', {}, 'spec.template', false],
  ['v1', 'Service', {}, 'spec.template', false],
])('%s %s with %j', (apiVersion, kind, spec, path, makes) => {
  const made = object(kind, 'shop/a', { apiVersion, spec });
  expect([podTemplateOf(made).path.join('.'), makesPods(made)]).toEqual([path, makes]);
});
