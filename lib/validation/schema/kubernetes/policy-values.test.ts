import { values } from './said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
const scaler = (more: object) => ({ spec: { scaleTargetRef: deployment, maxReplicas: 3, ...more } });
const scaling = (scaleUp: object) => scaler({ behavior: { scaleUp } });
const policy = (more: object) => scaling({ policies: [{ type: 'Pods', value: 1, periodSeconds: 1, ...more }] });
const metric = (source: object) => scaler({ metrics: [source] });
const cpu = (target: object) => metric({ type: 'Resource', resource: { name: 'cpu', target } });
const external = (target: object) => metric({ type: 'External', external: { metric: { name: 'm' }, target } });
const pods = (more: object) =>
  metric({ type: 'Pods', pods: { metric: { name: 'm' }, target: { type: 'AverageValue', averageValue: '1' }, ...more } });
const one = (target: object) => metric({ type: 'Object', object: { describedObject: deployment, metric: { name: 'm' }, target } });

values('HorizontalPodAutoscaler', [
  [
    'replicas',
    scaler,
    [{ minReplicas: 1 }, { minReplicas: 3 }, { maxReplicas: 1 }],
    [{ minReplicas: 0 }, { minReplicas: 4 }, { maxReplicas: 0 }],
  ],
  [
    'targets',
    (scaleTargetRef: object) => scaler({ scaleTargetRef }),
    [deployment, { apiVersion: 'v1', kind: 'ReplicationController', name: 'a' }, { kind: 'ReplicationController', name: 'a' }],
    [
      { ...deployment, apiVersion: 'v1' },
      { ...deployment, apiVersion: '/v1' },
      { ...deployment, apiVersion: '' },
      { ...deployment, kind: '' },
      { ...deployment, name: 'a/b' },
      { ...deployment, name: '..' },
      { ...deployment, kind: 'a%b' },
      { ...deployment, apiVersion: 'a/b/c' },
    ],
  ],
  ['windows', (stabilizationWindowSeconds: number) => scaling({ stabilizationWindowSeconds }), [0, 3600], [-1, 3601]],
  [
    'policies',
    policy,
    [{}, { type: 'Percent' }, { periodSeconds: 1800 }],
    [{ type: '' }, { type: 'pods' }, { value: 0 }, { periodSeconds: 0 }, { periodSeconds: 1801 }],
  ],
  [
    'rules',
    scaling,
    [{ selectPolicy: 'Max' }, { selectPolicy: 'Min' }, { selectPolicy: 'Disabled' }, { tolerance: '0.1' }, { tolerance: 0 }],
    [{ selectPolicy: '' }, { selectPolicy: 'max' }, { tolerance: '-0.1' }, { policies: [] }],
  ],
  [
    'CPU',
    cpu,
    [
      { type: 'Utilization', averageUtilization: 1 },
      { type: 'AverageValue', averageValue: '1m' },
    ],
    [
      { type: '' },
      { type: 'utilization', averageUtilization: 1 },
      { type: 'Utilization' },
      { type: 'Utilization', averageUtilization: 0 },
      { type: 'Utilization', averageUtilization: 1, averageValue: '1' },
      { type: 'AverageValue', averageValue: '0' },
      { type: 'Value', value: '1' },
      { type: 'Value', value: '-1', averageUtilization: 1 },
    ],
  ],
  [
    'external metrics',
    external,
    [
      { type: 'Value', value: '1' },
      { type: 'AverageValue', averageValue: 1 },
    ],
    [
      { type: 'Value' },
      { type: 'Value', value: '0' },
      { type: 'Value', value: '1', averageValue: '1' },
      { type: 'AverageValue', averageValue: '-1' },
    ],
  ],
  [
    'metrics of pods',
    pods,
    [{}, { metric: { name: 'm', selector: { matchLabels: { a: 'b' } } } }],
    [
      { metric: { name: '' } },
      { metric: { name: 'a/b' } },
      { target: { type: 'AverageValue' } },
      { target: { type: 'AverageValue', averageValue: '0' } },
    ],
  ],
  [
    'metrics of an object',
    one,
    [
      { type: 'Value', value: '1' },
      { type: 'AverageValue', averageValue: '1' },
      { type: 'Value', value: '1', averageValue: '1' },
    ],
    [{ type: 'Value' }, { type: 'Value', value: '0' }],
  ],
  [
    'sources',
    metric,
    [
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'a', target: { type: 'Utilization', averageUtilization: 1 } },
      },
    ],
    [
      { type: '' },
      ...['Object', 'External', 'Pods', 'Resource', 'ContainerResource'].map((type) => ({ type })),
      { type: 'Resource', external: { metric: { name: 'm' }, target: { type: 'Value', value: '1' } } },
      { type: 'ContainerResource', containerResource: { name: 'gpu', container: '', target: { type: 'Utilization' } } },
      { type: 'Resource', resource: { name: '', target: { type: 'Utilization', averageUtilization: 1 } } },
    ],
  ],
]);

