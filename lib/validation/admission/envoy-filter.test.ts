import type { KubernetesObject } from '../../istio/objects';
import { keepWords } from '../words.test.helper';
import { validateAdmission } from './validate';

/** What is said beside the warning that every EnvoyFilter gets. */
function said(patch: object, spec: object = {}): string[] {
  const object: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'a', namespace: 'demo' },
    spec: { configPatches: [patch], ...spec },
  };
  const [always, ...rest] = validateAdmission(object);
  expect(always?.code).toBe('IST0133');
  return keepWords(rest).map(({ code, path }) => `${code} ${path.slice(3).join('.')}`);
}

const router = { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' };
const add = (applyTo: string, value: unknown, match?: object) => ({ applyTo, patch: { operation: 'ADD', value }, ...(match && { match }) });
const listener = (filter: object) => ({ listener: { filterChain: { filter } } });

test.each<[string, object, string[]]>([
  ['a right patch', add('HTTP_FILTER', { name: 'a', typed_config: router }), []],
  ['no frame', {}, ['IST0106 applyTo']],
  ['no patch', { applyTo: 'CLUSTER' }, ['IST0106 patch']],
  ['no operation', { applyTo: 'CLUSTER', patch: {} }, ['IST0106 patch.operation']],
  ['nothing to add', { applyTo: 'CLUSTER', patch: { operation: 'ADD' } }, ['IST0106 patch.value']],
  ['nothing to remove', { applyTo: 'CLUSTER', patch: { operation: 'REMOVE' } }, []],
  ['a waypoint, which is not looked at', { match: { context: 'WAYPOINT' } }, []],
  ['a version that is no pattern', add('CLUSTER', { name: 1 }, { proxy: { proxyVersion: '(' } }), ['IST0106 match.proxy.proxyVersion']],
  ['a match of another kind, after which nothing is said', add('LISTENER', { name: 1 }, { cluster: {} }), ['IST0106 match.cluster']],
  ['a match of another kind', add('CLUSTER', { name: 1 }, { listener: {} }), ['IST0106 match.listener', 'IST0106 patch.value.name']],
  ['a filter without name', add('NETWORK_FILTER', {}, listener({})), ['IST0106 match.listener.filterChain.filter']],
  [
    'a filter within a filter',
    add('NETWORK_FILTER', {}, listener({ name: 'a', subFilter: { name: 'b' } })),
    ['IST0106 match.listener.filterChain.filter'],
  ],
  [
    'an old name',
    add('HTTP_FILTER', { typed_config: router }, listener({ name: 'envoy.http_connection_manager', subFilter: { name: 'envoy.router' } })),
    ['IST0133 match.listener.filterChain.filter.name', 'IST0133 match.listener.filterChain.filter.subFilter.name'],
  ],
  ['a match without effect', add('FILTER_CHAIN', {}, listener({ name: 'a' })), ['IST0133 match.listener.filterChain.filter']],
])('%s', (_name, patch, expected) => {
  expect(said(patch)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['both spellings of a field', add('CLUSTER', { connect_timeout: '1s', lbPolicy: 'RANDOM' }), []],
  ['a wrong type', add('CLUSTER', { connect_timeout: 1 }), ['IST0106 patch.value.connect_timeout']],
  ['an unknown value', add('CLUSTER', { lb_policy: 'RANDUM' }), ['IST0106 patch.value.lb_policy']],
  ['an unknown field', add('CLUSTER', { conect_timeout: '1s' }), ['IST0133 patch.value.conect_timeout']],
  [
    'an unknown field inside',
    add('HTTP_FILTER', { typed_config: { ...router, dynamic_stat: true } }),
    ['IST0133 patch.value.typed_config.dynamic_stat'],
  ],
  ['no type', add('HTTP_FILTER', { typed_config: {} }), ['IST0106 patch.value.typed_config.@type']],
  [
    'an unknown type',
    add('HTTP_FILTER', { typed_config: { '@type': 'type.googleapis.com/envoy.config.filter.http.router.v2.Router' } }),
    ['IST0106 patch.value.typed_config.@type'],
  ],
  [
    'a type that holds any other',
    add('HTTP_FILTER', { typed_config: { '@type': 'type.googleapis.com/udpa.type.v1.TypedStruct', type_url: 'any', value: { a: [1] } } }),
    [],
  ],
  ['an extension by its name alone', add('HTTP_FILTER', { name: 'envoy.filters.http.router' }), ['IST0133 patch.value']],
  [
    'nested lists and maps',
    add('VIRTUAL_HOST', { routes: [{ typed_per_filter_config: { a: { ...router, x: 1 } } }] }),
    ['IST0133 patch.value.routes.0.typed_per_filter_config.a.x'],
  ],
])('%s', (_name, patch, expected) => {
  expect(said(patch)).toEqual(expected);
});

test('a selector with a wildcard is all that is said', () => {
  const object = {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'a' },
    spec: { workloadSelector: { labels: { a: '*' } } },
  };
  expect(validateAdmission(object).map(({ code }) => code)).toEqual(['IST0106']);
});

const names = {
  http: 'buffer cors csrf fault grpc_http1_bridge grpc_json_transcoder grpc_web gzip health_check ip_tagging lua router squash',
  network: 'client_ssl_auth ext_authz http_connection_manager mongo_proxy ratelimit redis_proxy tcp_proxy',
  listener: 'http_inspector original_dst original_src proxy_protocol tls_inspector',
};
const old = [
  ...names.http.split(' ').map((name) => [`envoy.${name}`, `envoy.filters.http.${name}`]),
  ...names.network.split(' ').map((name) => [`envoy.${name}`, `envoy.filters.network.${name}`]),
  ...names.listener.split(' ').map((name) => [`envoy.listener.${name}`, `envoy.filters.listener.${name}`]),
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
];

test('Envoy has renamed its filters', () => {
  const fixes = old.map(([name = '']) => {
    const configPatches = [add('HTTP_FILTER', { typed_config: router }, listener({ name }))];
    const [, warning, ...rest] = validateAdmission({
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'a' },
      spec: { configPatches },
    } as KubernetesObject);
    return [name, warning?.fix, rest.length];
  });
  expect(fixes).toEqual(old.map(([name, current]) => [name, `write \`${current}\``, 0]));
  expect(said(add('HTTP_FILTER', { typed_config: router }, listener({ name: 'envoy.filters.http.lua' })))).toEqual([]);
});

