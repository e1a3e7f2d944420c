import { Chart } from 'cdk8s';
import { declared, refusal } from '../declared.test.helper';
import { Gateway } from '../gateway';
import { Microservice } from '../microservice';
import type { MicroserviceProps } from '../microservice-props';
import { Server } from '../server';
import { VirtualService } from '../virtual-service';
import { Requests } from './requests';

const props = { image: 'user', port: 8000, serviceName: 'user-service' };
const versions = { v1: {}, v2: {} };

/** What a declaration says, without its objects. */
function told<T>(declare: (chart: Chart) => T): T {
  const results: T[] = [];
  declared((chart) => results.push(declare(chart)));
  const [result] = results;
  if (result === undefined) throw new Error('nothing was declared');
  return result;
}

const microservice = (chart: Chart, more: Partial<MicroserviceProps<'v1' | 'v2'>> = {}) =>
  new Microservice(chart, 'user', { ...props, versions, ...more });

function site(chart: Chart): VirtualService {
  const gateways = [new Gateway(chart, 'edge', { servers: [Server.http({ hosts: ['shop.example.com'] })] })];
  const routes = [{ name: 'user-route', to: microservice(chart) }];
  return new VirtualService(chart, 'site', { gateways, hosts: ['shop.example.com'], routes });
}

test('requests to a microservice are those its callers count', () => {
  const requests = told((chart) => Requests.to(microservice(chart)));
  const labels = 'reporter="source",destination_service_namespace="shop",destination_service_name="user-service"';
  expect(requests.all()).toBe(`istio_requests_total{${labels}}`);
  expect(requests.failed()).toBe(`istio_requests_total{${labels},response_code=~"5.."}`);
  expect(requests.answered()).toBe(`istio_request_duration_milliseconds_count{${labels},response_code!~"5.."}`);
});

test('requests to one version', () => {
  const requests = told((chart) => Requests.to(microservice(chart), { version: 'v2' }));
  expect(requests.all()).toMatch('destination_version="v2"');
  expect(requests.title).toBe('user-service v2');
});

test('a failed gRPC call has HTTP status 200, and its own', () => {
  const requests = told((chart) => Requests.to(microservice(chart, { protocol: 'grpc' })));
  expect(requests.failed()).toMatch('grpc_response_status=~"2|4|12|13|14|15"');
  expect(requests.failed()).not.toMatch('response_code');
});

test('requests along a route are told apart by the object it stands in', () => {
  const requests = told((chart) => Requests.along(site(chart), 'user-route'));
  expect(requests.all()).toBe(
    'istio_requests_total{reporter="source",virtual_service=~".+/namespaces/shop/virtual-service/site",route="user-route"}',
  );
});

test('requests that the program counts', () => {
  const requests = told((chart) => Requests.servedBy(microservice(chart), { version: 'v1', route: '/about' }));
  expect(requests.all()).toBe('http_requests_total{namespace="shop",app="user",version="v1",route="/about"}');
  expect(requests.failed()).toMatch('status=~"5.."');
});

test('a program that names its metrics otherwise', () => {
  const metrics = {
    total: 'http_server_requests_total',
    duration: 'http_server_request_duration_seconds',
    unit: 'seconds',
    buckets: [0.1],
    status: 'code',
    version: 'version',
    route: ['handler'],
  } as const;
  const requests = told((chart) => Requests.servedBy(microservice(chart), { route: '/about', metrics }));
  expect(requests.failed()).toBe('http_server_requests_total{namespace="shop",app="user",handler="/about",code=~"5.."}');
});

test.each([
  [0.25, 'le="0.25"'],
  [1, 'le=~"1|1.0"'],
])('the bucket that ends at %d is found as Prometheus 2 and 3 write it', (bound, label) => {
  expect(told((chart) => Requests.servedBy(microservice(chart))).answeredWithin(bound)).toMatch(label);
});

test('an unknown route is told with the nearest one', () => {
  expect(refusal((chart) => Requests.along(site(chart), 'usr-route'))).toMatchObject({
    errorName: 'UnknownRoute',
    fact: 'virtual service `site` has no route named `usr-route`',
    details: { why: 'it names `user-route`', fix: 'user-route' },
  });
});

test('an unknown version does not compile, and is told', () => {
  // @ts-expect-error no such version
  const error = refusal((chart) => Requests.to(microservice(chart), { version: 'v3' }));
  expect(error).toMatchObject({ errorName: 'UnknownVersion', details: { why: 'there is `v1`, `v2`', fix: 'v1' } });
});

test('nobody counts requests of TCP', () => {
  for (const count of [Requests.to, Requests.servedBy]) {
    expect(refusal((chart) => count(microservice(chart, { protocol: 'tcp' })))).toMatchObject({ errorName: 'NoRequests' });
  }
});

test('without a namespace, its metrics cannot be told from those of another', () => {
  const error = refusal((chart) => Requests.to(microservice(new Chart(chart, 'bare'))));
  expect(error).toMatchObject({ errorName: 'NamespaceUnknown', fact: 'the namespace of `user-service` is not known' });
});
