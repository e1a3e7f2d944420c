import { values } from './said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));
const app = { name: 'app', image: 'a:1' };
const pod = (more: object) => ({ spec: { containers: [app], ...more } });
const container = (more: object) => pod({ containers: [{ ...app, ...more }] });
const port = (more: object) => container({ ports: [{ containerPort: 80, ...more }] });
const variable = (more: object) => container({ env: [{ name: 'A', ...more }] });
const from = (valueFrom: object) => variable({ valueFrom });
const probe = (more: object) => container({ livenessProbe: { exec: { command: ['a'] }, ...more } });
const httpGet = (more: object) => container({ readinessProbe: { httpGet: { port: 80, ...more } } });
const quantities = (more: object) => container({ resources: more });
const security = (securityContext: object) => pod({ securityContext });
const ownSecurity = (securityContext: object) => container({ securityContext });
const volume = (more: object) => pod({ volumes: [{ name: 'v', ...more }] });
const mount = (more: object) =>
  pod({ containers: [{ ...app, volumeMounts: [{ name: 'v', mountPath: '/a', ...more }] }], volumes: [{ name: 'v', emptyDir: {} }] });
const profiles = [
  [{ type: 'RuntimeDefault' }, { type: 'Unconfined' }, { type: 'Localhost', localhostProfile: 'a/b' }],
  [
    { type: '' },
    { type: 'runtime' },
    { type: 'Localhost' },
    { type: 'RuntimeDefault', localhostProfile: 'a' },
    { type: 'Localhost', localhostProfile: '' },
  ],
] as const;
const identifiers = [
  [0, 2147483647],
  [-1, 2147483648],
] as const;
const fields =
  'metadata.name metadata.namespace metadata.uid spec.nodeName spec.serviceAccountName status.hostIP status.hostIPs status.podIP status.podIPs'.split(
    ' ',
  );

