import { matchLabels } from './networking-objects';

const probe = { httpGet: { path: '/ready', port: 'http', scheme: 'HTTP', httpHeaders: [{ name: 'A', value: 'b' }] }, periodSeconds: 5 };

/** A container that says what containers often say. */
export const container = {
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

/** A pod that says what pods often say. */
export const podSpec = {
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
