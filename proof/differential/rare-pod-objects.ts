import { matchLabels } from './networking-objects';

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

/** A pod that says what pods seldom say. */
export const rarePodSpec = {
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