values('PodDisruptionBudget', [
  [
    'amounts',
    (spec: object) => ({ spec }),
    [
      {},
      ...[0, 1, '0%', '100%'].flatMap((amount) => each('minAvailable maxUnavailable', amount)),
      { minAvailable: null, maxUnavailable: 1 },
    ],
    [
      { minAvailable: 0, maxUnavailable: 0 },
      ...[-1, '1', '101%', '%', 'a1%', '1%a', '-1%'].flatMap((amount) => each('minAvailable maxUnavailable', amount)),
    ],
  ],
  [
    'words',
    (spec: object) => ({ spec }),
    ['AlwaysAllow', 'IfHealthyBudget'].map((unhealthyPodEvictionPolicy) => ({ unhealthyPodEvictionPolicy })),
    [{ unhealthyPodEvictionPolicy: '' }, { unhealthyPodEvictionPolicy: 'Never' }, { selector: { matchLabels: { a: '-' } } }],
  ],
]);

const backend = { service: { name: 'a', port: { number: 80 } } };
const path = (more: object) => ({ spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...more }] } }] } });
const to = (defaultBackend: object) => ({ spec: { defaultBackend } });
const ingress = (more: object) => ({ spec: { defaultBackend: backend, ...more } });
const resource = { apiGroup: 'a.b', kind: 'c', name: 'd' };
values('Ingress', [
  [
    'hosts',
    (host: string) => ingress({ rules: [{ host }] }),
    ['', 'a', 'a.b', '*.a', long(63)],
    ['A', '*', 'a.*', '*.*.a', '1.2.3.4', '::1', 'a_b'],
  ],
  ['hosts of TLS', (host: string) => ingress({ tls: [{ hosts: [host], secretName: 'a' }] }), ['a', '*.a'], ['', 'A', '*a']],
  [
    'parts',
    (spec: object) => ({ spec }),
    [{ defaultBackend: backend }, { rules: [{}] }],
    [{}, { rules: [] }, { rules: [{ http: { paths: [] } }] }, { defaultBackend: backend, tls: [{ secretName: 'A' }] }],
  ],
  [
    'paths',
    (value: string) => path({ path: value }),
    ['/', '/a', '/a.b', '/...', '/%2e'],
    ['', 'a', '/a//b', '/a/./b', '/a/../b', '/a%2fb', '/a%2Fb', '/a/..', '/a/.'],
  ],
  ['exact paths', (value: string) => path({ path: value, pathType: 'Exact' }), ['/a'], ['', 'a', '//']],
  [
    'paths of the controller',
    (value: string) => path({ path: value, pathType: 'ImplementationSpecific' }),
    ['', '/a', '/a//b', '/a/..'],
    ['a'],
  ],
  ['types of paths', (pathType: string) => path({ pathType }), ['Prefix', 'Exact', 'ImplementationSpecific'], ['', 'prefix']],
  [
    'ports',
    (port: object) => to({ service: { name: 'a', port } }),
    [{ number: 1 }, { number: 65535 }, { name: 'http' }],
    [{}, { number: 0 }, { number: 65536 }, { number: -1 }, { name: 'HTTP' }, { name: long(16) }, { name: 'a', number: 1 }],
  ],
  [
    'backends',
    to,
    [{ resource }, { resource: { kind: 'c', name: 'd' } }],
    [
      {},
      { ...backend, resource },
      ...each('apiGroup kind name', 'A/').map((field) => ({ resource: { ...resource, ...field } })),
      ...each('kind name', '').map((field) => ({ resource: { ...resource, ...field } })),
      { service: { name: '', port: { number: 1 } } },
      { service: { name: '1', port: { number: 1 } } },
    ],
  ],
  [
    'classes',
    (spec: object) => ({ metadata: { name: 'a', annotations: { 'kubernetes.io/ingress.class': 'b' } }, ...ingress(spec) }),
    [{}, { ingressClassName: 'b' }],
    [{ ingressClassName: 'c' }, { ingressClassName: 'B' }, { ingressClassName: '' }],
  ],
]);

