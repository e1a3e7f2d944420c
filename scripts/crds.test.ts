import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CustomResourceDefinition, compactSchemas, type KindSchemas, newestVersionOnly, withoutFields, withoutProse } from './crds';

const imports = join(__dirname, '..', 'imports');

const crd = (kind: string, versions: Record<string, unknown>): CustomResourceDefinition => ({
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind },
    versions: Object.entries(versions).map(([name, openAPIV3Schema]) => ({ name, schema: { openAPIV3Schema } })),
  },
});

test.each([
  [['v1alpha3', 'v1beta1', 'v1'], 'v1'],
  [['v1', 'v2alpha1', 'v2beta1'], 'v1'],
  [['v1alpha1', 'v1beta1', 'v1beta2'], 'v1beta2'],
  [['v2', 'v10', 'v9'], 'v10'],
  [['v1alpha3', 'v1alpha1'], 'v1alpha3'],
])('of %j the newest is %s', (names, newest) => {
  const { spec } = newestVersionOnly(crd('Thing', Object.fromEntries(names.map((name) => [name, {}]))));
  expect(spec.versions.map(({ name }) => name)).toEqual([newest]);
});

test('versions that agree share one schema', () => {
  const kinds = compactSchemas([crd('Thing', { v1: { type: 'object' }, v1beta1: { type: 'object', description: 'prose' }, v1alpha1: {} })]);
  expect(kinds.get('example.com')).toEqual({
    Thing: {
      scope: 'Namespaced',
      schemas: [
        { versions: ['v1', 'v1beta1'], schema: { type: 'object' } },
        { versions: ['v1alpha1'], schema: {} },
      ],
    },
  });
});

test('prose goes, a property of that name stays', () => {
  const schema = { description: 'prose', properties: { description: { type: 'string', description: 'prose' } }, items: [{ example: 1 }] };
  expect(withoutProse(schema)).toEqual({ properties: { description: { type: 'string' } }, items: [{}] });
});

describe('imported classes', () => {
  const files = readdirSync(imports).filter((file) => file.endsWith('.ts'));
  const classes = files.flatMap((file) => Object.values(require(join(imports, file)) as object)).flatMap(({ GVK }) => (GVK ? [GVK] : []));

  test('are of these versions: a bare name like VirtualService must never come to mean another one', () => {
    expect(classes.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort()).toMatchInlineSnapshot(`
[
  "argoproj.io/v1alpha1 AppProject",
  "argoproj.io/v1alpha1 Application",
  "argoproj.io/v1alpha1 ApplicationSet",
  "argoproj.io/v1alpha1 Rollout",
  "cert-manager.io/v1 Certificate",
  "cert-manager.io/v1 Issuer",
  "extensions.istio.io/v1alpha1 TrafficExtension",
  "extensions.istio.io/v1alpha1 WasmPlugin",
  "externaldns.k8s.io/v1alpha1 DNSEndpoint",
  "flagger.app/v1beta1 Canary",
  "flagger.app/v1beta1 MetricTemplate",
  "gateway.networking.k8s.io/v1 BackendTLSPolicy",
  "gateway.networking.k8s.io/v1 GRPCRoute",
  "gateway.networking.k8s.io/v1 Gateway",
  "gateway.networking.k8s.io/v1 GatewayClass",
  "gateway.networking.k8s.io/v1 HTTPRoute",
  "gateway.networking.k8s.io/v1 ListenerSet",
  "gateway.networking.k8s.io/v1 ReferenceGrant",
  "gateway.networking.k8s.io/v1 TCPRoute",
  "gateway.networking.k8s.io/v1 TLSRoute",
  "gateway.networking.k8s.io/v1 UDPRoute",
  "monitoring.coreos.com/v1 PodMonitor",
  "monitoring.coreos.com/v1 PrometheusRule",
  "monitoring.coreos.com/v1 ServiceMonitor",
  "networking.istio.io/v1 DestinationRule",
  "networking.istio.io/v1 Gateway",
  "networking.istio.io/v1 ServiceEntry",
  "networking.istio.io/v1 Sidecar",
  "networking.istio.io/v1 VirtualService",
  "networking.istio.io/v1 WorkloadEntry",
  "networking.istio.io/v1 WorkloadGroup",
  "networking.istio.io/v1alpha3 EnvoyFilter",
  "networking.istio.io/v1beta1 ProxyConfig",
  "security.istio.io/v1 AuthorizationPolicy",
  "security.istio.io/v1 PeerAuthentication",
  "security.istio.io/v1 RequestAuthentication",
  "telemetry.istio.io/v1 Telemetry",
]
`);
  });

  test('are of v1 wherever that exists', () => {
    for (const { apiVersion, kind } of classes) {
      const [group, version] = apiVersion.split('/');
      const kinds = JSON.parse(readFileSync(join(imports, 'schemas', `${group}.json`), 'utf8')) as Record<string, KindSchemas>;
      const served = kinds[kind]?.schemas.flatMap(({ versions }) => versions);
      expect(served).toContain(version);
      expect([kind, version]).toEqual([kind, served?.includes('v1') ? 'v1' : version]);
    }
  });
});

test('fields that nothing writes get no classes, at any depth and through lists', () => {
  const whole = { properties: { spec: { required: ['big'], properties: { big: {}, list: { items: { properties: { a: {}, b: {} } } } } } } };
  const left = { properties: { spec: { required: [], properties: { list: { items: { properties: { b: {} } } } } } } };
  expect(withoutFields(crd('Other', { v1: whole }), ['Thing.spec.big'])).toEqual(crd('Other', { v1: whole }));
  const { versions } = withoutFields(crd('Thing', { v1: whole }), ['Thing.spec.big', 'Thing.spec.list.a']).spec;
  expect(versions[0]?.schema.openAPIV3Schema).toEqual(left);
  expect(() => withoutFields(crd('Thing', { v1: whole }), ['Thing.spec.bag'])).toThrow('no field `bag` to leave out');
});
