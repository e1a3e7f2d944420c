import { sourceOfObject } from '../manifest/manifest';
import { Objects } from './objects';
import { object } from './objects.test.helper';

const objects = new Objects(
  [
    object('Service', 'shop/web'),
    object('Deployment', 'shop/web'),
    object('StatefulSet', 'shop/db', { apiVersion: 'apps/v1' }),
    object('VirtualService', 'shop/web'),
    object('Gateway', 'shop/gw'),
    object('Gateway', 'shop/old', { apiVersion: 'networking.istio.io/v1' }),
  ].map((each) => ({ object: each, source: sourceOfObject() })),
);

test.each([
  ['', ['Service web']],
  ['apps', ['Deployment web', 'StatefulSet db']],
  ['networking.istio.io', ['VirtualService web', 'Gateway old']],
  ['gateway.networking.k8s.io', ['Gateway gw']],
  ['istio.io', []],
])('objects of the group `%s`', (group, names) => {
  expect(objects.ofGroup(group).map(({ object: { kind, metadata } }) => `${kind} ${metadata.name}`)).toEqual(names);
});

test('objects of kinds of which one satisfies a predicate', () => {
  const isOld = ({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name === 'old';
  expect(objects.ofKindsWith(isOld).map(({ object: { metadata } }) => metadata.name)).toEqual(['old']);
});
