import { Mesh } from '../mesh/mesh';
import './index';

const labels = (app: string) => ({ app });
const deployment = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    selector: { matchLabels: labels(name) },
    template: { metadata: { labels: labels(name) }, spec: { serviceAccountName: name, containers: [{ name: 'c', image: 'x:1' }] } },
  },
});
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: labels('web'), ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};
const security = 'security.istio.io/v1';
const mesh = Mesh.of([
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
  deployment('web'),
  deployment('api'),
  deployment('cron'),
  service,
  {
    apiVersion: security,
    kind: 'AuthorizationPolicy',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      rules: [
        { from: [{ source: { serviceAccounts: ['api'] } }], to: [{ operation: { methods: ['GET'], paths: ['/v1/*'] } }] },
        { from: [{ source: { serviceAccounts: ['cron'], requestPrincipals: ['*'] } }] },
      ],
    },
  },
  {
    apiVersion: security,
    kind: 'RequestAuthentication',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { jwtRules: [{ issuer: 'https://i', jwksUri: 'https://i/k' }] },
  },
]);

test('toAllow, toDeny and toRequireToken', () => {
  expect(mesh).toAllow({ from: 'shop/api', to: 'shop/web', method: 'GET', path: '/v1/items' });
  expect(mesh).not.toAllow({ from: 'shop/api', to: 'shop/web' });
  expect(mesh).toDeny({ from: 'shop/api', to: 'shop/web:80', method: 'POST' });
  expect(mesh).not.toDeny({ from: 'shop/api', to: 'shop/web' });
  expect(mesh).toDeny({ from: 'plain text', to: 'shop/web' });
  expect(mesh).toRequireToken({ from: 'shop/cron', to: 'shop/web' });
  expect(mesh).not.toRequireToken({ from: 'shop/api', to: 'shop/web' });
});

test('a failing one says who decides', () => {
  const call = { from: 'shop/api', to: 'shop/web', method: 'POST' };
  expect(() => expect(mesh).toAllow(call)).toThrow('Deployment shop/web:80 denied: no rule of AuthorizationPolicy shop/web allows it');
});

test('names that nothing has', () => {
  expect(() => expect(mesh).toAllow({ from: 'shop/apy', to: 'shop/web' })).toThrow('did you mean `shop/api`?');
  expect(() => expect(mesh).toAllow({ from: 'shop/api', to: 'shop/wep' })).toThrow('did you mean `shop/web`?');
});