values('Pod', [
  ['names of containers', (name: string) => container({ name }), ['a', '1', long(63)], ['', 'A', 'a.b', '-a', long(64)]],
  ['images', (image: string) => container({ image }), ['a'], ['', ' a', 'a ']],
  ['imagePullPolicy', (imagePullPolicy: string) => container({ imagePullPolicy }), ['', 'Always', 'Never', 'IfNotPresent'], ['always']],
  [
    'terminationMessagePolicy',
    (terminationMessagePolicy: string) => container({ terminationMessagePolicy }),
    ['', 'File', 'FallbackToLogsOnError'],
    ['file'],
  ],
  [
    'ports',
    port,
    [
      { containerPort: 1 },
      { containerPort: 65535 },
      { hostPort: 0 },
      { hostPort: 65535 },
      { name: '' },
      ...['TCP', 'UDP', 'SCTP', ''].map((protocol) => ({ protocol })),
    ],
    [{ containerPort: 0 }, { containerPort: 65536 }, { hostPort: 65536 }, { hostPort: -1 }, { protocol: 'tcp' }],
  ],
  ['names of ports', (name: string) => port({ name }), ['a', '1a', 'a-b-c', long(15)], ['A', '1', 'a--b', '-a', 'a-', 'a_b', long(16)]],
  [
    'several ports',
    (ports: object[]) => container({ ports: ports.map((more) => ({ containerPort: 80, ...more })) }),
    [
      [{ name: 'a' }, { name: 'b' }],
      [{ hostPort: 1 }, { hostPort: 1, protocol: 'UDP' }, { hostPort: 1, hostIP: '10.0.0.1' }],
      [{}, {}],
    ],
    [
      [{ name: 'a' }, { name: 'a' }],
      [{ hostPort: 1 }, { hostPort: 1, protocol: 'TCP' }],
    ],
  ],
  [
    'resizePolicy',
    (more: object) =>
      pod({
        containers: [
          {
            ...app,
            resizePolicy: [
              { resourceName: 'cpu', restartPolicy: 'NotRequired' },
              { resourceName: 'memory', restartPolicy: 'RestartContainer', ...more },
            ],
          },
        ],
      }),
    [{}],
    [{ resourceName: 'cpu' }, { resourceName: 'gpu' }, { restartPolicy: 'never' }],
  ],
  [
    'resizePolicy of what never restarts',
    (restartPolicy: string) =>
      pod({ restartPolicy: 'Never', containers: [{ ...app, resizePolicy: [{ resourceName: 'cpu', restartPolicy }] }] }),
    ['NotRequired'],
    ['RestartContainer'],
  ],
  ['names of variables', (name: string) => container({ env: [{ name }] }), ['a b', 'A.b', '!~', '1'], ['', 'a=b', 'é', 'a\tb']],
  [
    'values of variables',
    variable,
    [{ value: 'a' }, { value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    [{ value: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }, { valueFrom: {} }],
  ],
  [
    'fields',
    (fieldPath: string) => from({ fieldRef: { fieldPath } }),
    [...fields, 'spec.host', "metadata.labels['a.b/c']", "metadata.annotations['A.b/c']"],
    [
      '',
      'metadata.labels',
      'metadata.annotations',
      'spec.nodename',
      "metadata.labels['A.b/c']",
      "metadata.labels['a b']",
      "metadata.annotations['']",
      "metadata.name['a']",
      "xmetadata.labels['a']",
    ],
  ],
  ['versions of fields', (apiVersion: string) => from({ fieldRef: { apiVersion, fieldPath: 'metadata.name' } }), ['', 'v1'], ['v2']],
  [
    'resources',
    (resource: string) => from({ resourceFieldRef: { resource } }),
    'limits.cpu limits.memory limits.ephemeral-storage requests.cpu requests.memory requests.ephemeral-storage limits.hugepages-2Mi requests.hugepages-1Gi'.split(
      ' ',
    ),
    ['', 'cpu', 'limits.gpu', 'x.limits.hugepages-1'],
  ],
  [
    'divisors of CPU',
    (divisor: unknown) => from({ resourceFieldRef: { resource: 'limits.cpu', divisor } }),
    ['1', '1m', 1, '0', '0.001'],
    ['1k', '2', '10m'],
  ],
  [
    'divisors of memory',
    (divisor: unknown) => from({ resourceFieldRef: { resource: 'requests.memory', divisor } }),
    ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit) => `1${unit}`),
    ['1m', '2', '2Mi'],
  ],
  [
    'keys',
    (reference: object) => from({ configMapKeyRef: reference }),
    [{ name: 'a.b', key: 'A_b.c-1' }],
    [{ name: 'A', key: 'a' }, { name: 'a', key: '' }, { name: 'a', key: 'a b' }, { key: '..' }],
  ],
  [
    'keys of Secrets',
    (reference: object) => from({ secretKeyRef: reference }),
    [{ name: 'a', key: long(253) }],
    [
      { name: 'a_', key: '.' },
      { name: 'a', key: long(254) },
      { name: 'a', key: '..a' },
    ],
  ],
  [
    'two origins',
    (more: object) => from({ fieldRef: { fieldPath: 'metadata.name' }, ...more }),
    [{}],
    [{ resourceFieldRef: { resource: 'limits.cpu' } }, { configMapKeyRef: { name: 'a', key: 'b' }, secretKeyRef: { name: 'a', key: 'b' } }],
  ],
  [
    'envFrom',
    (source: object) => container({ envFrom: [source] }),
    [{ configMapRef: { name: 'a' } }, { prefix: 'A_', secretRef: { name: 'a-' } }],
    [
      {},
      { configMapRef: {}, secretRef: {} },
      { configMapRef: { name: 'A' } },
      { secretRef: { name: '-' } },
      { prefix: '=', secretRef: { name: 'a' } },
    ],
  ],
  [
    'probes',
    (more: object) => container({ livenessProbe: more }),
    [{ exec: { command: ['a'] } }, { httpGet: { port: 'http' } }, { tcpSocket: { port: 1 } }, { grpc: { port: 65535 } }],
    [
      {},
      { exec: {} },
      { exec: { command: [] } },
      { tcpSocket: { port: 0 } },
      { grpc: { port: 65536 } },
      { httpGet: { port: 'HTTP' } },
      { exec: { command: ['a'] }, grpc: { port: 1 } },
    ],
  ],
  [
    'times of probes',
    probe,
    [
      ...each('initialDelaySeconds timeoutSeconds periodSeconds failureThreshold', 0),
      { successThreshold: 1 },
      { successThreshold: 0 },
      { terminationGracePeriodSeconds: 1 },
    ],
    [
      ...each('initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold', -1),
      { successThreshold: 2 },
      { terminationGracePeriodSeconds: 0 },
    ],
  ],
  [
    'times of a readiness probe',
    (more: object) => container({ readinessProbe: { tcpSocket: { port: 1 }, ...more } }),
    [{ successThreshold: 2 }],
    [{ terminationGracePeriodSeconds: 1 }],
  ],
  [
    'times of a startup probe',
    (more: object) => container({ startupProbe: { tcpSocket: { port: 1 }, ...more } }),
    [{ terminationGracePeriodSeconds: 1 }],
    [{ successThreshold: 2 }],
  ],
  [
    'requests of probes',
    httpGet,
    [{ scheme: 'HTTP' }, { scheme: 'HTTPS' }, { scheme: '' }, { httpHeaders: [{ name: 'X-1', value: '' }] }],
    [
      { scheme: 'https' },
      {
        httpHeaders: [
          { name: '', value: '' },
          { name: 'a_', value: '' },
          { name: 'a:b', value: '' },
        ],
      },
    ],
  ],
  [
    'hooks',
    (lifecycle: object) => container({ lifecycle }),
    [{ preStop: { sleep: { seconds: 30 } } }, { postStart: { exec: { command: ['a'] } } }, { preStop: { tcpSocket: { port: 1 } } }],
    [
      { preStop: {} },
      { postStart: { sleep: { seconds: 31 } } },
      { preStop: { sleep: { seconds: -1 } } },
      { preStop: { httpGet: { port: 0 }, exec: { command: ['a'] } } },
    ],
  ],
  [
    'hooks of a pod that stops later',
    (lifecycle: object) => pod({ terminationGracePeriodSeconds: 60, containers: [{ ...app, lifecycle }] }),
    [{ preStop: { sleep: { seconds: 60 } } }],
    [{ preStop: { sleep: { seconds: 61 } } }],
  ],
  [
    'init containers',
    (more: object) => pod({ initContainers: [{ name: 'b', image: 'b', ...more }] }),
    [{}, { restartPolicy: 'Always', startupProbe: { exec: { command: ['a'] } }, lifecycle: { preStop: { sleep: { seconds: 1 } } } }],
    [
      { name: 'app' },
      { image: '' },
      {
        ports: [
          { containerPort: 1, hostPort: 1 },
          { containerPort: 2, hostPort: 1 },
        ],
      },
      ...each('livenessProbe readinessProbe startupProbe', { exec: { command: ['a'] } }),
      { lifecycle: {} },
      { restartPolicy: 'Always', livenessProbe: {} },
    ],
  ],
  ['amounts', (amount: unknown) => quantities({ limits: { cpu: amount } }), ['1', 1, '0', '-0', '100m', 0.5], ['-1', -1, '-1m']],
  [
    'requests and limits',
    quantities,
    [
      { requests: { cpu: 1 }, limits: { cpu: 1 } },
      { requests: { memory: '1Gi' }, limits: { memory: '1024Mi' } },
      { requests: { 'a.b/c': 1 }, limits: { 'a.b/c': '1' } },
      { limits: { 'hugepages-2Mi': '4Mi', cpu: 1 } },
      { limits: { 'hugepages-2Mi': '4Mi', memory: 1 }, requests: { 'hugepages-2Mi': '4Mi' } },
    ],
    [
      { requests: { cpu: 2 }, limits: { cpu: '1' } },
      { requests: { 'a.b/c': 1 } },
      { requests: { 'a.b/c': 1 }, limits: { 'a.b/c': 2 } },
      { limits: { 'hugepages-2Mi': '4Mi' } },
      { limits: { 'hugepages-2Mi': '3Mi', cpu: 1 } },
      { limits: { 'hugepages-0': '1', cpu: 1 } },
      { limits: { 'hugepages-x': '1', cpu: 1 } },
      { limits: { 'a.b/c': '1m' } },
      { requests: { 'hugepages-2Mi': '2Mi', cpu: 1 }, limits: { 'hugepages-2Mi': '4Mi' } },
    ],
  ],
  [
    'names of resources',
    (name: string) => quantities({ limits: { [name]: 1 } }),
    ['cpu', 'memory', 'ephemeral-storage', 'a.b/c', 'x.kubernetes.io/y', `a/${long(54)}`],
    ['gpu', 'a b', 'requests.a/b', 'a_/b', `${long(246)}/a`],
  ],
  [
    'claims of resources',
    (claims: object[]) => pod({ resourceClaims: [{ name: 'a', resourceClaimName: 'a' }], containers: [{ ...app, resources: { claims } }] }),
    [
      [{ name: 'a' }],
      [
        { name: 'a', request: 'b' },
        { name: 'a', request: 'c' },
      ],
    ],
    [
      [{ name: 'b' }],
      [{ name: '' }],
      [{ name: 'a' }, { name: 'a' }],
      [{ name: 'a' }, { name: 'a', request: 'b' }],
      [{ name: 'a', request: 'b' }, { name: 'a' }],
      [{ name: 'a', request: 'B' }],
    ],
  ],
  [
    'claims',
    (resourceClaims: object[]) => pod({ resourceClaims }),
    [
      [
        { name: 'a', resourceClaimName: 'b.c' },
        { name: 'b', resourceClaimTemplateName: 'c' },
      ],
    ],
    [
      [{ name: 'a' }],
      [{ name: 'a', resourceClaimName: 'b', resourceClaimTemplateName: 'c' }],
      [{ name: 'a', resourceClaimName: 'B' }],
      [
        { name: 'a', resourceClaimName: 'b' },
        { name: 'a', resourceClaimName: 'c' },
      ],
    ],
  ],
  ['users', (user: number) => security({ runAsUser: user }), ...identifiers],
  ['groups', (group: number) => security({ runAsGroup: group }), ...identifiers],
  ['groups of files', (group: number) => security({ fsGroup: group }), ...identifiers],
  ['further groups', (group: number) => security({ supplementalGroups: [group] }), ...identifiers],
  ['users of a container', (user: number) => ownSecurity({ runAsUser: user }), ...identifiers],
  [
    'policies',
    security,
    [
      { fsGroupChangePolicy: 'OnRootMismatch' },
      { fsGroupChangePolicy: 'Always' },
      { supplementalGroupsPolicy: 'Merge' },
      { supplementalGroupsPolicy: 'Strict' },
      { seLinuxChangePolicy: 'Recursive' },
      { seLinuxChangePolicy: 'MountOption' },
    ],
    each('fsGroupChangePolicy supplementalGroupsPolicy seLinuxChangePolicy', '').concat(
      each('fsGroupChangePolicy supplementalGroupsPolicy seLinuxChangePolicy', 'never'),
    ),
  ],
  [
    'seccomp',
    (seccompProfile: object) => security({ seccompProfile }),
    profiles[0],
    [...profiles[1].slice(0, -1), { type: 'Localhost', localhostProfile: '/a' }, { type: 'Localhost', localhostProfile: '../a' }],
  ],
  [
    'AppArmor',
    (appArmorProfile: object) => ownSecurity({ appArmorProfile }),
    profiles[0],
    [...profiles[1], { type: 'Localhost', localhostProfile: ' a' }],
  ],
  [
    'kernel parameters',
    (names: string[]) => security({ sysctls: names.map((name) => ({ name, value: '1' })) }),
    [['a', 'a.b', 'a/b', 'a_b-c.d'], [long(253)]],
    [['A'], ['a..b'], ['-a'], ['a.'], ['a', 'a'], [long(254)]],
  ],
  [
    'kernel parameters of the node',
    (more: object) =>
      pod({
        securityContext: {
          sysctls: ['net.a', 'kernel.shm_x', 'kernel.msgmax', 'kernel.sem', 'fs.mqueue.a', 'kernel.pid', 'xnet.a', 'net/b'].map((name) => ({
            name,
            value: '1',
          })),
        },
        ...more,
      }),
    [{}],
    [{ hostNetwork: true }, { hostIPC: true }],
  ],
  [
    'privileges',
    ownSecurity,
    [
      { privileged: true, allowPrivilegeEscalation: true },
      { allowPrivilegeEscalation: false, capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } },
      { procMount: 'Default' },
    ],
    [
      { privileged: true, allowPrivilegeEscalation: false },
      { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } },
      { procMount: 'Unmasked' },
      { procMount: 'all' },
    ],
  ],
  [
    'users of its own',
    (more: object) => pod({ hostUsers: false, ...more }),
    [{}, { containers: [{ ...app, securityContext: { procMount: 'Unmasked' } }] }],
    [
      ...each('hostNetwork hostPID hostIPC', true),
      {
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }],
        containers: [{ ...app, volumeDevices: [{ name: 'v', devicePath: '/a' }] }],
      },
    ],
  ],
  [
    'words',
    pod,
    [
      ...['Always', 'OnFailure', 'Never', ''].map((restartPolicy) => ({ restartPolicy })),
      ...['PreemptLowerPriority', 'Never'].map((preemptionPolicy) => ({ preemptionPolicy })),
      { os: { name: 'linux' } },
      { os: { name: 'windows' } },
      ...['ClusterFirst', 'ClusterFirstWithHostNet', 'Default'].map((dnsPolicy) => ({ dnsPolicy })),
      { hostPID: true },
    ],
    [
      { restartPolicy: 'always' },
      { preemptionPolicy: 'never' },
      { os: { name: '' } },
      { os: { name: 'Linux' } },
      { dnsPolicy: 'default' },
      { hostPID: true, shareProcessNamespace: true },
      { containers: [] },
      { ephemeralContainers: [{ ...app, name: 'b' }] },
    ],
  ],
  [
    'names',
    pod,
    each('serviceAccountName nodeName priorityClassName runtimeClassName hostname subdomain', long(63)),
    each('serviceAccountName nodeName priorityClassName runtimeClassName hostname subdomain', 'A').concat(
      { runtimeClassName: '' },
      { hostname: long(64) },
      { subdomain: 'a.b' },
    ),
  ],
  ['deadlines', (activeDeadlineSeconds: number) => pod({ activeDeadlineSeconds }), [1, 2147483647], [0, 2147483648]],
  ['overhead', (overhead: object) => pod({ overhead }), [{ cpu: '1m' }], [{ cpu: -1 }, { gpu: 1 }]],
  [
    'name servers',
    (dnsConfig: object) => pod({ dnsConfig }),
    [
      { nameservers: ['1.1.1.1', '::1', '1.1.1.2'], searches: ['a.', '_a.b', '.'], options: [{ name: 'a' }] },
      { searches: Array.from({ length: 32 }, () => long(63)) },
    ],
    [
      { nameservers: ['a'] },
      { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] },
      { searches: Array.from({ length: 33 }, () => 'a') },
      { searches: Array.from({ length: 32 }, () => long(64)) },
      { searches: ['-a'] },
      { searches: ['a..b'] },
      { searches: [long(254)] },
      { options: [{ name: '' }] },
    ],
  ],
  [
    'no name servers',
    (dnsConfig: object) => pod({ dnsPolicy: 'None', dnsConfig }),
    [{ nameservers: ['1.1.1.1'] }],
    [{}, { nameservers: [] }],
  ],
  [
    'aliases',
    (alias: object) => pod({ hostAliases: [alias] }),
    [{ ip: '::1', hostnames: ['a.b'] }],
    [{ ip: '' }, { ip: '1.1.1.1', hostnames: ['a_b'] }],
  ],
  [
    'ports of the node',
    (more: object) => pod({ hostNetwork: true, containers: [{ ...app, ports: [{ containerPort: 80, ...more }] }] }),
    [{}, { hostPort: 80 }],
    [{ hostPort: 81 }],
  ],
  [
    'tolerations',
    (toleration: object) => pod({ tolerations: [toleration] }),
    [
      { operator: 'Exists' },
      { key: 'a' },
      { key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' },
      { key: 'a', effect: 'PreferNoSchedule' },
      { key: 'a', effect: 'NoExecute', tolerationSeconds: 0 },
    ],
    [
      {},
      { operator: 'Equal' },
      { key: 'a', operator: 'exists' },
      { key: 'a', operator: 'Exists', value: 'b' },
      { key: 'a', effect: 'no' },
      { key: 'a', tolerationSeconds: 1 },
      { key: 'a', value: '-' },
      { key: '-' },
    ],
  ],
  [
    'spread',
    (more: object) =>
      pod({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', ...more }] }),
    [
      {},
      { minDomains: 1 },
      { whenUnsatisfiable: 'ScheduleAnyway' },
      { nodeAffinityPolicy: 'Honor', nodeTaintsPolicy: 'Ignore' },
      { labelSelector: {}, matchLabelKeys: ['a'] },
    ],
    [
      { maxSkew: 0 },
      { topologyKey: '' },
      { whenUnsatisfiable: '' },
      { minDomains: 0 },
      { minDomains: 1, whenUnsatisfiable: 'ScheduleAnyway' },
      { nodeAffinityPolicy: '' },
      { nodeTaintsPolicy: 'honor' },
      { matchLabelKeys: ['a'] },
      { labelSelector: {}, matchLabelKeys: ['a b'] },
      { labelSelector: { matchLabels: { a: '-' } } },
    ],
  ],
  [
    'several spreads',
    (keys: string[]) =>
      pod({
        topologySpreadConstraints: keys.map((topologyKey, index) => ({
          maxSkew: 1,
          topologyKey,
          whenUnsatisfiable: index === 2 ? 'ScheduleAnyway' : 'DoNotSchedule',
        })),
      }),
    [['a', 'b', 'a']],
    [['a', 'a']],
  ],
  [
    'nodes',
    (more: object) =>
      pod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', ...more }] }] },
          },
        },
      }),
    [
      ...['In', 'NotIn', 'Gt', 'Lt'].map((operator) => ({ operator, values: ['1'] })),
      { operator: 'In', values: ['1', '2'] },
      { operator: 'Exists' },
      { operator: 'DoesNotExist' },
    ],
    [
      { operator: 'in', values: ['1'] },
      ...['In', 'NotIn', 'Gt', 'Lt'].map((operator) => ({ operator })),
      ...['Gt', 'Lt', 'Exists', 'DoesNotExist'].map((operator) => ({ operator, values: ['1', '2'] })),
      { key: 'a b', operator: 'Exists' },
      { operator: 'In', values: ['-'] },
    ],
  ],
  [
    'nodes by field',
    (more: object) =>
      pod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'], ...more }] }],
            },
          },
        },
      }),
    [{}, { operator: 'NotIn' }],
    [{ operator: 'Exists' }, { key: 'name' }, { values: [] }, { values: ['a', 'b'] }, { values: ['A'] }],
  ],
  [
    'weights of nodes',
    (weight: number) =>
      pod({ affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference: {} }] } } }),
    [1, 100],
    [0, 101],
  ],
  [
    'weights of pods',
    (weight: number) =>
      pod({
        affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: { topologyKey: 'a' } }] } },
      }),
    [1, 100],
    [0, 101],
  ],
  [
    'pods',
    (term: object) =>
      pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a', ...term }] } } }),
    [{}, { namespaces: ['a'], namespaceSelector: {} }, { labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] }],
    [
      { topologyKey: '' },
      { topologyKey: 'a b' },
      { namespaces: ['a.b'] },
      { namespaceSelector: { matchLabels: { a: '-' } } },
      { matchLabelKeys: ['a'] },
      { mismatchLabelKeys: ['a'] },
      { labelSelector: {}, matchLabelKeys: ['a', 'b'], mismatchLabelKeys: ['b'] },
    ],
  ],
  ['gates', (names: string[]) => pod({ schedulingGates: names.map((name) => ({ name })) }), [['a', 'b.c/d']], [['a b'], ['a', 'a']]],
  ['conditions', (conditionType: string) => pod({ readinessGates: [{ conditionType }] }), ['a.b/c'], ['', 'a b']],
  ['node labels', (nodeSelector: object) => pod({ nodeSelector }), [{ 'a.b/c': 'D' }], [{ 'a b': 'c' }, { a: 'b c' }]],
  [
    'volumes',
    volume,
    [
      {},
      { emptyDir: { sizeLimit: '1Gi' } },
      { emptyDir: { sizeLimit: 0 } },
      { persistentVolumeClaim: { claimName: 'a' } },
      { nfs: { server: 'a', path: '/' } },
      ...['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice', ''].map((type) => ({
        hostPath: { path: '/a', type },
      })),
      { csi: { driver: 'A.b', nodePublishSecretRef: { name: 'a' } } },
      { image: { pullPolicy: 'Never' } },
    ],
    [
      { name: '' },
      { name: 'a.b' },
      { emptyDir: { sizeLimit: -1 } },
      { persistentVolumeClaim: { claimName: '' } },
      { nfs: { server: '', path: 'a' } },
      { hostPath: { path: '' } },
      { hostPath: { path: '/../a', type: 'file' } },
      { csi: { driver: '' } },
      { csi: { driver: long(64) } },
      { csi: { driver: 'a', nodePublishSecretRef: { name: 'A' } } },
      { image: { pullPolicy: 'always' } },
      { emptyDir: {}, secret: { secretName: 'a' } },
      { ephemeral: {} },
      { ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: '-' } }, spec: {} } } },
    ],
  ],
  [
    'modes',
    (mode: number) => volume({ secret: { secretName: 'a', defaultMode: mode, items: [{ key: 'a', path: 'a', mode }] } }),
    [0, 0o777],
    [-1, 0o1000],
  ],
  ['modes of ConfigMaps', (defaultMode: number) => volume({ configMap: { name: 'a', defaultMode } }), [0, 0o777], [-1, 0o1000]],
  ['modes of facts', (defaultMode: number) => volume({ downwardAPI: { defaultMode } }), [0, 0o777], [-1, 0o1000]],
  ['modes of several sources', (defaultMode: number) => volume({ projected: { defaultMode } }), [0, 0o777], [-1, 0o1000]],
  [
    'files',
    (path: string) => volume({ configMap: { name: 'a', items: [{ key: 'a', path }] } }),
    ['a', 'a/b', '.a', 'a..b'],
    ['', '/a', '..', '../a', 'a/..', '..a'],
  ],
  [
    'facts',
    (item: object) => volume({ downwardAPI: { items: [{ path: 'a', ...item }] } }),
    [
      ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'].map((fieldPath) => ({
        fieldRef: { fieldPath },
      })),
      { resourceFieldRef: { containerName: 'a', resource: 'limits.cpu' } },
    ],
    [
      {},
      { fieldRef: { fieldPath: 'spec.nodeName' } },
      { fieldRef: { fieldPath: 'spec.host' } },
      { fieldRef: { fieldPath: 'metadata.name' }, resourceFieldRef: { containerName: 'a', resource: 'limits.cpu' } },
      { resourceFieldRef: { resource: 'limits.cpu' } },
      { path: '..', fieldRef: { fieldPath: 'metadata.name' } },
    ],
  ],
  [
    'sources',
    (sources: object[]) => volume({ projected: { sources } }),
    [
      [{ secret: { name: 'a' } }, { configMap: { name: 'a' } }],
      [{ serviceAccountToken: { path: 'a', expirationSeconds: 600 } }],
      [{ serviceAccountToken: { path: 'a', expirationSeconds: 4294967296 } }],
      [{}],
    ],
    [
      [{ secret: {} }],
      [{ configMap: {} }],
      [{ secret: { name: 'a' }, configMap: { name: 'a' } }],
      [{ serviceAccountToken: { path: 'a', expirationSeconds: 599 } }],
      [{ serviceAccountToken: { path: 'a', expirationSeconds: 4294967297 } }],
      [{ serviceAccountToken: { path: '/a' } }],
      [{ downwardAPI: { items: [{ path: 'a' }] } }],
      [
        { secret: { name: 'a', items: [{ key: 'a', path: 'a' }] } },
        { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } },
      ],
    ],
  ],
  [
    'mounts',
    mount,
    [
      { subPath: 'a' },
      { subPathExpr: 'a' },
      { mountPropagation: 'None' },
      { mountPropagation: 'HostToContainer' },
      { recursiveReadOnly: 'Disabled' },
      ...['IfPossible', 'Enabled'].map((recursiveReadOnly) => ({ recursiveReadOnly, readOnly: true, mountPropagation: 'None' })),
    ],
    [
      { name: 'w' },
      { mountPath: '' },
      { subPath: '/a' },
      { subPath: '../a' },
      { subPathExpr: '//a' },
      { subPath: 'a', subPathExpr: 'b' },
      { mountPropagation: '' },
      { mountPropagation: 'Bidirectional' },
      { recursiveReadOnly: '' },
      { recursiveReadOnly: 'IfPossible' },
      { recursiveReadOnly: 'Enabled', readOnly: true, mountPropagation: 'HostToContainer' },
    ],
  ],
  [
    'several mounts',
    (paths: string[]) =>
      pod({
        containers: [{ ...app, volumeMounts: paths.map((mountPath) => ({ name: 'v', mountPath })) }],
        volumes: [{ name: 'v', emptyDir: {} }],
      }),
    [['/a', '/b']],
    [['/a', '/a']],
  ],
  ['several volumes', (names: string[]) => pod({ volumes: names.map((name) => ({ name })) }), [['a', 'b']], [['a', 'a']]],
  [
    'devices',
    (volumeDevices: object[]) =>
      pod({
        containers: [{ ...app, volumeDevices, volumeMounts: [{ name: 'm', mountPath: '/m' }] }],
        volumes: [
          { name: 'v', persistentVolumeClaim: { claimName: 'c' } },
          { name: 'w', persistentVolumeClaim: { claimName: 'd' } },
          { name: 'm', emptyDir: {} },
        ],
      }),
    [
      [
        { name: 'v', devicePath: '/a' },
        { name: 'w', devicePath: '/b' },
      ],
    ],
    [
      [{ name: 'm', devicePath: '/a' }],
      [{ name: 'x', devicePath: '/a' }],
      [{ name: 'v', devicePath: '' }],
      [{ name: 'v', devicePath: '/../a' }],
      [{ name: 'v', devicePath: '/m' }],
      [
        { name: 'v', devicePath: '/a' },
        { name: 'w', devicePath: '/a' },
      ],
      [
        { name: 'v', devicePath: '/a' },
        { name: 'v', devicePath: '/b' },
      ],
    ],
  ],
]);
