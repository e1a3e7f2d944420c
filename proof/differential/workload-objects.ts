import { matchLabels } from './networking-objects';

/** The fields beside `metadata` of objects that run pods, each of them valid: what mutations start from. */
type Bodies = readonly Readonly<Record<string, unknown>>[];

const probe = { httpGet: { path: '/ready', port: 'http', scheme: 'HTTP', httpHeaders: [{ name: 'A', value: 'b' }] }, periodSeconds: 5 };

const container = {
  name: 'app',
  image: 'a:1',
  command: ['a'],
  ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
  env: [
    { name: 'A', value: 'b' },
    { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
    { name: 'C', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'D', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
    { name: 'E', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
  ],
  envFrom: [{ prefix: 'P_', configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }],
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  readinessProbe: probe,
  livenessProbe: { tcpSocket: { port: 8000 }, initialDelaySeconds: 1, failureThreshold: 3, terminationGracePeriodSeconds: 5 },
  startupProbe: { exec: { command: ['a'] }, timeoutSeconds: 1, successThreshold: 1 },
  lifecycle: { preStop: { exec: { command: ['sleep', '5'] } }, postStart: { httpGet: { path: '/', port: 8000 } } },
  volumeMounts: [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'config', mountPath: '/etc/a', subPath: 'a', readOnly: true },
  ],
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 1000,
    capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
  imagePullPolicy: 'IfNotPresent',
};

const podSpec = {
  containers: [container],
  initContainers: [
    { name: 'first', image: 'a:1' },
    { name: 'sidecar', image: 'b:1', restartPolicy: 'Always', startupProbe: { grpc: { port: 9000, service: 'a' } } },
  ],
  volumes: [
    { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    { name: 'config', configMap: { name: 'c', defaultMode: 420, items: [{ key: 'a', path: 'b/c' }] } },
    { name: 'secret', secret: { secretName: 's', optional: true } },
    { name: 'claim', persistentVolumeClaim: { claimName: 'p' } },
    {
      name: 'token',
      projected: {
        sources: [
          { serviceAccountToken: { path: 't', audience: 'a', expirationSeconds: 3600 } },
          { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
      },
    },
  ],
  serviceAccountName: 'a',
  automountServiceAccountToken: false,
  imagePullSecrets: [{ name: 'r' }],
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [
    { key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' },
    { key: 'c', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] }],
      },
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } } },
      ],
    },
  },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels } },
  ],
  securityContext: { runAsNonRoot: true, fsGroup: 1000, supplementalGroups: [1], sysctls: [{ name: 'net.core.somaxconn', value: '1' }] },
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.b'] }],
  dnsConfig: { nameservers: ['10.0.0.2'], searches: ['a.b'], options: [{ name: 'ndots', value: '2' }] },
  dnsPolicy: 'ClusterFirst',
  terminationGracePeriodSeconds: 30,
  priorityClassName: 'high',
};

/** What pods seldom say. */
const rareContainer = {
  name: 'rare',
  image: 'a:1',
  ports: [{ containerPort: 8001, hostPort: 8001, hostIP: '10.0.0.3' }],
  envFrom: [{ configMapRef: { name: 'c', optional: true } }],
  env: [
    { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['app']" } } },
    { name: 'B', valueFrom: { resourceFieldRef: { containerName: 'rare', resource: 'requests.memory', divisor: '1Mi' } } },
  ],
  resources: { limits: { 'a.com/gpu': 1, cpu: 1 }, requests: { 'a.com/gpu': 1 }, claims: [{ name: 'device', request: 'one' }] },
  resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
  readinessProbe: { grpc: { port: 9000 }, successThreshold: 2 },
  lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { tcpSocket: { port: 80 } } },
  volumeMounts: [
    { name: 'host', mountPath: '/host', subPathExpr: 'a', mountPropagation: 'None', readOnly: true, recursiveReadOnly: 'Enabled' },
  ],
  volumeDevices: [{ name: 'block', devicePath: '/dev/a' }],
  terminationMessagePolicy: 'File',
  securityContext: {
    privileged: false,
    procMount: 'Default',
    seccompProfile: { type: 'Localhost', localhostProfile: 'a/b' },
    appArmorProfile: { type: 'Localhost', localhostProfile: 'a' },
    runAsGroup: 1000,
  },
};

const rarePodSpec = {
  containers: [rareContainer],
  volumes: [
    { name: 'host', hostPath: { path: '/a', type: 'Directory' } },
    { name: 'block', persistentVolumeClaim: { claimName: 'p' } },
    { name: 'share', nfs: { server: 'a', path: '/b' } },
    { name: 'driver', csi: { driver: 'a.com', nodePublishSecretRef: { name: 's' } } },
    {
      name: 'own',
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { labels: matchLabels },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      },
    },
    {
      name: 'facts',
      downwardAPI: {
        defaultMode: 256,
        items: [
          { path: 'a', fieldRef: { fieldPath: 'metadata.annotations' }, mode: 256 },
          { path: 'b', resourceFieldRef: { containerName: 'rare', resource: 'limits.cpu', divisor: '1m' } },
        ],
      },
    },
    {
      name: 'all',
      projected: {
        defaultMode: 256,
        sources: [
          { secret: { name: 's', items: [{ key: 'a', path: 'b', mode: 256 }] } },
          { configMap: { name: 'c', items: [{ key: 'a', path: 'c' }] } },
        ],
      },
    },
  ],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          preference: {
            matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }],
            matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }],
          },
        },
      ],
    },
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: 'zone',
          labelSelector: { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['b'] }] },
          namespaceSelector: {},
          namespaces: ['default'],
          matchLabelKeys: ['pod-template-hash'],
          mismatchLabelKeys: ['c'],
        },
      ],
    },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      minDomains: 2,
      nodeAffinityPolicy: 'Honor',
      nodeTaintsPolicy: 'Ignore',
      labelSelector: {},
      matchLabelKeys: ['pod-template-hash'],
    },
  ],
  securityContext: {
    runAsUser: 1000,
    fsGroupChangePolicy: 'OnRootMismatch',
    supplementalGroupsPolicy: 'Strict',
    seLinuxChangePolicy: 'Recursive',
    sysctls: [{ name: 'kernel.shm_rmid_forced', value: '0' }],
  },
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  hostUsers: true,
  shareProcessNamespace: true,
  hostname: 'a',
  subdomain: 'b',
  setHostnameAsFQDN: true,
  dnsPolicy: 'None',
  dnsConfig: { nameservers: ['10.0.0.2'] },
  os: { name: 'linux' },
  preemptionPolicy: 'Never',
  runtimeClassName: 'a',
  nodeName: 'n',
  schedulerName: 's',
  overhead: { cpu: '1m' },
  enableServiceLinks: false,
  readinessGates: [{ conditionType: 'a.com/ready' }],
  schedulingGates: [{ name: 'a.com/gate' }],
  resourceClaims: [{ name: 'device', resourceClaimTemplateName: 't' }],
};

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
