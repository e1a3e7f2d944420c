import { matchLabels } from './networking-objects';
import { container, podSpec } from './pod-objects';
import { rarePodSpec } from './rare-pod-objects';

/** The fields beside `metadata` of objects that run pods, each of them valid: what mutations start from. */
type Bodies = readonly Readonly<Record<string, unknown>>[];

const template = { metadata: { labels: matchLabels, annotations: { a: 'b' } }, spec: podSpec };
const onceTemplate = { spec: { containers: [{ name: 'app', image: 'a:1' }], restartPolicy: 'OnFailure' } };
const selector = { matchLabels, matchExpressions: [{ key: 'app', operator: 'Exists' }] };

export const workloads = {
  deployments: [
    {
      spec: {
        replicas: 1,
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
        minReadySeconds: 5,
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: 60,
        template,
      },
    },
    {
      spec: {
        selector: { matchLabels },
        strategy: { type: 'Recreate' },
        template: { metadata: { labels: matchLabels }, spec: rarePodSpec },
      },
    },
  ],
  statefulSets: [
    {
      spec: {
        replicas: 1,
        serviceName: 'a',
        selector,
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
        template: { metadata: { labels: matchLabels }, spec: { containers: [{ ...container, volumeMounts: [] }] } },
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
        ],
      },
    },
  ],
  daemonSets: [
    {
      spec: {
        selector,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
        template: { metadata: { labels: matchLabels }, spec: { containers: [{ name: 'app', image: 'a:1' }], hostNetwork: true } },
      },
    },
  ],
  jobs: [
    {
      spec: {
        completions: 2,
        parallelism: 1,
        backoffLimit: 3,
        activeDeadlineSeconds: 60,
        ttlSecondsAfterFinished: 60,
        completionMode: 'Indexed',
        template: onceTemplate,
      },
    },
    {
      spec: {
        manualSelector: true,
        selector: { matchLabels },
        completions: 5,
        completionMode: 'Indexed',
        backoffLimitPerIndex: 1,
        maxFailedIndexes: 2,
        podReplacementPolicy: 'Failed',
        podFailurePolicy: {
          rules: [
            { action: 'FailIndex', onExitCodes: { containerName: 'app', operator: 'In', values: [1, 3] } },
            { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          ],
        },
        successPolicy: { rules: [{ succeededIndexes: '0,2-3', succeededCount: 2 }] },
        suspend: true,
        template: {
          metadata: { labels: matchLabels },
          spec: { containers: [{ name: 'app', image: 'a:1' }], restartPolicy: 'Never', activeDeadlineSeconds: 60 },
        },
      },
    },
  ],
  cronJobs: [
    {
      spec: {
        schedule: '*/5 0-6 1,15 * MON',
        timeZone: 'Europe/Berlin',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 60,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { template: onceTemplate } },
      },
    },
    {
      spec: {
        schedule: '@every 1h30m',
        suspend: false,
        jobTemplate: { metadata: { labels: matchLabels }, spec: { template: onceTemplate } },
      },
    },
  ],
} satisfies Record<string, Bodies>;
