import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, type Chart, Include } from 'cdk8s';
import { Cpu, Deployment, k8s, type Service, ServiceAccount } from 'cdk8s-plus-27';
import { declared, refusal, specOf } from '../declared.test.helper';
import { IngressGateway } from '../edge/ingress-gateway';
import { Microservice } from '../microservice';
import { ZeroTrust } from '../security/zero-trust';
import { VirtualService } from '../virtual-service';
import { Workload } from './existing-workload';

/** A cdk8s-plus Deployment with its Service, as anybody would write them. */
function orders(chart: Chart): Service {
  const serviceAccount = new ServiceAccount(chart, 'account', { metadata: { name: 'orders' } });
  const deployment = new Deployment(chart, 'orders', {
    metadata: { name: 'orders' },
    serviceAccount,
    containers: [{ image: 'orders:v1', portNumber: 9000, resources: { cpu: { request: Cpu.millis(50) } } }],
  });
  return deployment.exposeViaService({ name: 'orders', ports: [{ port: 80, targetPort: 9000 }] });
}

const yaml = `
apiVersion: v1
kind: Service
metadata: { name: redis, namespace: shop }
spec: { selector: { app: redis }, ports: [{ name: tcp-redis, port: 6379 }] }
---
apiVersion: v1
kind: Service
metadata: { name: redis-metrics, namespace: shop }
spec: { selector: { app: redis }, ports: [{ name: http-metrics, port: 9121 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis, namespace: shop }
spec:
  serviceName: redis
  selector: { matchLabels: { app: redis } }
  template:
    metadata: { labels: { app: redis } }
    spec: { serviceAccountName: redis, containers: [{ name: redis, image: "redis:7.4.1", ports: [{ containerPort: 6379 }] }] }
`;
function included(chart: Chart): Include {
  const url = join(tmpdir(), `meshwright-redis-${process.pid}.yaml`);
  writeFileSync(url, yaml);
  return new Include(chart, 'redis', { url });
}

const policy = (objects: ReturnType<typeof declared>, name: string) =>
  objects.find(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name === name);

test('a cdk8s-plus Deployment is brought into the mesh: a destination, a caller, a member', () => {
  const objects = declared((chart) => {
    const theirs = Microservice.fromService(orders(chart), { protocol: 'http' });
    const ours = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
    theirs.calls(ours);
    ours.calls(theirs);
    new VirtualService(chart, 'site', { hosts: [theirs], routes: [{ to: theirs }] });
    new ZeroTrust(chart, 'zero-trust');
  });
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    hosts: ['orders.shop.svc.cluster.local'],
    http: [{ route: [{ destination: { host: 'orders.shop.svc.cluster.local', port: { number: 80 } } }] }],
  });
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'orders');
  expect(service?.spec).toMatchObject({ ports: [{ port: 80, targetPort: 9000, appProtocol: 'http' }] });
  const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'orders');
  expect(deployment?.spec).toMatchObject({ template: { metadata: { labels: { app: 'orders', version: 'v1' } } } });
  expect(JSON.stringify(policy(objects, 'user')?.spec)).toMatch('cluster.local/ns/shop/sa/orders');
  const network = objects.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'user');
  expect(JSON.stringify(network?.spec)).toMatch('9000');
});

test('included YAML is as good, by the name of its Service, and nothing in it is changed', () => {
  let redis: Workload | undefined;
  const objects = declared((chart) => {
    redis = Microservice.fromService(included(chart), { name: 'redis' });
    new Microservice(chart, 'user', { image: 'user:v1', port: 8000 }).calls(redis);
    new ZeroTrust(chart, 'zero-trust');
  });
  expect(redis).toMatchObject({ host: 'redis.shop.svc.cluster.local', port: 6379, protocol: 'tcp', serviceAccountName: 'redis' });
  expect(specOf(objects, 'StatefulSet')).toMatchObject({ template: { metadata: { labels: { app: 'redis' } } } });
  expect(policy(objects, 'redis')?.spec).toMatchObject({
    selector: { matchLabels: { app: 'redis' } },
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/user'] } }] }],
  });
});

