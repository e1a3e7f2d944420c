import type { KubernetesObject } from '../../istio/objects';
import { meshOf, object } from '../objects.test.helper';
import { byCreation } from '../order';
import { Visibility } from '../visibility';

const routes = (name: string, spec: object = {}) =>
  object('VirtualService', name, { spec: { hosts: ['web'], gateways: ['edge/gw'], ...spec } });
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);

test('names in a VirtualService are those of its namespace', () => {
  const { virtualServices } = meshOf([
    routes('shop/v', {
      hosts: ['web', 'api.example.com', '*'],
      gateways: ['own', 'edge/gw', './dot', 'mesh', 'old.edge'],
      http: [
        {
          match: [{ gateways: ['own'] }, { uri: { exact: '/' } }],
          route: [{ destination: { host: 'web', subset: 'v1' }, weight: 1 }, {}],
          mirror: { host: 'copy' },
          mirrors: [{ destination: { host: 'copy' } }, {}],
        },
        { delegate: { name: 'd' } },
      ],
      tls: [{ match: [{ sniHosts: ['a'], gateways: ['own'] }], route: [{ destination: { host: 'web' } }] }, {}],
      tcp: [{ match: [{ port: 1, gateways: ['mesh'] }], route: [{ destination: { host: 'web.other' } }] }],
    }),
    routes('shop/d', { hosts: undefined, gateways: undefined, http: [{ name: 'of d' }, { name: 'more of d' }] }),
  ]);
  const read = virtualServices.get('shop/v');
  const full = (host: string) => `${host}.shop.svc.cluster.local`;
  expect(read?.hosts).toEqual([full('web'), 'api.example.com', '*']);
  expect(read?.gateways).toEqual(['shop/own', 'edge/gw', 'shop/dot', 'mesh', 'edge/old']);
  expect(read?.writtenHttp.map(({ spec }) => spec)).toEqual([
    {
      match: [{ gateways: ['shop/own'] }, { uri: { exact: '/' } }],
      route: [{ destination: { host: full('web'), subset: 'v1' }, weight: 1 }, { destination: undefined }],
      mirror: { host: full('copy') },
      mirrors: [{ destination: { host: full('copy') } }, { destination: undefined }],
    },
    { match: undefined, route: undefined, mirror: undefined, mirrors: undefined, delegate: { name: 'd' } },
  ]);
  expect(read?.http.map(({ spec, index }) => [spec.name, index])).toEqual([
    [undefined, 0],
    ['of d', 1],
    ['more of d', 2],
  ]);
  expect(read?.writtenHttp[0]?.matchPlaces.map(({ path }) => path.join('.'))).toEqual(['spec.http.0.match.0', 'spec.http.0.match.1']);
  expect(read?.http[1]?.place.manifest.object.metadata.name).toBe('d');
  expect(read?.tls).toEqual([
    { match: [{ sniHosts: ['a'], gateways: ['shop/own'] }], route: [{ destination: { host: full('web') } }] },
    { match: [], route: [] },
  ]);
  expect(read?.tcp).toEqual([{ match: [{ port: 1, gateways: ['mesh'] }], route: [{ destination: { host: 'web.other' } }] }]);
  expect([read?.titleOf(), read?.isConverted, read?.readsPrefixesBySteps]).toEqual(['shop/v', false, false]);
  const delegate = virtualServices.get('shop/d');
  expect([delegate?.hosts, delegate?.gateways, names(virtualServices.roots), names(virtualServices.all)]).toEqual([
    [],
    ['mesh'],
    ['shop/v'],
    ['shop/d', 'shop/v'],
  ]);
  expect(delegate?.http.map(({ spec }) => spec.name)).toEqual(['of d', 'more of d']);
  expect(virtualServices.get('shop/none')).toBeUndefined();
});

test('those bound to a gateway, in the order in which their routes are put together', () => {
  const { virtualServices } = meshOf([
    routes('shop/public-b'),
    routes('a/public-a', { exportTo: ['*'] }),
    routes('shop/by-name', { exportTo: ['edge'] }),
    routes('edge/own', { exportTo: ['.'] }),
    routes('edge/a-own-by-name', { exportTo: ['edge', 'x'] }),
    routes('shop/hidden', { exportTo: ['~'] }),
    routes('shop/elsewhere', { exportTo: ['x'] }),
    routes('shop/mesh', { gateways: undefined }),
    routes('shop/delegate', { hosts: [] }),
  ]);
  const bound = ['edge/a-own-by-name', 'shop/by-name', 'shop/elsewhere', 'shop/hidden', 'edge/own', 'a/public-a', 'shop/public-b'];
  expect(names(virtualServices.boundTo('edge/gw'))).toEqual(bound);
  expect(names(virtualServices.visibleTo('edge', 'edge/gw'))).toEqual([
    'edge/a-own-by-name',
    'edge/own',
    'shop/by-name',
    'a/public-a',
    'shop/public-b',
  ]);
  expect(names(virtualServices.visibleTo('x', 'edge/gw'))).toEqual(['edge/a-own-by-name', 'shop/elsewhere', 'a/public-a', 'shop/public-b']);
  expect(names(virtualServices.visibleTo('shop', 'mesh'))).toEqual(['shop/mesh']);
  expect(virtualServices.boundTo('none')).toEqual([]);
});

// [exportTo, what the mesh configuration says, [public, hidden, seen by its own namespace, by `other`]]
test.each<[readonly string[] | undefined, readonly string[], readonly boolean[]]>([
  [undefined, [], [true, false, true, true]],
  [[], [], [true, false, true, true]],
  [['*'], ['.'], [true, false, true, true]],
  [['.'], [], [false, false, true, false]],
  [['other'], [], [false, false, false, true]],
  [['~'], [], [false, true, false, false]],
  [['~', 'other'], [], [false, true, false, false]],
  [['~', '*'], [], [true, false, true, true]],
  [undefined, ['.'], [false, false, true, false]],
  [[], ['.'], [false, false, true, false]],
  [undefined, ['~'], [false, true, false, false]],
  [['.'], ['*'], [false, false, true, false]],
])('exported to %j where the default is %j', (exportTo, byDefault, expected) => {
  const visibility = new Visibility(exportTo, 'shop', byDefault);
  expect([visibility.isPublic, visibility.isHidden, visibility.includes('shop'), visibility.includes('other')]).toEqual(expected);
});

test('istiod visits objects by age, then by name, then by namespace', () => {
  const made = (name: string, creationTimestamp?: unknown) => ({
    ...object('Pod', name),
    metadata: { ...object('Pod', name).metadata, creationTimestamp },
  });
  const all = [
    made('b/a', '2026-01-02T00:00:00Z'),
    made('a/b', '2026-01-01T00:00:00Z'),
    made('b/b'),
    made('a/b', 'no time'),
    made('c/a', 5),
    made('c/c', '2026-01-01T00:00:00Z'),
  ] as KubernetesObject[];
  expect([...all].sort(byCreation).map((each) => all.indexOf(each))).toEqual([4, 3, 2, 1, 5, 0]);
  expect(byCreation(all[2] as KubernetesObject, all[2] as KubernetesObject)).toBe(0);
});