test.each<[string, object, string[]]>([
  ...['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].flatMap((applyTo): [string, object, string[]][] => [
    [`${applyTo} by a cluster`, add(applyTo, {}, { cluster: {} }), ['IST0106 match.cluster']],
    [`${applyTo} by a route`, add(applyTo, {}, { routeConfiguration: {} }), ['IST0106 match.routeConfiguration']],
  ]),
  ...['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'].map((applyTo): [string, object, string[]] => [
    `${applyTo} by a cluster`,
    add(applyTo, { name: 'a' }, { cluster: {} }),
    ['IST0106 match.cluster'],
  ]),
  ...[
    'CLUSTER',
    'LISTENER',
    'ROUTE_CONFIGURATION',
    'FILTER_CHAIN',
    'HTTP_FILTER',
    'NETWORK_FILTER',
    'VIRTUAL_HOST',
    'HTTP_ROUTE',
    'EXTENSION_CONFIG',
    'BOOTSTRAP',
    'LISTENER_FILTER',
  ].map((applyTo): [string, object, string[]] => [
    `an unknown field of ${applyTo}`,
    add(applyTo, { ...(/FILTER$|EXT/.test(applyTo) && { typed_config: router }), xyz: 1 }),
    ['IST0133 patch.value.xyz'],
  ]),
  ['a route by its configuration', add('HTTP_ROUTE', { name: 'a' }, { routeConfiguration: {} }), []],
  ['a cluster by a cluster', add('CLUSTER', { name: 'a' }, { cluster: {} }), []],
  ['an extension by a listener', add('EXTENSION_CONFIG', { typed_config: router }, { listener: {} }), []],
  ['an unknown number', { applyTo: 77, patch: { operation: 'ADD', value: {} } }, ['IST0106 patch.value']],
  ['nothing to merge', { applyTo: 'CLUSTER', patch: { operation: 'MERGE' } }, ['IST0106 patch.value']],
  ['a filter of a listener', add('LISTENER', { name: 'a' }, listener({ name: 'a' })), ['IST0133 match.listener.filterChain.filter']],
  ['a version', add('CLUSTER', { name: 'a' }, { proxy: { proxyVersion: '^1' } }), []],
  [
    'a long version, which is passed over',
    add('CLUSTER', { name: 'a' }, { proxy: { proxyVersion: '('.repeat(1025) } }),
    ['IST0133 match.proxy.proxyVersion'],
  ],
  [
    'a filter without name within one',
    add('HTTP_FILTER', { typed_config: router }, listener({ name: 'envoy.filters.network.http_connection_manager', subFilter: {} })),
    ['IST0106 match.listener.filterChain.filter'],
  ],
  [
    'a filter within another',
    add('HTTP_FILTER', { typed_config: router }, listener({ name: 'a', subFilter: { name: 'b' } })),
    ['IST0106 match.listener.filterChain.filter'],
  ],
  ['discovery in place of a type', add('HTTP_FILTER', { name: 'a', config_discovery: {} }), []],
  ['no type inside', add('CLUSTER', { name: 'a', transport_socket: { name: 'tls' } }), ['IST0133 patch.value.transport_socket']],
  ['an old type', add('HTTP_FILTER', { typed_config: { '@type': 'a/envoy.x.v2.Y' } }), ['IST0106 patch.value.typed_config.@type']],
  ['a type from elsewhere', add('HTTP_FILTER', { typed_config: { '@type': 'a/google.Xyz', b: 1 } }), []],
  ['a type that is not named', add('HTTP_FILTER', { typed_config: { '@type': 1 } }), ['IST0106 patch.value.typed_config.@type']],
  ['a text for a type', add('HTTP_FILTER', { typed_config: 'a' }), ['IST0106 patch.value.typed_config']],
])('%s, in a patch', (_name, patch, expected) => {
  expect(said(patch)).toEqual(expected);
});