test('a generated class, with versions as types', () => {
  const objects = declared((chart) => {
    const spec = { selector: { app: 'pay' }, ports: [{ name: 'grpc', port: 50051, targetPort: k8s.IntOrString.fromString('grpc') }] };
    const pay = Microservice.fromService(new k8s.KubeService(chart, 'pay', { metadata: { name: 'pay' }, spec }), {
      versions: ['v1', 'v2'],
    });
    new VirtualService(chart, 'site', { hosts: [pay], routes: [{ to: pay.split({ v1: 90, v2: 10 }) }] });
    // @ts-expect-error there is no v3
    expect(() => pay.version('v3')).toThrow(expect.objectContaining({ errorName: 'UnknownVersion' }));
    expect(pay).toMatchObject({ protocol: 'grpc', podPorts: [] });
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    host: 'pay.shop.svc.cluster.local',
    subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2' }],
  });
});

test('a name alone is one of the cluster', () => {
  expect(Microservice.fromService('ratings', { namespace: 'prod', port: 9080 })).toMatchObject({
    host: 'ratings.prod.svc.cluster.local',
    port: 9080,
  });
});

test.each([
  ['its port', { port: 80 }, [80]],
  ['the ports of its pods', { port: 80, podPorts: [8080] }, [8080]],
  ['no port', {}, []],
])('pods of the cluster with %s', (_, ports, expected) => {
  declared((chart) => {
    expect(Workload.existing(chart, 'legacy', { labels: { app: 'legacy' }, ...ports }).podPorts).toEqual(expected);
  });
});

describe('ZeroTrust', () => {
  test('stops at pods that nobody covers', () => {
    const error = refusal((chart) => {
      new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
      orders(chart);
      new ZeroTrust(chart, 'zero-trust');
    });
    expect(error).toMatchObject({
      errorName: 'UncoveredWorkload',
      fact: 'nothing covers the pods of Deployment `orders` in the secured namespace `shop`',
      details: { construct: 'shop/orders/Resource', fix: expect.stringContaining("serviceAccountName: 'orders'") },
    });
  });

  test('takes pods of the cluster for members, which call and are called', () => {
    const objects = declared((chart) => {
      const user = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
      const legacy = Workload.existing(chart, 'legacy', {
        labels: { app: 'legacy' },
        serviceAccountName: 'old',
        serviceName: 'legacy',
        port: 80,
        podPorts: [8080],
      });
      legacy.calls(user);
      user.calls(legacy);
      new ZeroTrust(chart, 'zero-trust');
    });
    expect(JSON.stringify(policy(objects, 'user')?.spec)).toMatch('ns/shop/sa/old');
    expect(JSON.stringify(policy(objects, 'legacy')?.spec)).toMatch('ns/shop/sa/user');
    expect(policy(objects, 'deny-all')?.spec).toEqual({});
  });

  test('leaves a gateway of the namespace open, since all else is denied there', () => {
    const objects = declared((chart) => {
      new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
      new IngressGateway(chart, 'edge');
      new ZeroTrust(chart, 'zero-trust');
    });
    expect(policy(objects, 'edge')?.spec).toEqual({ selector: { matchLabels: { istio: 'edge' } }, action: 'ALLOW', rules: [{}] });
  });

  test('denies nothing more where everything is left open', () => {
    const reason = 'audited until March';
    const objects = declared((chart) => {
      new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
      new ZeroTrust(chart, 'zero-trust', {
        exceptions: [
          { what: 'authorization', reason },
          { what: 'networkPolicy', reason },
        ],
      });
    });
    expect(objects.filter(({ metadata }) => metadata.name === 'deny-all')).toEqual([]);
  });
});

test.each<[string, (chart: Chart) => void]>([
  ['NotAService', (chart) => Microservice.fromService(included(chart))],
  ['NotAService', (chart) => Microservice.fromService(included(chart), { name: 'rediss' })],
  ['NotAService', (chart) => Microservice.fromService(new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }))],
  ['UnknownPort', (chart) => Microservice.fromService(orders(chart), { port: 81 })],
  [
    'NoSelector',
    (chart) => Microservice.fromService(new k8s.KubeService(chart, 'x', { metadata: { name: 'x' }, spec: { ports: [{ port: 80 }] } })),
  ],
  ['NoLabels', (chart) => Workload.existing(chart, 'legacy', { labels: {} })],
  ['NoService', (chart) => Workload.existing(chart, 'legacy', { labels: { app: 'x' } }).host],
])('%s', (errorName, declare) => {
  const error = refusal(declare);
  expect(error).toMatchObject({ errorName });
  expect(error.details.construct).toMatch(/^shop\//);
});
