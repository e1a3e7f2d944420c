import { declared, refusal, yamlOf } from './declared.test.helper';
import { Namespace, type NamespaceProps } from './namespace';

test('is injected, and warns of pods that are not restricted', () => {
  expect(yamlOf((chart) => new Namespace(chart, 'traffic-management'))).toMatchSnapshot();
});

test.each([
  [{ injection: false }, { 'istio-injection': 'disabled' }],
  [{ revision: '1-31' }, { 'istio.io/rev': '1-31' }],
  [
    { podSecurity: { enforce: 'baseline', audit: 'baseline' } },
    { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/audit': 'baseline' },
  ],
] as const)('%j', (props, labels) => {
  const [namespace] = declared((chart) => new Namespace(chart, 'shop', props));
  expect(namespace?.metadata.labels).toEqual(expect.objectContaining(labels));
});

test('lives in no namespace itself, not even in that of its chart', () => {
  const [namespace] = declared((chart) => new Namespace(chart, 'traffic-management'));
  expect(namespace?.metadata).not.toHaveProperty('namespace');
});

test('a revision takes the place of the injection label, which would win over it', () => {
  const [namespace] = declared((chart) => new Namespace(chart, 'shop', { revision: '1-31' }));
  expect(Object.keys(namespace?.metadata.labels ?? {})).not.toContain('istio-injection');
});

test.each([
  ['InjectionTwice', 'shop', { injection: true, revision: '1-31' }],
  ['NameForm', 'Shop', {}],
  ['NameForm', 'shop', { revision: '1.31' }],
])('%s', (errorName, id, props) => {
  expect(refusal((chart) => new Namespace(chart, id, props))).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
});

test('ambient mode, and the network of a cluster', () => {
  const labelsOf = (props: NamespaceProps) => declared((chart) => new Namespace(chart, 'books', props))[0]?.metadata.labels;
  const ambient = labelsOf({ dataPlane: 'ambient', waypoint: 'waypoint' });
  expect(ambient).toMatchObject({ 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' });
  expect(ambient).not.toHaveProperty('istio-injection');
  expect(labelsOf({ network: 'eu' })).toMatchObject({ 'topology.istio.io/network': 'eu', 'istio-injection': 'enabled' });
});

test.each<[string, NamespaceProps]>([
  ['WaypointWithoutAmbient', { waypoint: 'waypoint' }],
  ['AmbientInjection', { dataPlane: 'ambient', revision: '1-31' }],
  ['AmbientInjection', { dataPlane: 'ambient', injection: true }],
])('%s', (errorName, props) => {
  expect(refusal((chart) => new Namespace(chart, 'books', props))).toMatchObject({ errorName });
});
