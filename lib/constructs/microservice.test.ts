import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { MeshApp } from '../app';
import { ConsistentHash } from './consistent-hash';
import { declared, refusal, specOf, yamlOf } from './declared.test.helper';
import { Microservice } from './microservice';
import type { MicroserviceProps } from './microservice-props';

const props = { image: 'gcr.io/shop/user:v1', port: 8000 };
const one = (more: Partial<MicroserviceProps> = {}) => declared((chart) => new Microservice(chart, 'user', { ...props, ...more }));
const names = (objects: ReturnType<typeof declared>) => objects.map((object) => `${object.kind} ${object.metadata.name}`);

test('one version, two pods', () => {
  expect(
    yamlOf((chart) => new Microservice(chart, 'user', { ...props, serviceName: 'user-service', env: { APP_NAME: 'User' } })),
  ).toMatchSnapshot();
});

test('two versions, each with what sets it apart', () => {
  expect(
    yamlOf(
      (chart) =>
        new Microservice(chart, 'user', {
          image: 'gcr.io/shop/user',
          port: 8000,
          env: { APP_NAME: 'User', LOG: 'info' },
          loadBalancing: ConsistentHash.onHeader('my-header'),
          versions: {
            v1: {},
            v2: { image: 'gcr.io/shop/user-next:2.0.1', replicas: 1, env: { APP_NAME: 'User V2' } },
          },
        }),
    ),
  ).toMatchSnapshot();
});

test('the Deployment of v1 keeps its name when other versions come and go', () => {
  const deployments = (versions: Record<string, object>) =>
    names(declared((chart) => new Microservice(chart, 'user', { image: 'user', port: 80, versions }))).filter((name) =>
      name.startsWith('Deployment'),
    );
  expect(names(one()).filter((name) => name.startsWith('Deployment'))).toEqual(['Deployment user-deployment']);
  expect(deployments({ v1: {}, v2: {} })).toEqual(['Deployment user-deployment', 'Deployment user-deployment-v2']);
  expect(deployments({ v2: {}, v3: {} })).toEqual(['Deployment user-deployment-v2', 'Deployment user-deployment-v3']);
});

test('a new tag does not change the selector, which a Deployment keeps for life', () => {
  const selector = (tag: string) => specOf(one({ image: `user:${tag}` }), 'Deployment').selector;
  expect(selector('1.0')).toEqual(selector('2.0'));
});

test.each<[Partial<MicroserviceProps>, string[]]>([
  [{ replicas: 1 }, ['ServiceAccount user', 'Service user', 'Deployment user-deployment']],
  [{ replicas: 2 }, ['ServiceAccount user', 'Service user', 'Deployment user-deployment', 'PodDisruptionBudget user-deployment']],
  [
    { replicas: 1, outlierDetection: {} },
    ['ServiceAccount user', 'Service user', 'Deployment user-deployment', 'DestinationRule user-destination-rule'],
  ],
])('%j makes %j', (more, expected) => expect(names(one(more))).toEqual(expected));

test.each([
  ['http', { httpGet: { path: '/readyz', port: 8000 } }],
  ['http2', { httpGet: { path: '/readyz', port: 8000 } }],
  ['grpc', { grpc: { port: 8000 } }],
  ['tcp', { tcpSocket: { port: 8000 } }],
] as const)('%s is said of the port, and asked by the probes', (protocol, readiness) => {
  const objects = one({ protocol });
  expect(specOf(objects, 'Service').ports).toMatchObject([{ name: `${protocol}-user`, appProtocol: protocol }]);
  expect(specOf(objects, 'Deployment')).toMatchObject({ template: { spec: { containers: [{ readinessProbe: readiness }] } } });
});

test('callers and later constructs can ask for its names', () => {
  declared((chart) => {
    expect(new Microservice(chart, 'user', { ...props, serviceName: 'user-service' })).toMatchObject({
      host: 'user-service.shop.svc.cluster.local',
      namespace: 'shop',
      port: 8000,
      portName: 'http-user-service',
      serviceAccountName: 'user',
      labels: { app: 'user' },
      versionNames: undefined,
    });
  });
});

test('where the namespace is not known, the host is the bare name, which Istio completes', () => {
  const users = new Microservice(new Chart(new MeshApp({ outdir: 'never-written' }), 'shop'), 'user', props);
  expect(users).toMatchObject({ host: 'user', namespace: undefined });
});

test('a version’s Deployment can be patched with any field', () => {
  const objects = declared((chart) => {
    const users = new Microservice(chart, 'user', props);
    ApiObject.of(users.node.findChild('v1')).addJsonPatch(JsonPatch.add('/spec/template/spec/priorityClassName', 'high'));
  });
  expect(specOf(objects, 'Deployment')).toMatchObject({ template: { spec: { priorityClassName: 'high' } } });
});

