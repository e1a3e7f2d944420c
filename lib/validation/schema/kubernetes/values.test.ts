import { values } from './said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));
const service = (more: object) => ({ spec: { ports: [{ port: 80 }], ...more } });
const port = (more: object) => service({ ports: [{ port: 80, ...more }] });
const ports = (all: object[]) => service({ ports: all });
const annotated = (annotations: object, spec: object = {}) => ({ metadata: { name: 'a', annotations }, ...service(spec) });
const nodePorts = (all: object[]) => service({ type: 'NodePort', ports: all });
const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
const ranges = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const mode = 'service.kubernetes.io/topology-mode';
const hints = 'service.kubernetes.io/topology-aware-hints';

values('Service', [
  ['types', (type: string) => service({ type }), ['', 'ClusterIP', 'NodePort', 'LoadBalancer'], ['clusterip', 'Headless']],
  ['aliases', (externalName: string) => ({ spec: { type: 'ExternalName', externalName } }), ['a', 'a.b.'], ['', '.', 'A', 'a..', 'a_b']],
  [
    'addresses of aliases',
    (more: object) => ({ spec: { type: 'ExternalName', externalName: 'a', ...more } }),
    [{}],
    [
      { clusterIP: '10.0.0.1' },
      { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] },
      { ipFamilies: ['IPv4'] },
      { ipFamilyPolicy: 'SingleStack' },
      { externalTrafficPolicy: 'Local' },
    ],
  ],
  [
    'no ports',
    (more: object) => ({ spec: more }),
    [{ clusterIP: 'None' }, { clusterIPs: ['None'], clusterIP: 'None' }],
    [{}, { clusterIP: '10.0.0.1' }, { clusterIPs: ['None', 'None'], clusterIP: 'None' }],
  ],
  [
    'ports',
    port,
    [
      { port: 1 },
      { port: 65535 },
      ...['TCP', 'UDP', 'SCTP', ''].map((protocol) => ({ protocol })),
      { name: '' },
      { name: long(63) },
      { targetPort: 1 },
      { targetPort: 'http' },
      { targetPort: 0 },
      { targetPort: '' },
      { appProtocol: 'a.b/c' },
    ],
    [
      { port: 0 },
      { port: 65536 },
      { protocol: 'tcp' },
      { name: 'A' },
      { name: long(64) },
      { targetPort: 65536 },
      { targetPort: -1 },
      { targetPort: '80' },
      { targetPort: 'HTTP' },
      { appProtocol: '' },
      { appProtocol: 'a b' },
    ],
  ],
  [
    'several ports',
    ports,
    [
      [
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ],
      [
        { name: 'a', port: 1 },
        { name: 'b', port: 1, protocol: 'UDP' },
      ],
    ],
    [
      [{ port: 1 }, { name: 'b', port: 2 }],
      [
        { name: 'a', port: 1 },
        { name: 'a', port: 2 },
      ],
      [
        { name: 'a', port: 1 },
        { name: 'b', port: 1, protocol: 'TCP' },
      ],
    ],
  ],
  ['node ports', (nodePort: number) => nodePorts([{ port: 80, nodePort }]), [0, 30000, 32767], [29999, 32768]],
  [
    'node ports of types',
    (type: string) => service({ type, ports: [{ port: 80, nodePort: 30000 }] }),
    ['NodePort', 'LoadBalancer'],
    ['', 'ClusterIP'],
  ],
  [
    'several node ports',
    nodePorts,
    [
      [
        { name: 'a', port: 1, nodePort: 30000 },
        { name: 'b', port: 2, nodePort: 30001 },
      ],
      [
        { name: 'a', port: 1, nodePort: 30000 },
        { name: 'b', port: 1, nodePort: 30000, protocol: 'UDP' },
      ],
    ],
    [
      [
        { name: 'a', port: 1, nodePort: 30000 },
        { name: 'b', port: 2, nodePort: 30000 },
      ],
      [
        { name: 'a', port: 1, nodePort: 30000 },
        { name: 'b', port: 2, nodePort: 30000, protocol: 'UDP' },
      ],
    ],
  ],
  [
    'ports of health checks',
    (healthCheckNodePort: number) => service({ ...local, ports: [{ port: 80, nodePort: 31000 }], healthCheckNodePort }),
    [0, 30000, 32767],
    [29999, 32768, 31000, 65536],
  ],
  [
    'health checks of others',
    (more: object) => service({ ...local, healthCheckNodePort: 30000, ...more }),
    [{}],
    [{ type: 'NodePort' }, { externalTrafficPolicy: 'Cluster' }],
  ],
  ['addresses', (clusterIP: string) => service({ clusterIP }), ['', 'None', '10.0.0.1', '::1', '010.0.0.1'], ['none', 'a', '10.0.0.0/8']],
  [
    'several addresses',
    (clusterIPs: string[]) => service({ clusterIP: clusterIPs[0], clusterIPs, ipFamilyPolicy: 'PreferDualStack' }),
    [['10.0.0.1', '::1'], ['None']],
    [
      ['10.0.0.1', '10.0.0.2'],
      ['::1', '::2'],
      ['10.0.0.1', 'None'],
      ['None', '10.0.0.1'],
      ['10.0.0.1', '::1', '::2'],
      ['a', 'b'],
    ],
  ],
  [
    'the first address',
    (more: object) => service({ clusterIPs: ['10.0.0.1'], ...more }),
    [{ clusterIP: '10.0.0.1' }],
    [{}, { clusterIP: '10.0.0.2' }],
  ],
  ['headless', (type: string) => service({ type, clusterIP: 'None' }), ['', 'ClusterIP'], ['NodePort', 'LoadBalancer']],
  [
    'families',
    (ipFamilies: string[]) => service({ ipFamilyPolicy: 'PreferDualStack', ipFamilies }),
    [[], ['IPv4'], ['IPv6', 'IPv4']],
    [['ipv4'], ['IPv4', 'IPv4'], ['']],
  ],
  [
    'policies of families',
    (ipFamilyPolicy: string) => service({ ipFamilyPolicy }),
    ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
    ['', 'single'],
  ],
  [
    'families of addresses',
    (more: object) => service({ clusterIP: '10.0.0.1', ...more }),
    [{ ipFamilies: ['IPv4'] }],
    [
      { ipFamilies: ['IPv6'] },
      { ipFamilies: ['IPv4', 'IPv6'] },
      { clusterIPs: ['10.0.0.1', '::1'] },
      { clusterIPs: ['10.0.0.1', '::1'], ipFamilies: ['IPv4', 'IPv4'], ipFamilyPolicy: 'RequireDualStack' },
    ],
  ],
  [
    'families without pods',
    (more: object) => service({ clusterIP: 'None', ipFamilies: ['IPv4', 'IPv6'], ...more }),
    [{}, { selector: { a: 'b' }, ipFamilyPolicy: 'PreferDualStack' }],
    [{ selector: { a: 'b' } }, { ipFamilyPolicy: 'SingleStack' }],
  ],
  [
    'addresses from outside',
    (externalIPs: string[]) => service({ externalIPs }),
    [['1.2.3.4', '2001::1']],
    [['a'], ['127.0.0.1'], ['0.0.0.0'], ['::'], ['169.254.0.1'], ['224.0.0.1'], ['fe80::1'], ['ff02::1']],
  ],
  [
    'load balancers',
    (more: object) => service({ type: 'LoadBalancer', ...more }),
    [{ loadBalancerClass: 'a.b/c', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ['10.0.0.0/8', ' ::/0 '] }],
    [{ loadBalancerClass: '' }, { loadBalancerClass: 'a b' }, { loadBalancerSourceRanges: ['10.0.0.1', ''] }],
  ],
  [
    'fields of load balancers',
    (more: object) => service(more),
    [{ loadBalancerSourceRanges: [] }],
    [{ loadBalancerClass: 'a' }, { allocateLoadBalancerNodePorts: true }, { loadBalancerSourceRanges: ['10.0.0.0/8'] }],
  ],
  [
    'annotated ranges',
    (value: string) => annotated({ [ranges]: value }, { type: 'LoadBalancer' }),
    ['', ' ', '10.0.0.0/8', ' 10.0.0.0/8 , ::/0'],
    ['a', '10.0.0.0/8,', '10.0.0.1'],
  ],
  [
    'annotated ranges of others',
    (spec: object) => annotated({ [ranges]: 'a' }, spec),
    [{ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] }],
    [{}, { type: 'NodePort' }],
  ],
  [
    'affinity',
    (more: object) => service({ sessionAffinity: 'ClientIP', ...more }),
    [{}, { sessionAffinity: 'None' }, ...[1, 86400].map((timeoutSeconds) => ({ sessionAffinityConfig: { clientIP: { timeoutSeconds } } }))],
    [{ sessionAffinity: 'clientIP' }, ...[0, 86401].map((timeoutSeconds) => ({ sessionAffinityConfig: { clientIP: { timeoutSeconds } } }))],
  ],
  [
    'traffic from outside',
    (more: object) => service({ externalTrafficPolicy: 'Local', ...more }),
    [{ type: 'NodePort' }, { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' }, { externalIPs: ['1.2.3.4'] }],
    [{}, { type: 'ClusterIP' }, { type: 'NodePort', externalTrafficPolicy: 'local' }],
  ],
  [
    'traffic from inside',
    service,
    [
      ...['Cluster', 'Local'].map((internalTrafficPolicy) => ({ internalTrafficPolicy })),
      ...['PreferClose', 'PreferSameZone', 'PreferSameNode'].map((trafficDistribution) => ({ trafficDistribution })),
    ],
    [{ internalTrafficPolicy: '' }, { internalTrafficPolicy: 'local' }, { trafficDistribution: '' }, { trafficDistribution: 'Close' }],
  ],
  ['topology', annotated, [{ [mode]: 'Auto' }, { [hints]: 'auto' }, { [mode]: 'a', [hints]: 'a' }], [{ [mode]: 'Auto', [hints]: 'auto' }]],
  ['selectors', (selector: object) => service({ selector }), [{ a: 'b' }], [{ 'a b': 'c' }, { a: '-' }]],
]);

