import type { ApiClient } from '../api/client';
import { environment, expand, fieldOf, resourceOf } from './environment';
import type { Container, Pod } from './pod-spec';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'user-1', namespace: 'retail', uid: 'u', labels: { app: 'user', 'a.b/c': 'x"y' }, annotations: {} },
  spec: { nodeName: 'bench', serviceAccountName: 'user', containers: [] },
};
const place = { podIP: '10.0.0.2', hostIP: '10.0.0.1' };

/** An API server that holds one ConfigMap and one Secret. */
const api = {
  get: async ({ kind, name }: { kind: string; name: string }) => {
    if (name !== 'there') throw new Error(`no ${kind} ${name}`);
    return { data: { key: kind === 'Secret' ? Buffer.from('secret').toString('base64') : 'plain' } };
  },
  find: async () => undefined,
} as unknown as ApiClient;

const envOf = (...env: NonNullable<Container['env']>) => environment(pod, { name: 'app', image: 'i', env }, place, api);

test.each([
  ['$(A)-$(B)', '1-2'],
  ['$(NONE)', '$(NONE)'],
  ['$$(A)', '$(A)'],
  ['$A {A} $', '$A {A} $'],
])('%s becomes %s', (text, expected) => expect(expand(text, { A: '1', B: '2' })).toBe(expected));

test.each([
  ['metadata.name', 'user-1'],
  ["metadata.labels['app']", 'user'],
  ["metadata.annotations['none']", ''],
  ['metadata.labels', 'app="user"\na.b/c="x\\"y"'],
  ['status.podIP', '10.0.0.2'],
  ['status.hostIP', '10.0.0.1'],
  ['spec.nodeName', 'bench'],
])('fieldRef %s', (path, value) => expect(fieldOf(pod, path, place)).toBe(value));

test.each([
  [{ resource: 'limits.cpu' }, '1'],
  [{ resource: 'limits.cpu', divisor: '1m' }, '250'],
  [{ resource: 'limits.memory', divisor: '1Mi' }, '64'],
  [{ resource: 'limits.memory', divisor: '0' }, '67108864'],
  [{ resource: 'requests.cpu' }, '2'],
])('resourceFieldRef %j is %s', (field, value) =>
  expect(resourceOf({ resources: { limits: { cpu: '250m', memory: '64Mi' } } }, field)).toBe(value),
);

test('values are taken in order, and may name earlier ones', async () => {
  const env = await envOf(
    { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'URL', value: 'http://$(IP):$(PORT)' },
    { name: 'PORT', value: '1' },
  );
  expect(env).toEqual({ IP: '10.0.0.2', URL: 'http://10.0.0.2:$(PORT)', PORT: '1' });
});

test('keys of ConfigMaps and Secrets', async () => {
  const ref = { name: 'there', key: 'key' };
  expect(await envOf({ name: 'C', valueFrom: { configMapKeyRef: ref } }, { name: 'S', valueFrom: { secretKeyRef: ref } })).toEqual({
    C: 'plain',
    S: 'secret',
  });
  expect(await envOf({ name: 'C', valueFrom: { configMapKeyRef: { name: 'gone', key: 'k', optional: true } } })).toEqual({});
  await expect(envOf({ name: 'C', valueFrom: { configMapKeyRef: { name: 'gone', key: 'k' } } })).rejects.toThrow('no ConfigMap gone');
  await expect(envOf({ name: 'C', valueFrom: { configMapKeyRef: { name: 'there', key: 'other' } } })).rejects.toThrow(
    'ConfigMap retail/there has no key `other`',
  );
});