test('a long service name leaves a port name that fits', () => {
  const serviceName = `${'s'.repeat(57)}-long`;
  expect(specOf(one({ serviceName }), 'Service').ports).toMatchObject([{ name: `http-${'s'.repeat(57)}` }]);
});

test('one deployed elsewhere is a destination by its host', () => {
  const reviews = Microservice.fromHost('reviews.prod.svc.cluster.local', { port: 9080 });
  expect(reviews.toTargets()).toEqual([{ host: 'reviews.prod.svc.cluster.local', port: 9080 }]);
  expect(() => Microservice.fromHost('http://reviews')).toThrow(
    expect.objectContaining({ errorName: 'HostForm', details: { fix: 'reviews' } }),
  );
  expect(() => Microservice.fromHost('*.prod')).toThrow(expect.objectContaining({ errorName: 'HostForm' }));
  expect(() => Microservice.fromHost('reviews', { port: 0 })).toThrow(expect.objectContaining({ errorName: 'PortRange' }));
});

test.each<[string, string, Partial<MicroserviceProps>]>([
  ['FloatingImage', 'user', { image: 'gcr.io/shop/user' }],
  ['FloatingImage', 'user', { image: 'gcr.io/shop/user:latest' }],
  ['ImageForm', 'user', { image: 'User' }],
  ['PortRange', 'user', { port: 70000 }],
  ['NameForm', 'User', {}],
  ['NameTooLong', 'u'.repeat(64), {}],
  ['NameTooLong', 'u'.repeat(60), { serviceName: 'user' }],
  ['NameForm', 'user', { serviceName: '1st' }],
  ['CountRange', 'user', { replicas: 1.5 }],
  ['RootUser', 'user', { user: 0 }],
  ['PathForm', 'user', { probes: { liveness: 'healthz', readiness: '/readyz' } }],
  ['LocalityWithoutOutlierDetection', 'user', { locality: { failoverPriority: ['zone'] } }],
])('%s is told with its construct', (errorName, id, more) => {
  const { details, ...error } = refusal((chart) => new Microservice(chart, id, { ...props, ...more }));
  expect(error.errorName).toBe(errorName);
  expect(details.construct).toMatch(new RegExp(`^shop/${id}`));
});

describe('versions are types', () => {
  const withVersions = (use: (users: Microservice<'v1' | 'v2'>, products: Microservice) => unknown) => {
    declared((chart) => {
      const users = new Microservice(chart, 'user', { image: 'user', port: 80, versions: { v1: {}, v2: {} } });
      use(users, new Microservice(chart, 'product', { image: 'product:v1', port: 80 }));
    });
  };

  test('what is declared can be named', () => {
    withVersions((users) => [users.version('v1'), users.split({ v1: 100 }), users.split({ v1: 100, v2: 0 })]);
  });

  // Each does not compile, and throws where it is forced.
  test.each<[string, Parameters<typeof withVersions>[0], object]>([
    // @ts-expect-error there is no v3
    ['version', (users) => users.version('v3'), { errorName: 'UnknownVersion', fact: 'no version is named `v3`' }],
    // @ts-expect-error there is no v9
    ['split', (users) => users.split({ v9: 10 }), { errorName: 'UnknownVersion', fact: 'no version is named `v9`' }],
    // @ts-expect-error products has no versions
    ['version of none', (_, products) => products.version('v1'), { errorName: 'UnknownVersion', fact: 'no version is named `v1`' }],
    // @ts-expect-error products has no versions to share
    ['split of none', (_, products) => products.split({ v1: 100 }), { errorName: 'UnknownVersion' }],
    [
      'weights',
      (users) => users.split({ v1: 90, v2: 20 }),
      { errorName: 'SplitWeights', details: { construct: 'shop/user', fix: 'v1: 90, v2: 10' } },
    ],
  ])('%s', (_, use, error) => expect(() => withVersions(use)).toThrow(expect.objectContaining(error)));

  test('who has none is told so, with the place', () => {
    const error = refusal((chart) => new Microservice<string>(chart, 'product', props).version('v1'));
    expect(error.details).toMatchObject({ construct: 'shop/product', why: 'there is none' });
  });

  test('names are DNS labels, and bring their tag', () => {
    const versions = (image: string, name: string) =>
      refusal((chart) => new Microservice(chart, 'user', { image, port: 80, versions: { [name]: {} } }));
    expect(versions('user', 'V1')).toMatchObject({ errorName: 'NameForm', details: { construct: 'shop/user', fix: 'v1' } });
    expect(versions('user:v0', 'v1')).toMatchObject({ errorName: 'ImageTag', details: { construct: 'shop/user', fix: 'user' } });
    expect(versions('user', 'latest')).toMatchObject({ errorName: 'FloatingImage' });
    expect(refusal((chart) => new Microservice(chart, 'user', { image: 'user', port: 80, versions: {} }))).toMatchObject({
      errorName: 'NoVersions',
    });
  });
});
