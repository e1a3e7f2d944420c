import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

const registryOnly = 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}';

function configMap(name: string, mesh: string, namespace = 'istio-system'): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { mesh } };
}

function istiod(revision: string): KubernetesObject {
  const labels = { app: 'istiod', 'istio.io/rev': revision };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `istiod-${revision}`, namespace: 'istio-system', labels } };
}

test.each([
  ['the one without a revision', [configMap('istio', registryOnly)], 'REGISTRY_ONLY'],
  ['that of a revision where there is no other', [configMap('istio-1-31', registryOnly)], 'REGISTRY_ONLY'],
  ['that of the only istiod', [configMap('istio', ''), configMap('istio-canary', registryOnly), istiod('canary')], 'REGISTRY_ONLY'],
  ['none of another namespace', [configMap('istio-1-31', registryOnly, 'dashboards')], 'ALLOW_ANY'],
  ['no ConfigMap of another name', [configMap('istiod', registryOnly)], 'ALLOW_ANY'],
])('istiod reads %s', (_, objects, policy) => {
  expect(Mesh.of(objects).outboundTrafficPolicy).toBe(policy);
});

test('the configuration of another revision is named, for its proxies may be asked', () => {
  const { config } = Mesh.of([configMap('istio', ''), configMap('istio-canary', registryOnly)]);
  expect(config.notEvaluated).toEqual(['ConfigMap istio-system/istio-canary configures the proxies of another revision']);
});

test.each([
  ['- outboundTrafficPolicy', 'it is no mapping of fields'],
  ['outboundTrafficPolicy: REGISTRY_ONLY', '`outboundTrafficPolicy` is no mapping'],
  ['discoverySelectors: {matchLabels: {mesh: "on"}}', '`discoverySelectors` is no list'],
  ['enableAutoMtls: "false"', '`enableAutoMtls` is no boolean'],
  ['ingressControllerMode: OFF', '`ingressControllerMode` is no text'],
])('a text that istiod rejects decides nothing: %s', (text, why) => {
  expect(Mesh.of([configMap('istio', text)]).config.notEvaluated).toEqual([`the mesh configuration: it cannot be read (${why})`]);
});

test.each(['', '  \n', 'outboundTrafficPolicy: null', 'accessLogFile: /dev/stdout', 'toString: 1'])('istiod reads `%s`', (text) => {
  expect(Mesh.of([configMap('istio', text)]).config.unreadable).toBeUndefined();
});

test('what is evaluated, and what changes no answer, is not named', () => {
  const fields = [
    ...['rootNamespace', 'trustDomain', 'ingressControllerMode', 'ingressService', 'ingressSelector', 'ingressClass'],
    ...['accessLogFile', 'accessLogFormat', 'accessLogEncoding', 'connectTimeout', 'dnsRefreshRate', 'protocolDetectionTimeout'],
    ...['proxyListenPort', 'proxyInboundListenPort', 'proxyHttpPort', 'inboundClusterStatName', 'outboundClusterStatName'],
  ].map((name) => `${name}: a`);
  const switches = ['enableAutoMtls', 'enableTracing', 'enableEnvoyAccessLogService', 'disableEnvoyListenerLog', 'enablePrometheusMerge'];
  const lists = ['trustDomainAliases', 'discoverySelectors', 'extensionProviders', 'certificates', 'caCertificates', 'serviceSettings'];
  const exports = ['defaultServiceExportTo', 'defaultVirtualServiceExportTo', 'defaultDestinationRuleExportTo'];
  const messages = ['outboundTrafficPolicy', 'pathNormalization', 'defaultProviders', 'defaultConfig', 'statsConfig', 'tcpKeepalive', 'ca'];
  const more = ['defaultHttpRetryPolicy', 'meshMTLS', 'tlsDefaults', 'thriftConfig'];
  const text = [
    ...fields,
    ...switches.map((name) => `${name}: true`),
    ...[...lists, ...exports].map((name) => `${name}: []`),
    ...[...messages, ...more].map((name) => `${name}: {}`),
  ];
  expect(Mesh.of([configMap('istio', text.join('\n'))]).config.notEvaluated).toEqual([]);
});