const peer = (from: object) => ({ spec: { podSelector: {}, ingress: [{ from: [from] }] } });
const port = (more: object) => ({ spec: { podSelector: {}, egress: [{ ports: [more] }] } });
values('NetworkPolicy', [
  [
    'ports',
    port,
    [
      {},
      { port: 1 },
      { port: 65535 },
      { port: 'http' },
      ...['TCP', 'UDP', 'SCTP'].map((protocol) => ({ protocol })),
      { port: 80, endPort: 80 },
      { port: 80, endPort: 65535 },
      { port: 80, endPort: null },
    ],
    [
      { port: 0 },
      { port: 65536 },
      { port: '80' },
      { protocol: '' },
      { protocol: 'tcp' },
      { port: 80, endPort: 79 },
      { port: 80, endPort: 65536 },
      { endPort: 80 },
      { port: 'http', endPort: 80 },
    ],
  ],
  [
    'peers',
    peer,
    [
      { podSelector: {} },
      { namespaceSelector: {} },
      { podSelector: {}, namespaceSelector: {} },
      { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    ],
    [
      {},
      { podSelector: {}, ipBlock: { cidr: '::/0' } },
      { namespaceSelector: {}, ipBlock: { cidr: '::/0' } },
      { ipBlock: { cidr: '' } },
      { ipBlock: { cidr: 'a' } },
      { ipBlock: { cidr: '10.0.0.0/8', except: ['a', '10.0.0.0/8', '11.0.0.0/9', '10.0.0.0/7'] } },
      { podSelector: { matchLabels: { 'a b': 'c' } } },
      { namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } },
    ],
  ],
  ['peers of the other side', (to2: object) => ({ spec: { podSelector: {}, egress: [{ to: [to2] }] } }), [{ podSelector: {} }], [{}]],
  [
    'types',
    (policyTypes: string[]) => ({ spec: { podSelector: {}, policyTypes } }),
    [[], ['Ingress'], ['Ingress', 'Egress'], ['Egress', 'Egress']],
    [['ingress'], [''], ['Ingress', 'Egress', 'Ingress']],
  ],
]);

const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const urls = { nonResourceURLs: ['/a'], verbs: ['get'] };
values('Role', [
  [
    'rules',
    (more: object) => ({ rules: [more] }),
    [rule, { ...rule, resourceNames: ['a'] }],
    [{ ...rule, verbs: [] }, { ...rule, apiGroups: [] }, { ...rule, resources: [] }, urls, {}],
  ],
]);
values('ClusterRole', [
  [
    'rules',
    (more: object) => ({ rules: [more] }),
    [rule, urls],
    [
      { ...urls, verbs: [] },
      { ...urls, apiGroups: [''] },
      { ...urls, resources: ['a'] },
      { ...urls, resourceNames: ['a'] },
    ],
  ],
  [
    'aggregations',
    (clusterRoleSelectors: object[]) => ({ aggregationRule: { clusterRoleSelectors } }),
    [[{}]],
    [[], [{ matchLabels: { a: '-' } }]],
  ],
]);
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'a' };
const account = { kind: 'ServiceAccount', name: 'a', namespace: 'b' };
const bindings = [
  [
    'roles',
    (more: object) => ({ roleRef: { ...roleRef, ...more } }),
    [{}, { apiGroup: '' }, { name: 'A:b' }],
    [
      { apiGroup: 'rbac' },
      { kind: '' },
      { kind: 'clusterRole' },
      { name: '' },
      { name: 'a/b' },
      { name: '.' },
      { name: '..' },
      { name: 'a%b' },
    ],
  ],
  [
    'subjects',
    (subject: object) => ({ roleRef, subjects: [subject] }),
    [
      account,
      ...['User', 'Group'].flatMap((kind) => [
        { kind, name: 'A B' },
        { kind, name: 'a', apiGroup: 'rbac.authorization.k8s.io' },
      ]),
    ],
    [
      { ...account, apiGroup: 'a' },
      { ...account, name: 'A' },
      { ...account, name: '' },
      { kind: 'User', name: '' },
      { kind: 'Group', name: 'a', apiGroup: 'b' },
      { kind: 'user', name: 'a' },
      { kind: '', name: 'a' },
    ],
  ],
] as const;
values('ClusterRoleBinding', [
  ...bindings,
  ['kinds', (kind: string) => ({ roleRef: { ...roleRef, kind } }), ['ClusterRole'], ['Role']],
  [
    'namespaces',
    (subject: object) => ({ roleRef, subjects: [subject] }),
    [{ kind: 'User', name: 'a' }],
    [{ kind: 'ServiceAccount', name: 'a' }],
  ],
]);
values('RoleBinding', [
  ...bindings,
  ['kinds', (kind: string) => ({ roleRef: { ...roleRef, kind } }), ['ClusterRole', 'Role'], ['Group']],
  ['namespaces', (subject: object) => ({ roleRef, subjects: [subject] }), [{ kind: 'ServiceAccount', name: 'a' }], []],
]);

