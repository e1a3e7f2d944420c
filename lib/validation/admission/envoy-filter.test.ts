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
