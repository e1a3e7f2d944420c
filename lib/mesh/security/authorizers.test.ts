import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'opa', namespace: 'auth' }, spec: { ports: [{ port: 9000 }] } };
const host = 'opa.auth.svc.cluster.local';
const entry = (namespace: string): KubernetesObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: 'opa', namespace },
  spec: { hosts: ['opa.example.com'], ports: [{ number: 9000, name: 'grpc', protocol: 'GRPC' }], resolution: 'DNS' },
});

function configured(extensionProviders: readonly object[], ...more: readonly KubernetesObject[]): Mesh {
  const data = { mesh: JSON.stringify({ extensionProviders }) };
  return Mesh.of([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data }, service, ...more]);
}

const grpc = (more: object = {}) => [{ name: 'opa', envoyExtAuthzGrpc: { service: host, port: 9000, ...more } }];
const http = (more: object = {}) => [{ name: 'opa', envoyExtAuthzHttp: { service: `auth/${host}`, port: '9000', ...more } }];

const aLoneWildcard = (field: string): [string, readonly object[], string] => [
  `a lone wildcard in ${field}`,
  http({ [field]: ['a', '*'] }),
  'unusable',
];

test.each<[string, readonly object[], string]>([
  ['over gRPC', grpc(), 'grpc'],
  ['over HTTP', http({ pathPrefix: '/check', statusOnError: '503' }), 'http'],
  ['by the older spelling of fields', [{ name: 'opa', envoy_ext_authz_http: { service: host, port: 9000 } }], 'http'],
  ['a later provider of the name', [...http({ port: 0 }), ...grpc()], 'grpc'],
  ['another name', [{ ...grpc()[0], name: 'opal' }], 'unusable'],
  ['a provider of traces', [{ name: 'opa', zipkin: { service: host, port: 9411 } }], 'unusable'],
  ['no port', grpc({ port: 0 }), 'unusable'],
  ['a status that Envoy lacks', grpc({ statusOnError: '599' }), 'unusable'],
  ['a relative prefix', http({ pathPrefix: 'check' }), 'unusable'],
  ['a status by its older spelling', grpc({ status_on_error: '599' }), 'unusable'],
  ['a prefix by its older spelling', http({ path_prefix: 'check' }), 'unusable'],
  ['a prefix over gRPC, where nobody reads it', grpc({ pathPrefix: 'check' }), 'grpc'],
  ...['includeRequestHeadersInCheck', 'includeHeadersInCheck', 'headersToDownstreamOnDeny'].map(aLoneWildcard),
  ...['headersToDownstreamOnAllow', 'headersToUpstreamOnAllow'].map(aLoneWildcard),
  ['a short name', grpc({ service: 'opa' }), 'unusable'],
  ['no such service in a namespace that is there', grpc({ service: 'oap.auth.svc.cluster.local' }), 'unusable'],
  ['a service in a namespace of which nothing is there', grpc({ service: 'opa.other.svc.cluster.local' }), 'unknown'],
])('%s', (_, providers, kind) => {
  expect(configured(providers).authorizers.of('opa').kind).toBe(kind);
});

test('a service that several namespaces have', () => {
  const both = [entry('a'), entry('b')];
  expect(configured(grpc({ service: 'opa.example.com' }), ...both).authorizers.of('opa').kind).toBe('unusable');
  expect(configured(grpc({ service: 'b/opa.example.com' }), ...both).authorizers.of('opa').kind).toBe('grpc');
});

test.each([
  ['o', 'grpc'],
  ['op', 'grpc'],
  ['opa-1', 'grpc'],
  ['a'.repeat(63), 'grpc'],
  ['a'.repeat(64), 'unusable'],
  ['Opa', 'unusable'],
  ['-opa', 'unusable'],
  ['opa-', 'unusable'],
  ['opa.x', 'unusable'],
])('a provider that is called `%s`', (name, kind) => {
  expect(configured([{ ...grpc()[0], name }]).authorizers.of(name).kind).toBe(kind);
});

test('without mesh configuration, any provider may be one', () => {
  expect(Mesh.of([service]).authorizers.of('opa').kind).toBe('unknown');
});

test('a variable of istiod allows several', () => {
  const pilot = { env: { PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: true } };
  const operator = { apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', metadata: { name: 'i' }, spec: { values: { pilot } } };
  expect(Mesh.of([service]).authorizers.allowsSeveral).toBe(false);
  expect(Mesh.of([service, operator]).authorizers.allowsSeveral).toBe(true);
});
