import type { Chart } from 'cdk8s';
import type { Callee, CallOptions } from './call';
import { declared, refusal } from './declared.test.helper';
import { ExternalService } from './external-service';
import { Microservice } from './microservice';
import type { MicroserviceProps } from './microservice-props';
import { Path } from './path';

const microservice = (chart: Chart, id: string, more: Partial<MicroserviceProps> = {}) =>
  new Microservice(chart, id, { image: `${id}:v1`, port: 8000, ...more });

function calling(chart: Chart, callee: Callee, options?: CallOptions): Microservice {
  const users = microservice(chart, 'user');
  users.calls(callee, options);
  return users;
}

const elsewhere = Microservice.fromHost('reviews.prod.svc.cluster.local');
const bank = (chart: Chart) => new ExternalService(chart, 'bank', { host: 'api.bank.example', ports: [{ number: 443, protocol: 'tls' }] });

test('a microservice, an external service and a service deployed elsewhere can be called', () => {
  declared((chart) => {
    for (const callee of [microservice(chart, 'product'), bank(chart), elsewhere]) {
      const [call] = calling(chart, callee).outgoing;
      expect(call).toMatchObject({ to: callee, methods: undefined, paths: undefined });
      chart.node.tryRemoveChild('user');
    }
  });
});

test.each([
  [Path.under('/orders'), ['/orders', '/orders/*']],
  [Path.exactly('/orders'), ['/orders']],
  [Path.startsWith('/orders'), ['/orders*']],
])('a path is written as a policy writes it: %j', (path, paths) => {
  declared((chart) => {
    expect(calling(chart, microservice(chart, 'product'), { paths: [path] }).outgoing[0]?.paths).toEqual(paths);
  });
});

const refused: readonly [string, string, (chart: Chart) => unknown][] = [
  [
    'SelfCall',
    'user.shop.svc.cluster.local',
    (chart) => {
      const users = microservice(chart, 'user');
      users.calls(users);
    },
  ],
  ['UndeclaredHost', 'api.bank.example', (chart) => calling(chart, Microservice.fromHost('api.bank.example'))],
  ['UndeclaredHost', 'reviews', (chart) => calling(chart, Microservice.fromHost('reviews'))],
  ['CallRestriction', 'api.bank.example', (chart) => calling(chart, bank(chart), { methods: ['GET'] })],
  ['CallRestriction', 'reviews.prod', (chart) => calling(chart, elsewhere, { paths: [Path.under('/a')] })],
  ['CallRestriction', 'cache', (chart) => calling(chart, microservice(chart, 'cache', { protocol: 'tcp' }), { methods: ['GET'] })],
  ['CallRestriction', 'methods is empty', (chart) => calling(chart, microservice(chart, 'product'), { methods: [] })],
  ['CallPath', '/v[0-9]', (chart) => calling(chart, microservice(chart, 'product'), { paths: [Path.matches('/v[0-9]')] })],
  ['CallPath', '/a*', (chart) => calling(chart, microservice(chart, 'product'), { paths: [Path.exactly('/a*')] })],
];

test.each(refused)('%s tells of `%s` and of the caller', (errorName, told, declare) => {
  const error = refusal((chart) => void declare(chart));
  expect(error).toMatchObject({ errorName, details: { construct: 'shop/user' } });
  expect(error.fact).toContain(told);
});
