import { matchLabels } from './networking-objects';

/** The fields beside `metadata` of objects of Kubernetes' own kinds, each of them valid: what mutations start from. */
type Bodies = readonly Readonly<Record<string, unknown>>[];

const selector = { matchLabels, matchExpressions: [{ key: 'app', operator: 'Exists' }] };

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

export const policies = {
  autoscalers: [
    {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        minReplicas: 1,
        maxReplicas: 3,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
          { type: 'Pods', pods: { metric: { name: 'm' }, target: { type: 'AverageValue', averageValue: '10' } } },
          {
            type: 'External',
            external: { metric: { name: 'q', selector: { matchLabels } }, target: { type: 'Value', value: '30' } },
          },
        ],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }], selectPolicy: 'Min' },
        },
      },
    },
  ],
  disruptionBudgets: [
    { spec: { minAvailable: 1, selector: { matchLabels } } },
    { spec: { maxUnavailable: '50%', selector, unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
  ],
  networkPolicies: [
    {
      spec: {
        podSelector: { matchLabels },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [{ namespaceSelector: {}, podSelector: { matchLabels } }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
            ports: [{ port: 80, endPort: 90, protocol: 'TCP' }, { port: 'http' }],
          },
        ],
        egress: [{ to: [{ podSelector: {} }] }],
      },
    },
  ],
  roles: [
    {
      rules: [
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] },
      ],
    },
  ],
  roleBindings: [
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'ServiceAccount', name: 'a', namespace: 'default' },
        { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'g' },
      ],
    },
  ],
  ingresses: [
    {
      spec: {
        ingressClassName: 'istio',
        tls: [{ hosts: ['a.com'], secretName: 's' }],
        rules: [
          {
            host: '*.a.com',
            http: {
              paths: [
                { path: '/a', pathType: 'Prefix', backend: { service: { name: 'a', port: { number: 80 } } } },
                { path: '/b', pathType: 'Exact', backend: { service: { name: 'a', port: { name: 'http' } } } },
              ],
            },
          },
        ],
        defaultBackend: { service: { name: 'd', port: { number: 80 } } },
      },
    },
  ],
} satisfies Record<string, Bodies>;

export const data = {
  configMaps: [{ data: { 'a.yaml': 'b' }, binaryData: { c: 'AAAA' }, immutable: true }],
  secrets: [
    { type: 'Opaque', data: { a: 'AAAA' }, stringData: { b: 'c' } },
    { type: 'kubernetes.io/tls', data: { 'tls.crt': 'AAAA', 'tls.key': 'AAAA' } },
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
  ],
} satisfies Record<string, Bodies>;