const base64 = (text: string) => Buffer.from(text).toString('base64');
const keyed = (key: string) => ({ data: { [key]: '' } });
const keys = [
  ['a', 'A_b.c-1', '.a', long(253)],
  ['', 'a b', '.', '..', '..a', 'é', long(254)],
] as const;
values('ConfigMap', [
  ['keys', keyed, ...keys],
  ['keys of bytes', (key: string) => ({ binaryData: { [key]: '' } }), ...keys],
  ['keys twice', (binaryData: object) => ({ data: { a: 'b' }, binaryData }), [{ b: '' }], [{ a: '' }]],
  ['sizes', (size: number) => ({ data: { a: long(size) } }), [1048576], [1048577]],
  ['sizes of bytes', (size: number) => ({ data: { a: 'é' }, binaryData: { b: base64(long(size)) } }), [1048574], [1048575]],
]);
values('Secret', [
  ['keys', keyed, ...keys],
  ['keys of texts', (key: string) => ({ stringData: { [key]: '' } }), ...keys],
  ['sizes of texts', (size: number) => ({ data: { a: base64('abc') }, stringData: { a: long(size) } }), [1048576], [1048577]],
  [
    'TLS',
    (data: object) => ({ type: 'kubernetes.io/tls', data }),
    [{ 'tls.crt': '', 'tls.key': '' }],
    [{}, { 'tls.crt': '' }, { 'tls.key': '' }],
  ],
  [
    'TLS of texts',
    (stringData: object) => ({ type: 'kubernetes.io/tls', stringData }),
    [{ 'tls.crt': '', 'tls.key': '' }],
    [{ 'tls.key': '' }],
  ],
  [
    'Docker',
    (text: string) => ({ type: 'kubernetes.io/dockercfg', data: { '.dockercfg': base64(text) } }),
    ['{}', 'null'],
    ['', '[]', '1', 'a'],
  ],
  [
    'Docker as JSON',
    (text: string) => ({ type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': text } }),
    ['{}', 'null'],
    ['', '[]', '"a"'],
  ],
  [
    'SSH',
    (more: object) => ({ type: 'kubernetes.io/ssh-auth', ...more }),
    [{ data: { 'ssh-privatekey': 'YQ==' } }, { stringData: { 'ssh-privatekey': 'a' } }],
    [{}, { data: { 'ssh-privatekey': '' } }],
  ],
  ['passwords', (data: object) => ({ type: 'kubernetes.io/basic-auth', data }), each('username password', ''), [{}, { user: '' }]],
  [
    'tokens',
    (annotations: object) => ({ type: 'kubernetes.io/service-account-token', metadata: { name: 'a', annotations } }),
    [{ 'kubernetes.io/service-account.name': 'a' }],
    [{}, { 'kubernetes.io/service-account.name': '' }],
  ],
]);
