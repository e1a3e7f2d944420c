import { meshOf, object } from '../objects.test.helper';
import { keyPairFault } from './certificate';
import { MeshConfig } from './mesh-config';

const fields = [
  'rootNamespace',
  'outboundTrafficPolicy',
  'pathNormalization',
  'autoMtls',
  'ingressControllerMode',
  'ingressClass',
  'ingressGatewayLabel',
  'ingressService',
] as const;
const standard = {
  rootNamespace: 'istio-system',
  outboundTrafficPolicy: 'ALLOW_ANY',
  pathNormalization: 'BASE',
  autoMtls: true,
  ingressControllerMode: 'STRICT',
  ingressClass: 'istio',
  ingressGatewayLabel: 'ingressgateway',
  ingressService: 'istio-ingressgateway',
};

// [a mesh configuration, what differs from the defaults]
test.each<[string, Partial<Record<(typeof fields)[number], unknown>>]>([
  ['', {}],
  ['rootNamespace: own', { rootNamespace: 'own' }],
  ['outboundTrafficPolicy: { mode: REGISTRY_ONLY }', { outboundTrafficPolicy: 'REGISTRY_ONLY' }],
  ['outboundTrafficPolicy: { mode: other }', {}],
  ...['NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'].map((mode): [string, object] => [
    `pathNormalization: { normalization: ${mode} }`,
    { pathNormalization: mode },
  ]),
  ['pathNormalization: { normalization: DEFAULT }', {}],
  ['enableAutoMtls: false', { autoMtls: false }],
  ['enableAutoMtls: true', {}],
  ['ingressControllerMode: DEFAULT', { ingressControllerMode: 'DEFAULT' }],
  ['ingressControllerMode: "OFF"', { ingressControllerMode: 'OFF', ingressService: undefined }],
  ['ingressControllerMode: other', {}],
  ['ingressClass: own', { ingressClass: 'own' }],
  ['ingressClass: ""', { ingressClass: '' }],
  ['ingressService: istio-ingressgateway', {}],
  ['ingressService: own', { ingressService: 'own', ingressGatewayLabel: 'own' }],
  ['ingressSelector: own', { ingressGatewayLabel: 'own' }],
  ['{ ingressSelector: one, ingressService: other }', { ingressGatewayLabel: 'one', ingressService: 'other' }],
])('the mesh configuration %j', (text, differs) => {
  const config = new MeshConfig(text);
  expect(Object.fromEntries(fields.map((field) => [field, config[field]]))).toEqual({ ...standard, ...differs });
});

test('where resources are exported that say nothing, and what is not evaluated', () => {
  const config = new MeshConfig(
    '{ defaultServiceExportTo: [a], defaultVirtualServiceExportTo: [b], defaultDestinationRuleExportTo: [c], odd: 1, other: 2 }',
  );
  expect((['Service', 'VirtualService', 'DestinationRule'] as const).map((kind) => config.exportedByDefault(kind))).toEqual([
    ['a'],
    ['b'],
    ['c'],
  ]);
  expect(new MeshConfig().exportedByDefault('Service')).toEqual([]);
  expect(config.notEvaluated).toEqual(['`odd` of the mesh configuration', '`other` of the mesh configuration']);
  const broken = new MeshConfig('a: [');
  expect(broken.unreadable).not.toBeUndefined();
  expect(broken.notEvaluated).toEqual([`the mesh configuration: it cannot be read (${broken.unreadable})`]);
  expect([broken.rootNamespace, new MeshConfig('  ').unreadable]).toEqual(['istio-system', undefined]);
});