test.each([
  'h2UpgradePolicy: UPGRADE',
  'localityLbSetting: { distribute: [{ from: a/*, to: { b/*: 100 } }] }',
  'configSources: [{ address: "xds.example.com:443" }]',
  'verifyCertificateAtClient: true',
])('`%s` could change an answer and is named', (text) => {
  const [field] = text.split(':');
  expect(Mesh.of([configMap('istio', text)]).config.notEvaluated).toEqual([`\`${field}\` of the mesh configuration`]);
});

function istiodWith(variable: object): KubernetesObject {
  const template = { spec: { containers: [{ name: 'discovery', env: [{ name: 'SHARED_MESH_CONFIG', ...variable }] }] } };
  return { ...istiod('default'), spec: { template } } as KubernetesObject;
}

describe('a ConfigMap that SHARED_MESH_CONFIG names', () => {
  const shared = istiodWith({ value: 'ours' });

  test.each([
    ['counts below that of the mesh', [configMap('ours', registryOnly), configMap('istio', 'trustDomain: a')], 'REGISTRY_ONLY'],
    ['counts alone too', [configMap('ours', registryOnly)], 'REGISTRY_ONLY'],
    [
      'gives way to that of the mesh',
      [configMap('ours', registryOnly), configMap('istio', 'outboundTrafficPolicy: {mode: ALLOW_ANY}')],
      'ALLOW_ANY',
    ],
    ['is of the namespace of istiod', [configMap('ours', registryOnly, 'default')], 'ALLOW_ANY'],
  ])('%s', (_, objects, policy) => {
    expect(Mesh.of([shared, ...objects]).outboundTrafficPolicy).toBe(policy);
  });

  test('is merged by field of the proxies, by provider and by alias', () => {
    const below =
      '{trustDomainAliases: [b, a], extensionProviders: [{name: x, zipkin: {}}, {name: other}], defaultConfig: {concurrency: 1, proxyMetadata: {A: "1"}}}';
    const above =
      '{trustDomainAliases: [c], extensionProviders: [{name: x, lightstep: {}}], defaultConfig: {drainDuration: 1s, proxyMetadata: {B: "2"}}}';
    const { config } = Mesh.of([shared, configMap('ours', below), configMap('istio', above)]);
    expect(config.fields.value).toEqual({
      trustDomainAliases: ['a', 'b', 'c'],
      extensionProviders: [{ name: 'other' }, { name: 'x', lightstep: {} }],
      defaultConfig: { concurrency: 1, drainDuration: '1s', proxyMetadata: { A: '1', B: '2' } },
    });
  });

  test.each([
    ['aliases alone', '{trustDomainAliases: [b, a, b]}', '{}', { trustDomainAliases: ['a', 'b'] }],
    ['nothing', '{}', '{trustDomain: a}', { trustDomain: 'a' }],
    ['a provider alone', '{}', '{extensionProviders: [{name: x}]}', { extensionProviders: [{ name: 'x' }] }],
    [
      'defaults of one alone',
      '{defaultConfig: {concurrency: 1}}',
      '{defaultProviders: {tracing: [x]}}',
      {
        defaultConfig: { concurrency: 1 },
        defaultProviders: { tracing: ['x'] },
      },
    ],
    [
      'runtime values',
      '{defaultConfig: {runtimeValues: {a: "1", b: "1"}}}',
      '{defaultConfig: {runtimeValues: {b: "2"}}}',
      {
        defaultConfig: { runtimeValues: { a: '1', b: '2' } },
      },
    ],
    ['a field without a value', '{trustDomain: a}', '{trustDomain: null}', { trustDomain: 'a' }],
  ])('lends %s', (_, below, above, fields) => {
    const { config } = Mesh.of([shared, configMap('ours', below), configMap('istio', above)]);
    expect(config.fields.value).toEqual(fields);
  });

  test('is named where it is not there, cannot be read, or its name is kept elsewhere', () => {
    const missing = "ConfigMap istio-system/ours, which istiod's SHARED_MESH_CONFIG names, is not among the manifests";
    expect(Mesh.of([shared, configMap('istio', '')]).config.notEvaluated).toEqual([missing]);
    const unreadable = 'the mesh configuration: it cannot be read (it is no mapping of fields)';
    expect(Mesh.of([shared, configMap('ours', '- x'), configMap('istio', '')]).config.notEvaluated).toEqual([unreadable]);
    const elsewhere = "the mesh configuration that istiod's SHARED_MESH_CONFIG names: its value is kept elsewhere";
    expect(Mesh.of([istiodWith({ valueFrom: {} })]).config.notEvaluated).toEqual([elsewhere]);
  });
});
