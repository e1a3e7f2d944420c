import { said } from './said.test.helper';

test('a Service’s name starts with a letter', () => {
  expect(said('Service', { spec: { ports: [{ port: 80 }] } }, '1a')).toEqual(['metadata.name']);
  expect(said('ConfigMap', {}, '1a.b')).toEqual([]);
});

const container = { name: 'app', image: 'a:1' };
const deployment = (pod: object, more: object = {}) => ({
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [container], ...pod } },
    ...more,
  },
});
const template = 'spec.template.spec';

test.each<[string, object, string[]]>([
  ['right', deployment({}), []],
  ['without replicas to speak of', deployment({}, { replicas: -1 }), ['spec.replicas']],
  ['no selector', deployment({}, { selector: {} }), ['spec.selector']],
  ['a selector of others', deployment({}, { selector: { matchLabels: { app: 'b' } } }), ['spec.selector.matchLabels.app']],
  ['an expression', deployment({}, { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] } }), []],
  [
    'an expression of others',
    deployment({}, { selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] } }),
    ['spec.selector.matchExpressions.0'],
  ],
  ['no container', deployment({ containers: [] }), [`${template}.containers`]],
  ['a restart policy', deployment({ restartPolicy: 'Never' }), [`${template}.restartPolicy`]],
  ['two containers of one name', deployment({ containers: [container, container] }), [`${template}.containers.1.name`]],
  [
    'a container',
    deployment({ containers: [{ name: 'A', imagePullPolicy: 'always' }] }),
    [`${template}.containers.0.name`, `${template}.containers.0.image`, `${template}.containers.0.imagePullPolicy`],
  ],
  [
    'ports',
    deployment({ containers: [{ ...container, ports: [{ containerPort: 0, name: '80', protocol: 'tcp' }] }] }),
    ['name', 'containerPort', 'protocol'].map((field) => `${template}.containers.0.ports.0.${field}`),
  ],
  [
    'variables',
    deployment({ containers: [{ ...container, env: [{ name: 'a=b' }, { name: 'c', value: 'd', valueFrom: {} }] }] }),
    [`${template}.containers.0.env.0.name`, `${template}.containers.0.env.1`, `${template}.containers.0.env.1.valueFrom`],
  ],
  [
    'a mount of nothing',
    deployment({ containers: [{ ...container, volumeMounts: [{ name: 'x', mountPath: '/x' }] }] }),
    [`${template}.containers.0.volumeMounts.0.name`],
  ],
  ['a volume of two sources', deployment({ volumes: [{ name: 'x', emptyDir: {}, hostPath: { path: '/x' } }] }), [`${template}.volumes.0`]],
  [
    'more than the limit',
    deployment({
      containers: [{ ...container, resources: { requests: { cpu: 1, memory: '1Gi' }, limits: { cpu: '900m', memory: '1024Mi' } } }],
    }),
    [`${template}.containers.0.resources.requests.cpu`],
  ],
  [
    'no quantity',
    deployment({ containers: [{ ...container, resources: { limits: { cpu: '1 core' } } }] }),
    [`${template}.containers.0.resources.limits.cpu`],
  ],
  [
    'a probe of nothing',
    deployment({ containers: [{ ...container, livenessProbe: { successThreshold: 2 } }] }),
    [`${template}.containers.0.livenessProbe`, `${template}.containers.0.livenessProbe.successThreshold`],
  ],
  [
    'a probe',
    deployment({ containers: [{ ...container, readinessProbe: { httpGet: { port: 0, scheme: 'http' } } }] }),
    [`${template}.containers.0.readinessProbe.httpGet.port`, `${template}.containers.0.readinessProbe.httpGet.scheme`],
  ],
  [
    'a number for a text',
    deployment({ containers: [{ ...container, env: [{ name: 'a', value: 1 }] }] }),
    [`${template}.containers.0.env.0.value`],
  ],
  ['a field in the wrong place', deployment({}, { containers: [] }), ['spec.containers']],
])('Deployment: %s', (_name, rest, expected) => {
  expect(said('Deployment', rest)).toEqual(expected);
});

test.each<[string, string, object, string[]]>([
  [
    'mounts its claims',
    'StatefulSet',
    deployment(
      { containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/x' }] }] },
      {
        serviceName: 'a',
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
        ],
      },
    ),
    [],
  ],
  ['without restart policy', 'Job', { spec: { template: { spec: { containers: [container] } } } }, ['spec.template.spec.restartPolicy']],
  [
    'by a schedule',
    'CronJob',
    { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: { containers: [container], restartPolicy: 'Never' } } } } } },
    [],
  ],
  [
    'by no schedule',
    'CronJob',
    {
      spec: {
        schedule: 'daily',
        concurrencyPolicy: 'forbid',
        jobTemplate: { spec: { template: { spec: { containers: [container], restartPolicy: 'Never' } } } },
      },
    },
    ['spec.schedule', 'spec.concurrencyPolicy'],
  ],
  ['keys', 'ConfigMap', { data: { 'a/b': 'x', c: 'y' }, binaryData: { c: 'YQ==' } }, ['data.a/b', 'binaryData.c']],
  ['without its key', 'Secret', { type: 'kubernetes.io/tls', data: { 'tls.crt': '' } }, ['data.tls.key']],
  ['no base64', 'Secret', { data: { a: 'plain text' } }, ['data.a']],
  [
    'fewer than at least',
    'HorizontalPodAutoscaler',
    { spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' } } },
    ['spec.maxReplicas'],
  ],
  ['both ways', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: '150%' } }, ['spec', 'spec.maxUnavailable']],
  ['allowing nothing', 'Role', { rules: [{ verbs: [] }] }, ['rules.0.verbs', 'rules.0.apiGroups', 'rules.0.resources']],
  [
    'of a service account',
    'RoleBinding',
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' }, subjects: [{ kind: 'ServiceAccount', name: 'a' }] },
    [],
  ],
  [
    'of a service account anywhere',
    'ClusterRoleBinding',
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'role', name: '' }, subjects: [{ kind: 'ServiceAccount', name: 'a' }] },
    ['roleRef.kind', 'roleRef.name', 'subjects.0.namespace'],
  ],
  ['without a path type', 'Ingress', { spec: { rules: [{ http: { paths: [{ backend: {} }] } }] } }, ['spec.rules.0.http.paths.0.pathType']],
  [
    'a port by name or number',
    'NetworkPolicy',
    { spec: { podSelector: {}, ingress: [{ ports: [{ port: 'http' }, { port: 80 }, { port: true }] }] } },
    ['spec.ingress.0.ports.2.port'],
  ],
  ['of another operator', 'ServiceMonitor', { spec: { selector: {}, endpoint: [] } }, ['spec.endpoint', 'spec.endpoints']],
])('%s: %s', (_name, kind, rest, expected) => {
  expect(said(kind, rest)).toEqual(expected);
});