describe('of several ConfigMaps', () => {
  const config = (name: string, rootNamespace: string) => object('ConfigMap', name, { data: { mesh: `rootNamespace: ${rootNamespace}` } });
  const istiod = (name: string, labels = {}) =>
    object('Deployment', name, {
      labels: { app: 'istiod', ...labels },
      spec: { template: { metadata: { labels: { app: 'istiod' } }, spec: { containers: [] } } },
    });
  const rev = { 'istio.io/rev': 'canary' };
  const used = (...objects: ReturnType<typeof object>[]) => {
    const { config: found } = meshOf(objects);
    return [found.rootNamespace, ...found.notEvaluated.map((text) => text.split(' ')[1])];
  };

  test.each<[string, readonly ReturnType<typeof object>[], readonly (string | undefined)[]]>([
    ['the one', [config('istio-system/istio', 'a')], ['a']],
    ['that of another namespace does not count', [config('x/istio', 'a')], ['istio-system']],
    ['that of another namespace that names itself', [config('x/istio', 'x')], ['x']],
    ['that beside istiod', [config('x/istio', 'a'), istiod('x/istiod')], ['a']],
    ['that of the default namespace before one that names itself', [config('x/istio', 'x'), config('istio-system/istio', 'a')], ['a']],
    [
      'that of the revision',
      [config('istio-system/istio', 'a'), config('istio-system/istio-canary', 'b'), istiod('istio-system/istiod-canary', rev)],
      ['b', 'istio-system/istio'],
    ],
    [
      'that of no revision where there are two istiods',
      [
        config('istio-system/istio', 'a'),
        config('istio-system/istio-canary', 'b'),
        istiod('istio-system/istiod-canary', rev),
        istiod('istio-system/istiod'),
      ],
      ['a', 'istio-system/istio-canary'],
    ],
    ['one of a revision alone', [config('istio-system/istio-canary', 'b')], ['b']],
    ['two that say the same', [config('istio-system/istio', 'a'), config('istio-system/istio-canary', 'a')], ['a']],
    ['two that do not', [config('istio-system/istio', 'a'), config('istio-system/istio-canary', 'b')], ['a', 'istio-system/istio-canary']],
    [
      'one that is no mesh configuration',
      [config('istio-system/istio', 'a'), object('ConfigMap', 'istio-system/istio-x', { data: {} })],
      ['a'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(used(...objects)).toEqual(expected);
  });
});

describe('what injectors are told', () => {
  const injector = (data: Readonly<Record<string, string>>, name = 'istio-system/istio-sidecar-injector') =>
    object('ConfigMap', name, { data });
  const values = (text: string) => injector({ values: text });
  const read = (written: ReturnType<typeof object>, revision?: string) => {
    const found = meshOf([written]).injectors.of(revision);
    return found && { ...found, selectors: [found.selectors.never.length, found.selectors.always.length] };
  };
  const plain = { everywhere: false, image: '/:', policy: 'enabled', selectors: [0, 0] };

  test.each<[string, object]>([
    ['{}', {}],
    ['', {}],
    ['a: [', {}],
    ['{ global: { hub: h, tag: t, proxy: { image: proxyv2 } } }', { image: 'h/proxyv2:t' }],
    ['{ global: { hub: h, tag: t, proxy: { image: own/proxyv2:x } } }', { image: 'own/proxyv2:x' }],
    ['{ global: { proxy: { autoInject: disabled } } }', { policy: 'disabled' }],
    ['{ global: { proxy: { autoInject: enabled } } }', {}],
    ['{ sidecarInjectorWebhook: { enableNamespacesByDefault: true } }', { everywhere: true }],
    ['{ sidecarInjectorWebhook: { enableNamespacesByDefault: false } }', {}],
    ['{ sidecarInjectorWebhook: { enableNamespacesByDefault: "true" } }', {}],
    ['{ sidecarInjectorWebhook: { neverInjectSelector: [{}], alwaysInjectSelector: [{}, {}] } }', { selectors: [1, 2] }],
  ])('values %j', (text, differs) => {
    expect(read(values(text))).toEqual({ ...plain, ...differs });
    expect(meshOf([values(text)]).injectors.injectByDefault()).toBe(text.includes('Default: true'));
  });

  test.each<[string, object]>([
    ['policy: enabled', {}],
    ['policy: disabled', { policy: 'disabled' }],
    ['policy: odd', { policy: 'disabled' }],
    ['{ policy: enabled, neverInjectSelector: [{}, {}], alwaysInjectSelector: [{}] }', { selectors: [2, 1] }],
    ['{ neverInjectSelector: [{}, {}] }', { policy: 'disabled' }],
  ])('config %j goes before the values', (config, differs) => {
    expect(read(injector({ config, values: '{ global: { proxy: { autoInject: disabled } } }' }))).toEqual({ ...plain, ...differs });
  });

  test('by revision', () => {
    const canary = injector({ values: '{}' }, 'istio-system/istio-sidecar-injector-canary');
    expect([read(canary), read(canary, 'canary'), read(canary, 'other')]).toEqual([undefined, plain, undefined]);
    expect([read(values('{}')), read(values('{}'), ''), read(values('{}'), 'canary')]).toEqual([plain, plain, undefined]);
    expect(meshOf([]).injectors.injectByDefault()).toBe(false);
  });
});

describe('istiod’s variables', () => {
  const env = (...all: object[]) =>
    object('Deployment', 'istio-system/istiod', {
      labels: { app: 'istiod' },
      spec: { template: { metadata: { labels: { app: 'istiod' } }, spec: { containers: [{ name: 'discovery', env: all }] } } },
    });
  const notEvaluated = (...all: object[]) => meshOf([env(...all)]).notEvaluated.filter((text) => text.startsWith('istiod'));
  const said = (name: string, value: string) => [`istiod's variable \`${name}\` is \`${value}\``];

  const on = ['1', 't', 'T', 'true', 'TRUE', 'True'];
  const off = ['0', 'f', 'F', 'false', 'FALSE', 'False'];
  test.each([
    ['ENABLE_ENHANCED_DESTINATIONRULE_MERGE', true],
    ['ENABLE_GATEWAY_API_MANUAL_DEPLOYMENT', true],
    ['INJECT_ENABLED', true],
    ['ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES', false],
    ['ENABLE_MCS_CLUSTER_LOCAL', false],
    ['ENABLE_MCS_HOST', false],
    ['ENABLE_MCS_SERVICE_DISCOVERY', false],
    ['ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY', true],
    ['ENABLE_TLS_ON_SIDECAR_INGRESS', false],
    ['ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS', false],
    ['PILOT_ENABLE_GATEWAY_API', true],
    ['PILOT_ALLOW_SIDECAR_SERVICE_INBOUND_LISTENER_MERGE', false],
    ['PILOT_ENABLE_ABSOLUTE_FQDN_VHOST_DOMAIN', true],
    ['PILOT_ENABLE_ALPN_FILTER', true],
    ['PILOT_ENABLE_IP_AUTOALLOCATE', true],
    ['PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES', true],
    ['PILOT_ENABLE_SERVICEENTRY_SELECT_PODS', true],
    ['PILOT_ENABLE_STRICT_GATEWAY_MERGING', true],
    ['PILOT_SCOPE_GATEWAY_TO_NAMESPACE', false],
    ['PILOT_SEND_UNHEALTHY_ENDPOINTS', false],
    ['PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE', true],
    ['PILOT_SIDECAR_USE_REMOTE_ADDRESS', false],
    ['PILOT_UNIFIED_SIDECAR_SCOPE', true],
    ['PILOT_SKIP_VALIDATE_TRUST_DOMAIN', false],
    ['PREFER_DESTINATIONRULE_TLS_FOR_EXTERNAL_SERVICES', true],
  ])('%s is %s by default', (name, standard) => {
    for (const value of standard ? on : off) expect(notEvaluated({ name, value })).toEqual([]);
    for (const value of standard ? off : on) expect(notEvaluated({ name, value })).toEqual(said(name, value));
    expect(notEvaluated({ name, value: 'odd' })).toEqual([]);
  });

  test.each([
    ['ISTIO_WATCH_NAMESPACE', ''],
    ['PILOT_IGNORE_RESOURCES', ''],
    ['PILOT_INCLUDE_RESOURCES', ''],
    ['PILOT_GATEWAY_API_CONTROLLER_NAME', 'istio.io/gateway-controller'],
    ['PILOT_GATEWAY_API_DEFAULT_GATEWAYCLASS_NAME', 'istio'],
  ])('%s is %j by default', (name, standard) => {
    expect(notEvaluated({ name, value: standard })).toEqual([]);
    expect(notEvaluated({ name, value: 'own' })).toEqual(said(name, 'own'));
  });

  test('a value that is kept elsewhere is not known, other variables say nothing', () => {
    const name = 'INJECT_ENABLED';
    expect(notEvaluated({ name, valueFrom: {} }, { name: 'OTHER', value: 'x' })).toEqual([
      `istiod's variable \`${name}\`: its value is kept elsewhere`,
    ]);
  });
});

describe('a certificate and its key', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const secret = (more: object) => ({ object: object('Secret', 'shop/s', { ...more }), source: {} }) as never;
  const neither = 'it has neither `tls.crt` and `tls.key`, nor `cert` and `key`';

  test.each<[object, string | undefined]>([
    [{}, undefined],
    [{ data: {} }, neither],
    [{ stringData: {} }, neither],
    [{ data: { 'tls.crt': base64('x') } }, neither],
    [{ data: { 'tls.crt': base64('x'), key: base64('y') } }, neither],
    [{ data: { 'tls.crt': base64('x'), 'tls.key': base64('y') } }, '`tls.crt` is not a PEM certificate'],
    [{ stringData: { cert: 'x', key: 'y' } }, '`cert` is not a PEM certificate'],
    [{ stringData: { cert: 'x', key: 'y' }, data: { 'tls.crt': base64('x'), 'tls.key': base64('y') } }, '`cert` is not a PEM certificate'],
  ])('%j', (more, expected) => {
    expect(keyPairFault(secret(more))).toBe(expected);
  });
});
