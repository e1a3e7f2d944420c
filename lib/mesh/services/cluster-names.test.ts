import { meshOf, object } from '../objects.test.helper';

const ports = [{ name: 'tcp', port: 5432 }];
const stateful = (name: string, spec: object = {}) =>
  object('StatefulSet', name, {
    apiVersion: 'apps/v1',
    spec: { serviceName: 'db', replicas: 2, ...spec, template: { metadata: { labels: { app: 'db' } }, spec: { containers: [] } } },
  });
const mesh = meshOf([
  object('Service', 'shop/db', { spec: { clusterIP: 'None', selector: { app: 'db' }, ports } }),
  object('Service', 'shop/lone', { spec: { clusterIP: 'None', ports } }),
  object('Service', 'shop/web', { spec: { clusterIP: '10.0.0.1', selector: { app: 'db' }, ports } }),
  stateful('shop/pg'),
  stateful('shop/late', { ordinals: { start: 5 } }),
  stateful('shop/else', { serviceName: 'other' }),
  object('Pod', 'shop/plain', { labels: { app: 'db' }, spec: { subdomain: 'db' } }),
  object('Pod', 'shop/renamed', { labels: { app: 'db' }, spec: { subdomain: 'db', hostname: 'given' } }),
  object('Pod', 'shop/unnamed', { labels: { app: 'db' } }),
  object('Deployment', 'shop/dep', { spec: { template: { metadata: { labels: { app: 'db' } }, spec: { containers: [] } } } }),
]);

test.each([
  ['pg-0.db', 'db'],
  ['PG-1.DB.shop.svc.cluster.local', 'db'],
  ['pg-2.db', undefined],
  ['pg-01.db', undefined],
  ['pg-.db', undefined],
  ['pg-x.db', undefined],
  ['pgx0.db', undefined],
  ['late-4.db', undefined],
  ['late-5.db', 'db'],
  ['late-6.db', 'db'],
  ['late-7.db', undefined],
  ['else-0.db', undefined],
  ['plain.db', 'db'],
  ['given.db', 'db'],
  ['renamed.db', undefined],
  ['unnamed.db', undefined],
  ['dep-0.db', undefined],
  ['pg-0.web', undefined],
  ['pg-0.lone', undefined],
  ['pg-0', undefined],
  ['.db', undefined],
  ['10.0.0.1', 'web'],
  ['10.0.0.2', undefined],
])('`%s` means the Service %s', (name, service) => {
  expect(mesh.clusterNames.service(name, 'shop')?.name).toBe(service);
});
