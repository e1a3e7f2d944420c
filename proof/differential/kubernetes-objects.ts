import { matchLabels } from './networking-objects';

/** The fields beside `metadata` of objects of Kubernetes' own kinds, each of them valid: what mutations start from. */
type Bodies = readonly Readonly<Record<string, unknown>>[];

export const services: Bodies = [
  {
    spec: {
      selector: matchLabels,
      ports: [
        { name: 'http', port: 80, targetPort: 8000, appProtocol: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
      ],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 100 } },
      internalTrafficPolicy: 'Local',
      publishNotReadyAddresses: true,
      trafficDistribution: 'PreferClose',
    },
  },
  {
    spec: {
      type: 'LoadBalancer',
      selector: matchLabels,
      ports: [{ name: 'http', port: 80, nodePort: 30080 }],
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      loadBalancerClass: 'a/b',
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 30081,
      externalIPs: ['1.2.3.4'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    },
  },
  { spec: { type: 'ExternalName', externalName: 'a.com' } },
  { spec: { clusterIP: 'None', selector: matchLabels, ports: [{ port: 80 }] } },
];

export const data = {
  configMaps: [{ data: { 'a.yaml': 'b' }, binaryData: { c: 'AAAA' }, immutable: true }],
  secrets: [
    { type: 'Opaque', data: { a: 'AAAA' }, stringData: { b: 'c' } },
    { type: 'kubernetes.io/tls', data: { 'tls.crt': 'AAAA', 'tls.key': 'AAAA' } },
    { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'e30=' } },
    { type: 'kubernetes.io/basic-auth', stringData: { username: 'a', password: 'b' } },
    { type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': 'AAAA' } },
  ],
  serviceAccounts: [{ imagePullSecrets: [{ name: 'r' }], secrets: [{ name: 's' }], automountServiceAccountToken: false }],
  claims: [
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'fast',
        volumeMode: 'Filesystem',
        resources: { requests: { storage: '1Gi' } },
        selector: { matchLabels },
      },
    },
    {
      spec: {
        accessModes: ['ReadWriteOncePod'],
        resources: { requests: { storage: '1Gi' }, limits: { storage: '2Gi' } },
        dataSource: { kind: 'PersistentVolumeClaim', name: 'b' },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'b' },
        volumeAttributesClassName: 'a',
      },
    },
  ],
} satisfies Record<string, Bodies>;
