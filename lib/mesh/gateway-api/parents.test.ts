import type { KubernetesObject } from '../../istio/objects';
import { meshOf } from '../objects.test.helper';
import { cert, entry, from, gateway, http, of, route, secret, service, tls, to, translated } from './translated.test.helper';

describe('where routes are attached', () => {
  const all = [{ backendRefs: [to('a')] }];
  const named = (listener: object) => gateway([http, { ...http, name: 'other', port: 81, ...listener }]);
  test.each<[string, readonly KubernetesObject[]]>([
    ['every listener', [named({}), route(all)]],
    ['one by name', [named({}), route(all, { parentRefs: [{ name: 'g', sectionName: 'other' }] })]],
    ['one by port', [named({}), route(all, { parentRefs: [{ name: 'g', port: 81 }] })]],
    ['none by name', [named({}), route(all, { parentRefs: [{ name: 'g', sectionName: 'none' }] })]],
    ['none by port', [named({}), route(all, { parentRefs: [{ name: 'g', port: 82 }] })]],
    ['a Gateway that is not there', [route(all, { parentRefs: [{ name: 'none' }] })]],
    [
      'a Gateway elsewhere that does not allow it',
      [gateway([http], {}, 'far/g'), route(all, { parentRefs: [{ name: 'g', namespace: 'far' }] })],
    ],
    [
      'a Gateway elsewhere that allows it',
      [gateway([{ ...http, ...from({ from: 'All' }) }], {}, 'far/g'), route(all, { parentRefs: [{ name: 'g', namespace: 'far' }] })],
    ],
    ['a listener of another kind', [gateway([{ name: 'tcp', port: 9000, protocol: 'TCP' }]), route(all)]],
    [
      'hosts in common',
      [gateway([{ ...http, hostname: '*.example.com' }]), route(all, { hostnames: ['a.example.com', 'b.example.org', '*.a.example.com'] })],
    ],
    ['no host in common', [gateway([{ ...http, hostname: 'a.example.com' }]), route(all, { hostnames: ['b.example.com'] })]],
    [
      'the narrower listener of a host',
      [
        gateway([http, { ...http, name: 'narrow', hostname: '*.example.com' }, { ...http, name: 'exact', hostname: 'a.example.com' }]),
        route(all, { hostnames: ['a.example.com', 'b.example.com', 'c.example.org'] }),
      ],
    ],
    [
      'the narrower listener of another port',
      [gateway([http, { ...http, name: 'narrow', port: 81, hostname: '*.example.com' }]), route(all, { hostnames: ['a.example.com'] })],
    ],
    ['a listener with a fault', [gateway([tls(cert)]), route(all)]],
    ['a Service', [route(all, { parentRefs: [{ group: '', kind: 'Service', name: 'a' }] })]],
    [
      'a port of a Service',
      [route([{ matches: [{ path: { value: '/x' } }], ...all[0] }], { parentRefs: [{ group: '', kind: 'Service', name: 'a', port: 80 }] })],
    ],
    ['a Service elsewhere', [route(all, { parentRefs: [{ group: '', kind: 'Service', name: 'c', namespace: 'far' }] })]],
    ['a Service that is not there', [route(all, { parentRefs: [{ group: '', kind: 'Service', name: 'none' }] })]],
    [
      'a ServiceEntry',
      [
        entry('shop/e', ['x.example.com', 'y.example.com']),
        route(all, { parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'e' }] }),
      ],
    ],
    [
      'a ServiceEntry that is not there',
      [route(all, { parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'none' }] })],
    ],
    [
      'another kind',
      [
        route(all, {
          parentRefs: [
            { group: 'x', kind: 'Y', name: 'a' },
            { group: '', kind: 'Gateway', name: 'g' },
          ],
        }),
      ],
    ],
    [
      'two parents',
      [gateway([http]), gateway([{ ...http, port: 81 }], {}, 'shop/f'), route(all, { parentRefs: [{ name: 'g' }, { name: 'f' }] })],
    ],
    [
      'a ListenerSet',
      [
        gateway([http], { allowedListeners: { namespaces: { from: 'Same' } } }),
        of('ListenerSet', 'shop/s', { parentRef: { name: 'g' }, listeners: [{ ...http, name: 'x', port: 81 }] }),
        route(all, { parentRefs: [{ kind: 'ListenerSet', name: 's' }] }),
      ],
    ],
    [
      'connections',
      [
        gateway([{ name: 'tcp', port: 9000, protocol: 'TCP' }]),
        route([{ backendRefs: [to('a', { weight: 1 }), to('b', { weight: 3 })] }], {}, 'shop/r', 'TCPRoute'),
      ],
    ],
    [
      'connections of a Service',
      [
        route(
          [{ backendRefs: [to('b')] }],
          {
            parentRefs: [
              { group: '', kind: 'Service', name: 'a' },
              { group: '', kind: 'Service', name: 'b', port: 80 },
            ],
          },
          'shop/r',
          'TCPRoute',
        ),
      ],
    ],
    [
      'server names',
      [
        gateway([{ ...tls({ mode: 'Passthrough' }, 'TLS'), hostname: '*.example.com' }]),
        route([{ backendRefs: [to('a')] }], { hostnames: ['a.example.com', 'x.org'] }, 'shop/r', 'TLSRoute'),
      ],
    ],
    [
      'server names of a Service',
      [
        route(
          [{ backendRefs: [to('b')] }],
          { hostnames: ['a.shop.svc.cluster.local', 'x.org'], parentRefs: [{ group: '', kind: 'Service', name: 'a', port: 443 }] },
          'shop/r',
          'TLSRoute',
        ),
      ],
    ],
    [
      'one server name of a Service',
      [
        route(
          [{ backendRefs: [to('b')] }],
          { hostnames: ['x.org'], parentRefs: [{ group: '', kind: 'Service', name: 'a' }] },
          'shop/r',
          'TLSRoute',
        ),
      ],
    ],
    [
      'connections of TLS that ends',
      [
        secret('shop/cert'),
        gateway([{ ...tls({ ...cert, mode: 'Terminate' }, 'TLS') }]),
        route([{ backendRefs: [to('a')] }], {}, 'shop/r', 'TCPRoute'),
      ],
    ],
    [
      'connections without backends',
      [
        gateway([{ name: 'tcp', port: 9000, protocol: 'TCP' }]),
        route([{ backendRefs: [to('a', { weight: 0 })] }], {}, 'shop/r', 'TCPRoute'),
      ],
    ],
  ])('%s', (_, objects) => {
    expect(translated(objects)).toMatchSnapshot();
  });

  test('how many routes a listener has', () => {
    const { gatewayApi } = meshOf([
      service('shop/a'),
      named({}),
      route(all),
      route(all, { parentRefs: [{ name: 'g', sectionName: 'http' }, { name: 'g' }] }, 'shop/s'),
    ]);
    expect(
      gatewayApi.listeners.map((listener) => [listener.name, gatewayApi.routesAt(listener).map(({ object: each }) => each.metadata.name)]),
    ).toEqual([
      ['http', ['r', 's']],
      ['other', ['r', 's']],
    ]);
  });
});
