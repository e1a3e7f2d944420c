import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Duration } from '../duration';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { ExternalAuthorization, type ExternalAuthorizationProps } from './external-authorization';
import { ExternalAuthorizer } from './external-authorizer';
import { MeshConfiguration } from './mesh-configuration';

const service = Microservice.fromHost('opa.policy.svc.cluster.local', { port: 9191, protocol: 'grpc' });
const opa = ExternalAuthorizer.grpc('opa', {
  service,
  timeout: Duration.millis(250),
  failOpen: false,
  maxBodyBytes: 4096,
  statusOnError: 503,
});
const sessions = ExternalAuthorizer.http('sessions', {
  service: Microservice.fromHost('sessions.policy.svc.cluster.local', { port: 8080 }),
  pathPrefix: '/check',
  sees: ['cookie', 'authorization'],
  passesOn: ['x-user'],
  returns: ['location'],
});
const of = { labels: { app: 'orders' } };
const policyOf = (props: Partial<ExternalAuthorizationProps>) =>
  specOf(
    declared((chart) => new ExternalAuthorization(chart, 'orders-by-opa', { of, by: opa, ...props })),
    'AuthorizationPolicy',
  );

test('every request is decided elsewhere', () => {
  expect(policyOf({})).toEqual({
    selector: { matchLabels: { app: 'orders' } },
    action: 'CUSTOM',
    provider: { name: 'opa' },
    rules: [{}],
  });
});

test('any other field of the policy', () => {
  expect(policyOf({ spec: { rules: [{ when: [{ key: 'request.headers[x-plan]', values: ['free'] }] }] } })).toMatchObject({
    action: 'CUSTOM',
    rules: [{ when: [{ key: 'request.headers[x-plan]', values: ['free'] }] }],
  });
});

test('some requests are', () => {
  expect(policyOf({ methods: ['POST'], paths: [Path.under('/orders')], openPaths: [Path.exactly('/orders/health')] }).rules).toEqual([
    { to: [{ operation: { methods: ['POST'], paths: ['/orders', '/orders/*'], notPaths: ['/orders/health'] } }] },
  ]);
});

test('what the mesh is told of the authorizers, beside its other settings', () => {
  expect(
    yamlOf(
      (chart) =>
        new MeshConfiguration(chart, 'mesh', {
          authorizers: [opa, sessions],
          meshConfig: { accessLogFile: '/dev/stdout' },
          revision: '1-31',
        }),
    ),
  ).toMatchSnapshot();
});

test('the same for Helm', () => {
  declared((chart) => {
    const { values } = new MeshConfiguration(chart, 'mesh', { authorizers: [opa] });
    expect(values).toMatchObject({ meshConfig: { extensionProviders: [{ name: 'opa' }] } });
  });
});

test.each<[string, () => unknown]>([
  ['AuthorizerService', () => ExternalAuthorizer.grpc('opa', { service: Microservice.fromHost('opa.policy.svc.cluster.local') })],
  ['AuthorizerName', () => ExternalAuthorizer.grpc('', { service })],
  ['StatusRange', () => ExternalAuthorizer.grpc('opa', { service, statusOnError: 200 })],
  ['HeaderName', () => ExternalAuthorizer.http('opa', { service, sees: ['x user'] })],
  ['EmptyCondition', () => policyOf({ paths: [] })],
  ['CallPath', () => policyOf({ paths: [Path.matches('/.*')] })],
])('%s', (errorName, make) => {
  expect(make).toThrow(expect.objectContaining({ errorName }));
});

test.each<[string, ConstructorParameters<typeof MeshConfiguration>[2]]>([
  ['AuthorizerTwice', { authorizers: [opa, opa] }],
  ['EmptyMeshConfiguration', {}],
])('a mesh configuration: %s', (errorName, props) => {
  expect(refusal((chart) => new MeshConfiguration(chart, 'mesh', props))).toMatchObject({ errorName });
});
