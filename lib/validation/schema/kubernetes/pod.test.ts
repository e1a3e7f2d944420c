import { said, saidOfPod } from './said.test.helper';

test.each<[string, object, string[]]>([
  [
    'names',
    { serviceAccountName: 'A', nodeName: 'b_', priorityClassName: '-', runtimeClassName: '' },
    ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'],
  ],
  ['a system', { os: { name: 'Linux' } }, ['os.name']],
  ['preemption', { preemptionPolicy: '' }, ['preemptionPolicy']],
  ['a gate', { readinessGates: [{ conditionType: 'a b' }] }, ['readinessGates.0.conditionType']],
  ['ephemeral containers', { ephemeralContainers: [{ name: 'a', image: 'b' }] }, ['ephemeralContainers']],
  ['users of its own', { hostUsers: false, hostNetwork: true }, ['hostNetwork']],
  ['processes of the node', { hostPID: true, shareProcessNamespace: true }, ['shareProcessNamespace']],
  ['a claim', { resourceClaims: [{ name: 'a', resourceClaimName: 'b' }] }, []],
  ['claims of nothing', { resourceClaims: [{ name: 'A' }] }, ['resourceClaims.0.name', 'resourceClaims.0']],
  [
    'groups',
    { securityContext: { fsGroup: -1, supplementalGroups: [1, -1], fsGroupChangePolicy: 'always' } },
    ['fsGroup', 'supplementalGroups.1', 'fsGroupChangePolicy'].map((field) => `securityContext.${field}`),
  ],
  [
    'kernel parameters',
    { securityContext: { sysctls: ['net.core.a', 'net/core/a', 'A', 'net.core.a'].map((name) => ({ name, value: '1' })) } },
    ['securityContext.sysctls.2.name', 'securityContext.sysctls.3.name'],
  ],
  [
    'a kernel parameter of the node',
    { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.core.a', value: '1' }] } },
    ['securityContext.sysctls.0.name'],
  ],
  ['its own names', { hostname: 'A', subdomain: 'b.c' }, ['hostname', 'subdomain']],
  ['aliases', { hostAliases: [{ ip: 'a', hostnames: ['B'] }] }, ['hostAliases.0.ip', 'hostAliases.0.hostnames.0']],
  ['a resolver', { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.1'], searches: ['a_b.c', '.'] } }, []],
  ['no resolver', { dnsPolicy: 'None' }, ['dnsConfig.nameservers']],
  [
    'resolvers',
    { dnsConfig: { nameservers: ['a', '1.1.1.1', '1.1.1.2', '1.1.1.3'], searches: ['A'], options: [{}] } },
    ['nameservers', 'nameservers.0', 'searches.0', 'options.0.name'].map((field) => `dnsConfig.${field}`),
  ],
  [
    'a port of the node',
    { hostNetwork: true, containers: [{ name: 'a', image: 'b', ports: [{ containerPort: 80, hostPort: 81 }] }] },
    ['containers.0.ports.0.hostPort'],
  ],
])('pod: %s', (_name, pod, expected) => {
  expect(saidOfPod(pod)).toEqual(expected);
});

const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} };
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const nodes = (...matchExpressions: object[]) => ({
  affinity: { nodeAffinity: { [required]: { nodeSelectorTerms: [{ matchExpressions }] } } },
});
const expressions = `affinity.nodeAffinity.${required}.nodeSelectorTerms.0.matchExpressions`;
const term = { topologyKey: 'zone', labelSelector: {} };

test.each<[string, object, string[]]>([
  ['a toleration of all', { tolerations: [{ operator: 'Exists' }] }, []],
  ['a toleration of nothing', { tolerations: [{}] }, ['tolerations.0.operator']],
  ['a toleration with a value', { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }, ['tolerations.0.value']],
  [
    'a toleration',
    { tolerations: [{ key: 'a b', operator: 'equal', value: '-', effect: 'noSchedule', tolerationSeconds: 1 }] },
    ['key', 'operator', 'effect', 'effect', 'value'].map((field) => `tolerations.0.${field}`),
  ],
  ['nodes', nodes({ key: 'a', operator: 'Gt', values: ['1'] }), []],
  ['nodes by a wrong value', nodes({ key: 'a', operator: 'In', values: ['-'] }), [`${expressions}.0.values.0`]],
  [
    'nodes by no value',
    nodes({ key: 'a', operator: 'In' }, { key: 'b', operator: 'gt', values: ['1'] }),
    [`${expressions}.0.values`, `${expressions}.1.operator`],
  ],
  [
    'no nodes',
    { affinity: { nodeAffinity: { [required]: { nodeSelectorTerms: [] } } } },
    [`affinity.nodeAffinity.${required}.nodeSelectorTerms`],
  ],
  [
    'better nodes',
    { affinity: { nodeAffinity: { [preferred]: [{ weight: 101, preference: { matchFields: [{ key: 'name', operator: 'Exists' }] } }] } } },
    ['weight', 'preference.matchFields.0.operator', 'preference.matchFields.0.key', 'preference.matchFields.0.values'].map(
      (field) => `affinity.nodeAffinity.${preferred}.0.${field}`,
    ),
  ],
  ['pods', { affinity: { podAffinity: { [required]: [{ ...term, matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] }] } } }, []],
  [
    'pods of no topology',
    { affinity: { podAffinity: { [required]: [{ topologyKey: '', matchLabelKeys: ['a'], mismatchLabelKeys: ['a'] }] } } },
    ['topologyKey', 'matchLabelKeys', 'mismatchLabelKeys', 'matchLabelKeys.0'].map(
      (field) => `affinity.podAffinity.${required}.0.${field}`,
    ),
  ],
  [
    'better pods',
    { affinity: { podAntiAffinity: { [preferred]: [{ weight: 0, podAffinityTerm: { ...term, namespaces: ['A'] } }] } } },
    ['weight', 'podAffinityTerm.namespaces.0'].map((field) => `affinity.podAntiAffinity.${preferred}.0.${field}`),
  ],
  ['spread', { topologySpreadConstraints: [spread] }, []],
  ['spread twice', { topologySpreadConstraints: [spread, spread] }, ['topologySpreadConstraints.1']],
  [
    'spread by nothing',
    { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Never', minDomains: 0, nodeTaintsPolicy: 'honor' }] },
    ['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'minDomains', 'minDomains', 'nodeTaintsPolicy'].map(
      (field) => `topologySpreadConstraints.0.${field}`,
    ),
  ],
  ['gates', { schedulingGates: [{ name: 'a' }, { name: 'a' }] }, ['schedulingGates.1.name']],
])('scheduling: %s', (_name, pod, expected) => {
  expect(saidOfPod(pod)).toEqual(expected);
});

test('only the image of a pod itself must have no space around it', () => {
  expect(said('Pod', { spec: { containers: [{ name: 'a', image: ' b' }] } })).toEqual(['spec.containers.0.image']);
});

test('two containers of one pod on the network of its node do not take one port', () => {
  const containers = ['a', 'b'].map((name) => ({ name, image: 'c', ports: [{ containerPort: 80 }] }));
  expect(said('Pod', { spec: { hostNetwork: true, containers } })).toEqual(['spec.containers.1.ports.0.hostPort']);
  expect(saidOfPod({ hostNetwork: true, containers })).toEqual([]);
});
