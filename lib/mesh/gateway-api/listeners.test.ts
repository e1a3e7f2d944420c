import type { KubernetesObject } from '../../istio/objects';
import { meshOf } from '../objects.test.helper';
import { cert, from, gateway, http, namespace, of, route, secret, service, tls, to, translated } from './translated.test.helper';

describe('listeners', () => {
  test.each<[string, readonly KubernetesObject[]]>([
    [
      'of every protocol',
      [
        secret('shop/cert'),
        gateway([
          http,
          { ...tls(cert), hostname: 'a.example.com' },
          { ...tls({ mode: 'Passthrough' }, 'TLS'), name: 'pass', port: 8443 },
          { name: 'tcp', port: 9000, protocol: 'TCP' },
          { name: 'udp', port: 53, protocol: 'UDP' },
          { name: 'lower', port: 81, protocol: 'http' },
          { name: 'odd', port: 82, protocol: 'example.com/own' },
        ]),
      ],
    ],
    [
      'that need TLS and have none',
      [
        gateway([
          { name: 'a', port: 443, protocol: 'HTTPS' },
          { name: 'b', port: 444, protocol: 'TLS' },
        ]),
      ],
    ],
    [
      'of a ListenerSet that need TLS',
      [
        gateway([http], { allowedListeners: { namespaces: { from: 'All' } } }),
        of('ListenerSet', 'shop/s', { parentRef: { name: 'g' }, listeners: [{ name: 'a', port: 443, protocol: 'HTTPS' }] }),
      ],
    ],
    [
      'that conflict',
      [
        gateway([
          http,
          { ...http, name: 'same' },
          { ...http, name: 'host', hostname: 'a.example.com' },
          { name: 'tcp', port: 80, protocol: 'TCP' },
          { name: 'tcp1', port: 9000, protocol: 'TCP' },
          { name: 'udp', port: 9000, protocol: 'UDP' },
          { name: 'http9', port: 9000, protocol: 'HTTP' },
          { name: 'own1', port: 7000, protocol: 'example.com/own' },
          { name: 'own2', port: 7000, protocol: 'example.com/own' },
          { name: 'own3', port: 7000, protocol: 'example.com/other' },
        ]),
      ],
    ],
    ['for all namespaces', [gateway([{ ...http, ...from({ from: 'All' }) }])]],
    ['for its own', [gateway([{ ...http, ...from({ from: 'Same' }) }])]],
    [
      'for some',
      [
        namespace('x', { a: 'b' }),
        namespace('w', { a: 'b' }),
        namespace('y', { a: 'c' }),
        gateway([{ ...http, hostname: '*.example.com', ...from({ from: 'Selector', selector: { matchLabels: { a: 'b' } } }) }]),
      ],
    ],
    [
      'for some by name',
      [
        namespace('x', {}),
        gateway([{ ...http, ...from({ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'x' } } }) }]),
      ],
    ],
    ['for none', [gateway([{ ...http, ...from({ from: 'Selector', selector: { matchLabels: { a: 'b' } } }) }])]],
    ['for a selector that is not there', [gateway([{ ...http, ...from({ from: 'Selector' }) }])]],
    [
      'for kinds',
      [
        gateway([
          { ...http, allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }, { kind: 'TCPRoute' }, { group: 'other', kind: 'HTTPRoute' }] } },
        ]),
        route([{ backendRefs: [to('a')] }]),
      ],
    ],
    [
      'with addresses',
      [
        gateway([http], {
          addresses: [{ type: 'Hostname', value: 'a' }, { type: 'Hostname', value: 'c.far.svc.cluster.local' }, { value: '10.0.0.1' }],
        }),
      ],
    ],
    [
      'with no address that Istio serves',
      [
        gateway([http], { addresses: [{ type: 'example.com/x', value: '1' }] }),
        of('ListenerSet', 'shop/s', { parentRef: { name: 'g' }, listeners: [http] }),
      ],
    ],
    [
      'of an older class',
      [
        of('GatewayClass', 'own', { controllerName: 'istio.io/gateway-controller' }),
        of('GatewayClass', 'foreign', { controllerName: 'x.example.com/y' }),
        of('Gateway', 'shop/own', { gatewayClassName: 'own', listeners: [http] }, {}),
        of('Gateway', 'shop/foreign', { gatewayClassName: 'foreign', listeners: [http] }),
        of('Gateway', 'shop/unknown', { gatewayClassName: 'unknown', listeners: [http] }),
      ],
    ],
    [
      'of a waypoint',
      [
        of('Gateway', 'shop/w', {
          gatewayClassName: 'istio-waypoint',
          listeners: [http, { name: 'mesh', port: 15008, protocol: 'HBONE' }, { name: 'port', port: 15009, protocol: 'HBONE' }],
        }),
        of('ListenerSet', 'shop/s', { parentRef: { name: 'w' }, listeners: [http] }),
      ],
    ],
    [
      'of an east-west gateway',
      [
        of('Gateway', 'shop/e', {
          gatewayClassName: 'istio-east-west',
          listeners: [
            http,
            { name: 'a', port: 15443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
            { name: 'b', port: 15008, protocol: 'HBONE', tls: { mode: 'Terminate' } },
          ],
        }),
      ],
    ],
  ])('%s', (_, objects) => {
    expect(translated(objects)).toMatchSnapshot();
  });

  // [from, is it allowed for a set of `shop`, of `far` with the label a: b]
  test.each<[object | undefined, boolean, boolean]>([
    [undefined, false, false],
    [{ from: 'None' }, false, false],
    [{ from: 'Same' }, true, false],
    [{ from: 'All' }, true, true],
    [{ from: 'Selector', selector: { matchLabels: { a: 'b' } } }, false, true],
    [{ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }, true, false],
  ])('a Gateway that allows ListenerSets %j', (namespaces, own, far) => {
    const set = (home: string) =>
      of('ListenerSet', `${home}/s`, { parentRef: { name: 'g', namespace: 'shop' }, listeners: [{ ...http, name: home, port: 81 }] });
    const open = (home: string) => {
      const { gatewayApi } = meshOf([
        service('shop/a'),
        namespace('far', { a: 'b' }),
        gateway([http], namespaces ? { allowedListeners: { namespaces } } : {}),
        set(home),
      ]);
      return gatewayApi.gateways.some(({ object: { metadata } }) => metadata.namespace === home && metadata.name.startsWith('s~'));
    };
    expect([open('shop'), open('far')]).toEqual([own, far]);
  });
});
