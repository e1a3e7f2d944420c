import { EnvoyFilterSpecConfigPatchesApplyTo as ApplyTo } from '../../../imports/networking.istio.io';
import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Duration } from '../duration';
import { IngressGateway } from '../edge/ingress-gateway';
import { Microservice } from '../microservice';
import { Compression } from './compression';
import { EnvoyFilter } from './envoy-filter';
import { GlobalRateLimit, type GlobalRateLimitProps } from './global-rate-limit';
import { HeaderSizeLimit } from './header-size-limit';
import { LocalRateLimit, type LocalRateLimitProps } from './local-rate-limit';
import { ProxyConfig } from './proxy-config';
import { WasmPlugin, type WasmPluginProps } from './wasm-plugin';
import { Waypoint } from './waypoint';

const of = { labels: { app: 'user' } };
const second = Duration.seconds(1);
const counter = Microservice.fromHost('ratelimit.limits.svc.cluster.local', { port: 8081, protocol: 'grpc' });
const global: GlobalRateLimitProps = {
  of,
  service: counter,
  domain: 'shop',
  by: [[{ remoteAddress: true }], [{ value: 'all' }, { header: 'X-Plan' }]],
};

test('the filters that have helpers', () => {
  expect(
    yamlOf((chart) => {
      new LocalRateLimit(chart, 'local', { of, requests: 100, per: second, burst: 200, status: 503 });
      new GlobalRateLimit(chart, 'global', global);
      new HeaderSizeLimit(chart, 'headers', { of, maxKiB: 96, maxCount: 200 });
      new Compression(chart, 'compression', { of, by: 'brotli', contentTypes: ['application/json'], minLength: 1024 });
    }),
  ).toMatchSnapshot();
});

test('at a gateway they are for its listeners', () => {
  const objects = declared((chart) => {
    const edge = new IngressGateway(chart, 'edge');
    new LocalRateLimit(chart, 'limit', { of: edge, requests: 100, per: second });
  });
  expect(specOf(objects, 'EnvoyFilter')).toMatchObject({
    workloadSelector: { labels: { istio: 'edge' } },
    configPatches: [{ match: { context: 'GATEWAY' } }],
  });
});

test.each<[string, Partial<LocalRateLimitProps>]>([
  ['RateLimit', { requests: 0 }],
  ['RateLimit', { burst: 1 }],
  ['RateLimit', { per: Duration.millis(10) }],
  ['RateLimit', { status: 200 }],
  ['CountRange', { requests: 1.5 }],
])('a local limit: %s %j', (errorName, props) => {
  expect(refusal((chart) => new LocalRateLimit(chart, 'limit', { requests: 10, per: second, ...props }))).toMatchObject({ errorName });
});

test.each<[string, Partial<GlobalRateLimitProps>]>([
  ['RateLimitService', { service: Microservice.fromHost('ratelimit.limits.svc.cluster.local') }],
  ['RateLimit', { by: [] }],
  ['RateLimit', { by: [[]] }],
  ['RateLimit', { domain: '' }],
  ['HeaderName', { by: [[{ header: 'x plan' }]] }],
])('a global limit: %s', (errorName, props) => {
  expect(refusal((chart) => new GlobalRateLimit(chart, 'limit', { ...global, ...props }))).toMatchObject({ errorName });
});

test('headers have a size that Envoy takes', () => {
  for (const maxKiB of [0, 8193, 1.5]) {
    expect(refusal((chart) => new HeaderSizeLimit(chart, 'headers', { maxKiB }))).toMatchObject({ errorName: 'HeaderSize' });
  }
});

test('a filter without patches is refused', () => {
  expect(refusal((chart) => new EnvoyFilter(chart, 'filter', { patches: [] }))).toMatchObject({ errorName: 'NoPatches' });
});

const plugin: WasmPluginProps = { url: 'oci://registry.example.com/audit:1.2', sha256: 'a'.repeat(64) };

test('a plugin with all of its settings', () => {
  const props: WasmPluginProps = {
    ...plugin,
    of,
    before: 'authz',
    priority: 10,
    config: { level: 'full' },
    env: { REGION: 'eu', POD_NAME: { host: true } },
    traffic: { at: 'inbound', ports: [8080] },
    failOpen: true,
    imagePullSecret: 'registry',
  };
  expect(
    specOf(
      declared((chart) => new WasmPlugin(chart, 'audit', props)),
      'WasmPlugin',
    ),
  ).toEqual({
    url: plugin.url,
    sha256: plugin.sha256,
    selector: { matchLabels: { app: 'user' } },
    phase: 'AUTHZ',
    priority: 10,
    pluginConfig: { level: 'full' },
    vmConfig: {
      env: [
        { name: 'REGION', value: 'eu' },
        { name: 'POD_NAME', valueFrom: 'HOST' },
      ],
    },
    match: [{ mode: 'SERVER', ports: [{ number: 8080 }] }],
    failStrategy: 'FAIL_OPEN',
    imagePullSecret: 'registry',
  });
});

test.each<[string, Partial<WasmPluginProps>]>([
  ['WasmUrl', { url: 'registry.example.com/audit:1.2' }],
  ['WasmPin', { sha256: undefined }],
  ['PortRange', { traffic: { ports: [0] } }],
])('a plugin: %s', (errorName, props) => {
  expect(refusal((chart) => new WasmPlugin(chart, 'audit', { ...plugin, ...props }))).toMatchObject({ errorName });
});

test('how proxies are started', () => {
  const props = { of, concurrency: 2, env: { ISTIO_META_DNS_CAPTURE: 'true' }, image: 'distroless' } as const;
  expect(
    specOf(
      declared((chart) => new ProxyConfig(chart, 'proxies', props)),
      'ProxyConfig',
    ),
  ).toEqual({
    selector: { matchLabels: { app: 'user' } },
    concurrency: 2,
    environmentVariables: { ISTIO_META_DNS_CAPTURE: 'true' },
    image: { imageType: 'distroless' },
  });
  expect(refusal((chart) => new ProxyConfig(chart, 'proxies', {}))).toMatchObject({ errorName: 'EmptyProxyConfig' });
});

test('a waypoint', () => {
  expect(
    yamlOf((chart) => new Waypoint(chart, 'waypoint', { for: 'all', revision: '1-31', usableFrom: 'all-namespaces' })),
  ).toMatchSnapshot();
});

test('any other field of the objects', () => {
  const objects = declared((chart) => {
    new ProxyConfig(chart, 'proxies', { spec: { environmentVariables: { A: 'b' } } });
    const url = 'file:///audit.wasm';
    new WasmPlugin(chart, 'audit', { url, spec: { verificationKey: 'key' } });
    new EnvoyFilter(chart, 'patch', {
      of,
      patches: [{ applyTo: ApplyTo.CLUSTER }],
      spec: { configPatches: [{ match: { proxy: { proxyVersion: '1.*' } } }] },
    });
  });
  expect(specOf(objects, 'ProxyConfig')).toEqual({ environmentVariables: { A: 'b' } });
  expect(specOf(objects, 'WasmPlugin')).toMatchObject({ url: 'file:///audit.wasm', verificationKey: 'key' });
  expect(specOf(objects, 'EnvoyFilter')).toMatchObject({
    configPatches: [{ applyTo: 'CLUSTER', match: { proxy: { proxyVersion: '1.*' } } }],
  });
});

test('a field that the construct writes is not replaced', () => {
  const given = { concurrency: 2, spec: { concurrency: 4 } };
  expect(refusal((chart) => new ProxyConfig(chart, 'proxies', given))).toMatchObject({ errorName: 'SpecConflict' });
});