const container = { name: 'app', image: 'a:1' };
const labels = { app: 'a' };
const template = { metadata: { labels }, spec: { containers: [container] } };
const workload = (more: object) => ({ spec: { selector: { matchLabels: labels }, template, ...more } });
const rolling = (rollingUpdate: object) => ({ rollingUpdate });
const counts = [[0, 1], [-1]] as const;
const selectors = [
  [
    { matchLabels: labels },
    ...[{ operator: 'In', values: ['a'] }, { operator: 'NotIn', values: ['b'] }, { operator: 'Exists' }].map((more) => ({
      matchExpressions: [{ key: 'app', ...more }],
    })),
    { matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }] },
    { matchExpressions: [{ key: 'b', operator: 'NotIn', values: ['c'] }] },
  ],
  [
    {},
    { matchLabels: { app: 'b' } },
    ...[
      { operator: 'In', values: ['b'] },
      { operator: 'NotIn', values: ['a'] },
      { operator: 'DoesNotExist' },
      { operator: 'in', values: ['a'] },
      { operator: 'Exists', values: ['a'] },
      { operator: 'In' },
    ].map((more) => ({ matchExpressions: [{ key: 'app', ...more }] })),
    { matchExpressions: [{ key: 'b', operator: 'Exists' }] },
  ],
] as const;

