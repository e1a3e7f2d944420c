import { meshOf, object } from '../objects.test.helper';
import type { ProxySide } from './extensions';

const sides: readonly ProxySide[] = ['GATEWAY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND'];
const filter = (name: string, patches: readonly object[], more: object = {}) =>
  object('EnvoyFilter', name, { apiVersion: 'networking.istio.io/v1alpha3', spec: { configPatches: patches, ...more } });
const plugin = (name: string, spec: object = {}, kind = 'WasmPlugin') =>
  object(kind, name, { apiVersion: 'extensions.istio.io/v1alpha1', spec });
const patch = (
  applyTo: string,
  { operation = 'MERGE', value = {}, context }: { operation?: string; value?: object; context?: string } = {},
) => ({
  applyTo,
  ...(context === undefined ? {} : { match: { context } }),
  patch: { operation, value },
});

const changes = (written: ReturnType<typeof object>, labels: Readonly<Record<string, string>> = { app: 'web' }, namespace = 'shop') => {
  const { extensions } = meshOf([written]);
  return sides
    .filter((side) => extensions.of({ namespace, labels }, side).length > 0)
    .map((side) => side.replace('SIDECAR_', '').toLowerCase());
};
const every = ['gateway', 'inbound', 'outbound'];

// [a patch, the sides of proxies whose answers it may change]
test.each<[object, readonly string[]]>([
  [patch('HTTP_ROUTE'), every],
  [patch('HTTP_ROUTE', { context: 'ANY' }), every],
  [patch('HTTP_ROUTE', { context: 'GATEWAY' }), ['gateway']],
  [patch('HTTP_ROUTE', { context: 'SIDECAR_INBOUND' }), ['inbound']],
  [patch('HTTP_ROUTE', { context: 'SIDECAR_OUTBOUND' }), ['outbound']],
  [patch('BOOTSTRAP'), []],
  [patch('HTTP_FILTER', { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.lua' } }), every],
  [patch('HTTP_FILTER', { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.compressor' } }), []],
  [patch('HTTP_FILTER', { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.tap' } }), []],
  [patch('HTTP_FILTER', { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.tapped' } }), every],
  [patch('HTTP_FILTER', { operation: 'MERGE', value: { name: 'envoy.filters.http.grpc_stats' } }), []],
  [patch('HTTP_FILTER', { operation: 'REMOVE', value: { name: 'envoy.filters.http.grpc_stats' } }), every],
  [patch('HTTP_FILTER', { operation: 'REPLACE', value: { name: 'envoy.filters.http.grpc_stats' } }), every],
  [patch('LISTENER', { value: { stat_prefix: 'x', '@type': 'y' } }), []],
  [patch('LISTENER', { value: { stat_prefix: 'x', filter_chains: [] } }), every],
  [patch('LISTENER', { operation: 'ADD', value: { stat_prefix: 'x' } }), every],
  [patch('LISTENER', {}), []],
  [{ applyTo: 'LISTENER', patch: { operation: 'MERGE' } }, every],
  [patch('CLUSTER', { value: { connect_timeout: '1s' } }), []],
  [patch('CLUSTER', { value: { hosts: [] } }), every],
  [patch('NETWORK_FILTER', { value: { typed_config: { access_log: [], tracing: {}, '@type': 'x' } } }), []],
  [patch('NETWORK_FILTER', { value: { typed_config: { normalize_path: true } } }), every],
  [patch('NETWORK_FILTER', { value: { stat_prefix: 'x' } }), every],
  [patch('ROUTE_CONFIGURATION', { value: { stat_prefix: 'x' } }), every],
])('an EnvoyFilter with %j changes %j', (one, expected) => {
  expect(changes(filter('shop/f', [one]))).toEqual(expected);
});

test.each([
  ...['accessLog', 'access_log', 'access_log_options', 'alt_stat_name', 'common_http_protocol_options', 'connect_timeout'],
  ...['connection_balance_config', 'delayed_close_timeout', 'drain_timeout', 'generate_request_id', 'http2_protocol_options'],
  ...['max_request_headers_kb', 'per_connection_buffer_limit_bytes', 'perConnectionBufferLimitBytes', 'preserve_external_request_id'],
  ...['server_name', 'socket_options', 'stat_prefix', 'stream_idle_timeout', 'tcp_backlog_size', 'track_cluster_stats', 'tracing'],
  ...['upstream_connection_options'],
])('the field %s changes no answer', (field) => {
  expect(changes(filter('shop/f', [patch('LISTENER', { value: { [field]: 'x' } })]))).toEqual([]);
});

test('several patches change the sides of those that are not harmless', () => {
  const two = [patch('HTTP_ROUTE', { context: 'GATEWAY' }), patch('VIRTUAL_HOST', { context: 'SIDECAR_INBOUND' })];
  expect(changes(filter('shop/f', two))).toEqual(['gateway', 'inbound']);
  expect(changes(filter('shop/f', [...two, patch('BOOTSTRAP')]))).toEqual(['gateway', 'inbound']);
  expect(changes(filter('shop/f', [...two, patch('CLUSTER', { operation: 'ADD' })]))).toEqual(every);
});

// [an object, labels and namespace of the pod, is it changed]
test.each<[ReturnType<typeof object>, Readonly<Record<string, string>>, string, boolean]>([
  [plugin('shop/p'), {}, 'shop', true],
  [plugin('shop/p'), {}, 'other', false],
  [plugin('istio-system/p'), {}, 'other', true],
  [plugin('shop/p', { selector: { matchLabels: { app: 'web' } } }), { app: 'web' }, 'shop', true],
  [plugin('shop/p', { selector: { matchLabels: { app: 'web' } } }), { app: 'db' }, 'shop', false],
  [filter('shop/f', [patch('HTTP_ROUTE')], { workloadSelector: { labels: { app: 'web' } } }), { app: 'web' }, 'shop', true],
  [filter('shop/f', [patch('HTTP_ROUTE')], { workloadSelector: { labels: { app: 'web' } } }), { app: 'db' }, 'shop', false],
  [
    plugin('shop/p', { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }] }),
    { 'gateway.networking.k8s.io/gateway-name': 'g' },
    'shop',
    true,
  ],
  [plugin('shop/p', { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }] }), {}, 'shop', false],
])('%#: whose proxies an object changes', (written, labels, namespace, expected) => {
  expect(changes(written, labels, namespace).length > 0).toBe(expected);
});

test('a module runs where requests arrive, and its object says which', () => {
  expect(changes(plugin('shop/p'))).toEqual(['gateway', 'inbound']);
  expect(changes(plugin('shop/p', {}, 'TrafficExtension'))).toEqual(['gateway', 'inbound']);
  const texts = (...written: ReturnType<typeof object>[]) =>
    meshOf(written)
      .extensions.of({ namespace: 'shop', labels: {} }, 'GATEWAY')
      .map(({ text }) => text);
  expect(texts(plugin('shop/p', { url: 'oci://a' }))).toEqual(['WasmPlugin shop/p runs oci://a']);
  expect(texts(plugin('shop/p', { wasm: { url: 'oci://b' } }, 'TrafficExtension'))).toEqual(['TrafficExtension shop/p runs oci://b']);
  expect(texts(plugin('shop/p'))).toEqual(['WasmPlugin shop/p runs a module']);
  expect(texts(filter('shop/f', [patch('HTTP_ROUTE'), patch('HTTP_ROUTE'), patch('VIRTUAL_HOST'), patch('BOOTSTRAP')]))).toEqual([
    'EnvoyFilter shop/f patches HTTP_ROUTE, VIRTUAL_HOST',
  ]);
  expect([meshOf([]).extensions.isEmpty, meshOf([plugin('shop/p')]).extensions.isEmpty]).toEqual([true, false]);
  expect(meshOf([filter('shop/f', [])]).extensions.isEmpty).toBe(true);
});

test('a waypoint is changed by what names it or the Service behind it', () => {
  const waypoint = {
    namespace: 'shop',
    labels: { 'gateway.networking.k8s.io/gateway-name': 'w', 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
  };
  const at = (spec: object) => {
    const { extensions, services } = meshOf([object('Service', 'shop/web'), plugin('shop/p', spec)]);
    const [service] = services.all;
    return service && extensions.at(waypoint, service).length;
  };
  expect(at({ targetRefs: [{ kind: 'Service', name: 'web' }] })).toBe(1);
  expect(at({ targetRefs: [{ kind: 'Service', name: 'other' }] })).toBe(0);
  expect(at({})).toBe(0);
});
