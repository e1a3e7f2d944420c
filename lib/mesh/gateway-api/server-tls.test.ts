import type { KubernetesObject } from '../../istio/objects';
import { object } from '../objects.test.helper';
import { cert, gateway, grant, of, secret, tls, translated } from './translated.test.helper';

describe('TLS of listeners', () => {
  const key = (name: string, data: object = {}) => object('Secret', name, { type: 'kubernetes.io/tls', data });
  const refs = (...all: readonly object[]) => ({ certificateRefs: all });
  const validation = (more: object = {}) => ({
    tls: { frontend: { default: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }], ...more } } } },
  });
  const ca = (data: object, name = 'shop/ca') => object('ConfigMap', name, { data });

  const pem = [
    '-----BEGIN CERTIFICATE-----',
    'MIIBdTCCARugAwIBAgIUeLWRXxwv8QwifJ1OgFXgSPjIXIQwCgYIKoZIzj0EAwIw',
    'DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjgwMzQ3MTZaGA8yMTI2MTEwNDAzNDcx',
    'NlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEKQ',
    'srbsatjvT4LsD3hNT8VfHriiqAsu2RM6qH0nUD1jI5zkaPz6QfzUmI8cBKnnL/2G',
    'pJi1hkII9kplzQe+aKCjUzBRMB0GA1UdDgQWBBT9lo94xpfT7FZdWc7WJveFsWFo',
    '1zAfBgNVHSMEGDAWgBT9lo94xpfT7FZdWc7WJveFsWFo1zAPBgNVHRMBAf8EBTAD',
    'AQH/MAoGCCqGSM49BAMCA0gAMEUCIGzOyx6IReg2Ao/1pHLIXcVtgSPjID3vxWWn',
    'RBV2R1fmAiEA51GVt4lb8ptadMO6F9jeSRLo6xTwVXDd3aklBqzHZdY=',
    '-----END CERTIFICATE-----',
  ].join('\n');

  test.each<[string, readonly KubernetesObject[]]>([
    ['clients with a certificate of a CA', [secret('shop/cert'), ca({ 'ca.crt': pem }), gateway([tls(cert)], validation())]],
    ['one certificate', [secret('shop/cert'), gateway([tls(cert)])]],
    ['no certificate', [gateway([tls({})])]],
    ['two certificates', [secret('shop/cert'), secret('shop/two'), gateway([tls(refs({ name: 'cert' }, { name: 'two' }))])]],
    ['three certificates', [secret('shop/cert'), gateway([tls(refs({ name: 'cert' }, { name: 'cert' }, { name: 'cert' }))])]],
    ['the first missing', [secret('shop/cert'), gateway([tls(refs({ name: 'none' }, { name: 'cert' }))])]],
    ['the second missing', [secret('shop/cert'), gateway([tls(refs({ name: 'cert' }, { name: 'none' }))])]],
    ['all missing', [gateway([tls(refs({ name: 'none' }))])]],
    ['another kind', [gateway([tls(refs({ kind: 'ConfigMap', name: 'cert' }, { group: 'x', kind: 'Secret', name: 'cert' }))])]],
    ['a Secret without a certificate', [key('shop/cert'), gateway([tls(cert)])]],
    ['of another namespace, not granted', [secret('far/cert'), gateway([tls(refs({ name: 'cert', namespace: 'far' }))])]],
    [
      'of another namespace, granted',
      [secret('far/cert'), grant('Gateway', undefined, 'far', 'Secret'), gateway([tls(refs({ name: 'cert', namespace: 'far' }))])],
    ],
    [
      'of another namespace, another granted',
      [secret('far/cert'), grant('Gateway', 'other', 'far', 'Secret'), gateway([tls(refs({ name: 'cert', namespace: 'far' }))])],
    ],
    ...['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL', 'ISTIO_SIMPLE', 'other'].map((option): [string, readonly KubernetesObject[]] => [
      `the option ${option}`,
      [secret('shop/cert'), gateway([tls({ ...cert, options: { 'gateway.istio.io/tls-terminate-mode': option } })])],
    ]),
    [
      'passed on by server name',
      [gateway([tls({ mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } }, 'TLS')])],
    ],
    ['the port between networks, at a Gateway of none', [gateway([{ ...tls({ mode: 'Passthrough' }, 'TLS'), port: 15443 }])]],
    [
      'passed on between networks',
      [
        of(
          'Gateway',
          'shop/g',
          {
            gatewayClassName: 'istio',
            listeners: [
              { ...tls({ mode: 'Passthrough' }, 'TLS'), port: 15443 },
              { ...tls({ mode: 'Passthrough' }, 'TLS'), name: 'b' },
            ],
          },
          { labels: { 'topology.istio.io/network': 'n' } },
        ),
      ],
    ],
    [
      'passed on between networks at a port of its own',
      [
        of(
          'Gateway',
          'shop/g',
          { gatewayClassName: 'istio', listeners: [tls({ mode: 'Passthrough' }, 'TLS')] },
          { labels: { 'topology.istio.io/network': 'n', 'networking.istio.io/gatewayPort': '443' } },
        ),
      ],
    ],
    ['clients with a certificate', [secret('shop/cert'), ca({ 'ca.crt': 'no PEM' }), gateway([tls(cert)], validation())]],
    ['clients with a certificate, or without', [secret('shop/cert'), gateway([tls(cert)], validation({ mode: 'AllowInsecureFallback' }))]],
    [
      'clients of a port',
      [
        secret('shop/cert'),
        gateway([tls(cert), { ...tls(cert), name: 'other', port: 444 }], {
          tls: {
            frontend: {
              default: {},
              perPort: [{ port: 443, tls: { validation: { caCertificateRefs: [{ group: '', kind: 'Secret', name: 'cert' }] } } }],
            },
          },
        }),
      ],
    ],
    [
      'two CA certificates',
      [
        secret('shop/cert'),
        gateway(
          [tls(cert)],
          validation({
            caCertificateRefs: [
              { group: '', kind: 'Secret', name: 'cert' },
              { group: '', kind: 'Secret', name: 'cert' },
            ],
          }),
        ),
      ],
    ],
    [
      'a CA certificate that is missing',
      [secret('shop/cert'), gateway([tls(cert)], validation({ caCertificateRefs: [{ group: '', kind: 'Secret', name: 'none' }] }))],
    ],
    [
      'a CA certificate of another kind',
      [secret('shop/cert'), gateway([tls(cert)], validation({ caCertificateRefs: [{ group: 'x', kind: 'Secret', name: 'cert' }] }))],
    ],
    ['a CA certificate in an empty ConfigMap', [secret('shop/cert'), ca({ other: 'x' }), gateway([tls(cert)], validation())]],
  ])('%s', (_, objects) => {
    expect(translated(objects)).toMatchSnapshot();
  });

  test('what may be there is no fault', () => {
    const objects = [gateway([tls(cert)], validation())];
    expect(translated(objects, false)).toMatchSnapshot();
  });
});