values('Deployment', [
  ['selectors', (selector: object) => workload({ selector }), ...selectors],
  ['replicas', (replicas: number) => workload({ replicas }), ...counts],
  ['revisions', (revisionHistoryLimit: number) => workload({ revisionHistoryLimit }), ...counts],
  [
    'times',
    workload,
    [{ minReadySeconds: 599 }, { progressDeadlineSeconds: 1 }, { minReadySeconds: 1, progressDeadlineSeconds: 2 }],
    [{ minReadySeconds: -1 }, { minReadySeconds: 600 }, { progressDeadlineSeconds: 0 }, { minReadySeconds: 2, progressDeadlineSeconds: 2 }],
  ],
  [
    'strategies',
    (strategy: object) => workload({ strategy }),
    [
      { type: 'Recreate' },
      { type: 'RollingUpdate' },
      { type: '' },
      rolling({ maxSurge: '101%' }),
      rolling({ maxUnavailable: '100%' }),
      rolling({ maxSurge: 0 }),
      rolling({ maxUnavailable: 0 }),
    ],
    [
      { type: 'recreate' },
      { type: 'Recreate', rollingUpdate: {} },
      rolling({ maxSurge: -1 }),
      rolling({ maxSurge: 'a1%' }),
      rolling({ maxSurge: '1%a' }),
      rolling({ maxUnavailable: '101%' }),
      rolling({ maxUnavailable: '1' }),
      rolling({ maxSurge: 0, maxUnavailable: '0%' }),
    ],
  ],
  [
    'templates',
    (more: object) => workload({ template: { ...template, ...more } }),
    [{ spec: { containers: [container], restartPolicy: 'Always' } }],
    [
      { spec: { containers: [container], restartPolicy: 'OnFailure' } },
      { spec: { containers: [container], activeDeadlineSeconds: 1 } },
      { metadata: { labels: { ...labels, b: '-' } } },
      { metadata: { labels, annotations: { 'a b': 'c' } } },
    ],
  ],
]);
values('DaemonSet', [
  [
    'strategies',
    (updateStrategy: object) => workload({ updateStrategy }),
    [
      { type: 'OnDelete' },
      { type: 'RollingUpdate' },
      { type: '' },
      rolling({ maxUnavailable: '100%' }),
      rolling({ maxUnavailable: 0, maxSurge: '100%' }),
    ],
    [
      { type: 'Recreate' },
      rolling({ maxSurge: '1%' }),
      rolling({ maxUnavailable: 0 }),
      rolling({ maxUnavailable: '0%', maxSurge: '0%' }),
      rolling({ maxUnavailable: '101%' }),
      rolling({ maxUnavailable: 0, maxSurge: '101%' }),
    ],
  ],
  ['numbers', workload, each('minReadySeconds revisionHistoryLimit', 0), each('minReadySeconds revisionHistoryLimit', -1)],
  ['selectors', (selector: object) => workload({ selector }), ...selectors],
]);
const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
values('StatefulSet', [
  [
    'numbers',
    workload,
    [...each('replicas minReadySeconds', 0), { ordinals: { start: 0 } }],
    [...each('replicas minReadySeconds', -1), { ordinals: { start: -1 } }],
  ],
  [
    'words',
    workload,
    [
      { podManagementPolicy: 'OrderedReady' },
      { podManagementPolicy: 'Parallel' },
      ...['Retain', 'Delete'].flatMap((word) =>
        each('whenDeleted whenScaled', word).map((field) => ({ persistentVolumeClaimRetentionPolicy: field })),
      ),
      { serviceName: '' },
      { serviceName: 'a' },
    ],
    [
      { podManagementPolicy: 'ordered' },
      ...each('whenDeleted whenScaled', 'keep').map((field) => ({ persistentVolumeClaimRetentionPolicy: field })),
      { serviceName: 'a.b' },
    ],
  ],
  [
    'strategies',
    (updateStrategy: object) => workload({ updateStrategy }),
    [{ type: 'OnDelete' }, { type: 'RollingUpdate' }, rolling({ partition: 0 })],
    [{ type: 'Recreate' }, { type: 'OnDelete', rollingUpdate: {} }, rolling({ partition: -1 })],
  ],
  [
    'claims',
    (claim: object) =>
      workload({
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claimSpec, ...claim }],
        template: { ...template, spec: { containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/a' }] }] } },
      }),
    [{}],
    [{ metadata: { name: 'A' } }, { metadata: {} }, { spec: {} }],
  ],
]);
values('PersistentVolumeClaim', [
  [
    'modes of access',
    (accessModes: string[]) => ({ spec: { ...claimSpec, accessModes } }),
    [['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'], ['ReadWriteOncePod']],
    [[], ['readWriteOnce'], ['ReadWriteOncePod', 'ReadOnlyMany']],
  ],
  [
    'storage',
    (storage: unknown) => ({ spec: { ...claimSpec, resources: { requests: { storage } } } }),
    ['1', '1m', 1],
    ['0', 0, '-1', null],
  ],
  [
    'sources',
    (more: object) => ({ spec: { ...claimSpec, ...more } }),
    [
      { dataSource: { kind: 'PersistentVolumeClaim', name: 'a' } },
      { dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' } },
      { dataSourceRef: { apiGroup: 'a.b', kind: 'c', name: 'd' } },
      { dataSource: { kind: 'Pod', name: 'a' } },
    ],
    [
      { dataSourceRef: { kind: 'Pod', name: 'a' } },
      { dataSourceRef: { apiGroup: 'a.b', kind: '', name: '' } },
      { dataSourceRef: { apiGroup: 'A', kind: 'c', name: 'd' } },
      ...each('apiGroup kind name', 'x').map((field) => ({
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' },
        dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a', ...field },
      })),
    ],
  ],
  [
    'names',
    (more: object) => ({ spec: { ...claimSpec, ...more } }),
    [
      ...each('storageClassName volumeAttributesClassName', 'a.b'),
      { storageClassName: '' },
      { volumeMode: 'Block' },
      { volumeMode: 'Filesystem' },
    ],
    [
      ...each('storageClassName volumeAttributesClassName', 'A'),
      { volumeMode: '' },
      { volumeMode: 'block' },
      { selector: { matchLabels: { a: '-' } } },
    ],
  ],
]);

const once = { spec: { containers: [container], restartPolicy: 'Never' } };
const job = (more: object) => ({ spec: { template: once, ...more } });
const indexed = (more: object) => job({ completionMode: 'Indexed', completions: 10, ...more });
const failure = (rule: object, more: object = {}) => job({ podFailurePolicy: { rules: [{ action: 'Ignore', ...rule }] }, ...more });
const codes = (more: object) => failure({ onExitCodes: { operator: 'In', values: [1], ...more } });
const condition = [{ type: 'a', status: 'True' }];
const jobNumbers = 'parallelism completions activeDeadlineSeconds backoffLimit ttlSecondsAfterFinished';
values('Job', [
  ['numbers', job, [...each(jobNumbers, 1), ...each(jobNumbers.replace('activeDeadlineSeconds ', ''), 0)], each(jobNumbers, -1)],
  [
    'words',
    job,
    [{ completionMode: 'NonIndexed' }, { podReplacementPolicy: 'Failed' }, { podReplacementPolicy: 'TerminatingOrFailed' }],
    [{ completionMode: '' }, { podReplacementPolicy: 'failed' }, { podReplacementPolicy: '' }],
  ],
  [
    'restart policies',
    (restartPolicy: string) => job({ template: { spec: { containers: [container], restartPolicy } } }),
    ['Never', 'OnFailure'],
    ['', 'Always'],
  ],
  [
    'indexed',
    indexed,
    [
      {},
      { parallelism: 100000 },
      { backoffLimitPerIndex: 0, maxFailedIndexes: 10 },
      { completions: 100001 },
      { completions: 100001, backoffLimitPerIndex: 1, maxFailedIndexes: 10000, parallelism: 10000 },
    ],
    [
      { completions: undefined, parallelism: 1 },
      { parallelism: 100001 },
      { maxFailedIndexes: 1 },
      { backoffLimitPerIndex: 1, maxFailedIndexes: 11 },
      { backoffLimitPerIndex: -1 },
      { completions: 100001, backoffLimitPerIndex: 1 },
      { completions: 100001, backoffLimitPerIndex: 1, maxFailedIndexes: 10001, parallelism: 10001 },
      { completions: 200000, backoffLimitPerIndex: 1, maxFailedIndexes: 100001 },
    ],
  ],
  [
    'not indexed',
    job,
    [],
    [{ backoffLimitPerIndex: 1 }, { backoffLimitPerIndex: 1, maxFailedIndexes: 1 }, { successPolicy: { rules: [{ succeededCount: 1 }] } }],
  ],
  [
    'indexes',
    (succeededIndexes: string) => indexed({ successPolicy: { rules: [{ succeededIndexes }] } }),
    ['', '0', '0,2-4', '+1,9', '0-9'],
    ['10', '1,0', '0,0', '2-2', '3-2', 'a', '1-', '1,', '0-10', '0-3,3'],
  ],
  [
    'successes',
    (rules: object[]) => indexed({ successPolicy: { rules } }),
    [
      [{ succeededCount: 10 }],
      [{ succeededIndexes: '0,2-4', succeededCount: 4 }],
      Array.from({ length: 20 }, () => ({ succeededCount: 1 })),
    ],
    [
      [],
      [{}],
      [{ succeededCount: 11 }],
      [{ succeededCount: -1 }],
      [{ succeededIndexes: '0,2-4', succeededCount: 5 }],
      Array.from({ length: 21 }, () => ({ succeededCount: 1 })),
    ],
  ],
  [
    'failures',
    failure,
    [
      { onPodConditions: condition },
      ...['FailJob', 'Count'].map((action) => ({ action, onPodConditions: condition })),
      ...['True', 'False', 'Unknown'].map((status) => ({ onPodConditions: [{ type: 'a.b/c', status }] })),
      { onPodConditions: Array.from({ length: 20 }, () => condition[0]) },
    ],
    [
      { action: '', onPodConditions: condition },
      { action: 'FailIndex', onPodConditions: condition },
      {},
      { onPodConditions: condition, onExitCodes: { operator: 'In', values: [1] } },
      { onPodConditions: [{ type: 'a b', status: 'true' }] },
      { onPodConditions: Array.from({ length: 21 }, () => condition[0]) },
    ],
  ],
  [
    'failures of indexes',
    (more: object) => failure({ action: 'FailIndex', onPodConditions: condition }, { completionMode: 'Indexed', completions: 1, ...more }),
    [{ backoffLimitPerIndex: 0 }],
    [{}],
  ],
  [
    'codes',
    codes,
    [
      { values: [1, 2] },
      { operator: 'NotIn', values: [0] },
      { containerName: 'app' },
      { values: Array.from({ length: 255 }, (_, index) => index + 1) },
    ],
    [
      { values: [] },
      { values: [0, 1] },
      { values: [1, 1] },
      { values: [2, 1] },
      { operator: 'in' },
      { containerName: 'b' },
      { values: Array.from({ length: 256 }, (_, index) => index + 1) },
    ],
  ],
  [
    'failures of what restarts',
    (more: object) => failure({ onPodConditions: condition }, more),
    [{ podReplacementPolicy: 'Failed' }],
    [{ podReplacementPolicy: 'TerminatingOrFailed' }, { template: { spec: { containers: [container], restartPolicy: 'OnFailure' } } }],
  ],
  [
    'selectors',
    job,
    [
      { manualSelector: true, selector: { matchLabels: labels }, template: { metadata: { labels }, ...once } },
      { template: { metadata: { labels: { 'job-name': 'a' } }, ...once } },
      { selector: { matchLabels: { 'batch.kubernetes.io/job-name': 'a' } } },
    ],
    [
      { manualSelector: true },
      { manualSelector: true, selector: { matchLabels: labels } },
      { manualSelector: true, selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } },
      { selector: { matchLabels: labels } },
      ...['job-name', 'batch.kubernetes.io/job-name', 'controller-uid', 'batch.kubernetes.io/controller-uid'].map((key) => ({
        template: { metadata: { labels: { [key]: 'b' } }, ...once },
      })),
    ],
  ],
]);

