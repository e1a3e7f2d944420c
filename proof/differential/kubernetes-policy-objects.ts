import { matchLabels } from './networking-objects';

/** The fields beside `metadata` of objects of Kubernetes' own kinds, each of them valid: what mutations start from. */
type Bodies = readonly Readonly<Record<string, unknown>>[];

const selector = { matchLabels, matchExpressions: [{ key: 'app', operator: 'Exists' }] };

export const policies = {
  autoscalers: [
    {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a' },
        maxReplicas: 3,
        metrics: [
          {
            type: 'Object',
            object: {
              describedObject: { apiVersion: 'v1', kind: 'Service', name: 's' },
              metric: { name: 'm' },
              target: { type: 'Value', value: '1' },
            },
          },
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 50 } },
          },
        ],
        behavior: { scaleUp: { selectPolicy: 'Disabled', policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }] } },
      },
    },
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
    {
      spec: {
        podSelector: {},
        egress: [{ to: [{ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] } }], ports: [{ protocol: 'SCTP' }] }],
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
    { spec: { defaultBackend: { resource: { apiGroup: 'a.com', kind: 'B', name: 'c' } } } },
  ],
} satisfies Record<string, Bodies>;