const cron = (more: object) => ({ spec: { schedule: '* * * * *', jobTemplate: { spec: { template: once } }, ...more } });
values('CronJob', [
  [
    'schedules',
    (schedule: string) => cron({ schedule }),
    [
      '0 0 1 1 0',
      '59 23 31 12 6',
      '*/5 ? * * *',
      '0-30/10 1,2 1-2 jan-DEC sun-SAT',
      '@every 1h',
      '@yearly',
      '@annually',
      '@monthly',
      '@weekly',
      '@daily',
      '@midnight',
      '@hourly',
      ' 1  2 3 4 5 ',
      '+1 0 1 1 0',
      '0/5 * * * *',
    ],
    [
      '',
      '* * * *',
      '* * * * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * 32 * *',
      '* * * 0 *',
      '* * * 13 *',
      '* * * * 7',
      '*/0 * * * *',
      '*/5/5 * * * *',
      '5-1 * * * *',
      '1-2-3 * * * *',
      'jan * * * *',
      '* * * foo *',
      '@every',
      '@every 1',
      '@Daily',
      'TZ=UTC * * * * *',
      'CRON_TZ=UTC * * * * *',
      '-1 * * * *',
      '1- * * * *',
      '*/a * * * *',
      '1a * * * *',
      'a1 * * * *',
    ],
  ],
  [
    'months and weekdays',
    (field: string) => cron({ schedule: `0 0 1 ${field}` }),
    [
      'jan sun',
      'feb mon',
      'mar tue',
      'apr wed',
      'may thu',
      'jun fri',
      'jul sat',
      ...['aug', 'sep', 'oct', 'nov', 'dec'].map((month) => `${month} *`),
    ],
    ['sun jan'],
  ],
  [
    'time zones',
    (timeZone: string) => cron({ timeZone }),
    [
      'UTC',
      'Europe/Berlin',
      'Etc/GMT+1',
      ...'CET EET EST GMT HST MET PRC ROC ROK UCT WET'.split(' '),
      'posixrules',
      'Factory',
      'posix/Europe/Berlin',
    ],
    [
      '',
      'utc',
      'europe/berlin',
      'Local',
      'Europe/Nowhere',
      '/UTC',
      'UTC/',
      '../UTC',
      'IST',
      'SystemV/AST4',
      'US/Pacific-New',
      'Europe Berlin',
      `Europe/${long(15)}`,
    ],
  ],
  [
    'words',
    cron,
    [
      ...['Allow', 'Forbid', 'Replace', ''].map((concurrencyPolicy) => ({ concurrencyPolicy })),
      ...each('startingDeadlineSeconds successfulJobsHistoryLimit failedJobsHistoryLimit', 0),
    ],
    [{ concurrencyPolicy: 'allow' }, ...each('startingDeadlineSeconds successfulJobsHistoryLimit failedJobsHistoryLimit', -1)],
  ],
  [
    'Jobs',
    (more: object) => cron({ jobTemplate: { spec: { template: once, ...more } } }),
    [{}],
    [{ selector: {} }, { manualSelector: true }, { parallelism: -1 }, { template: template }],
  ],
]);
