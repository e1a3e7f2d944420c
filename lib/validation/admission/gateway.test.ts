import type { KubernetesObject } from '../../istio/objects';
import { keepWords } from '../words.test.helper';
import { validateAdmission } from './validate';

function said(servers: unknown[], metadata: object = {}): string[] {
  const object: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'demo', ...metadata },
    spec: { selector: {}, servers },
  };
  return keepWords(validateAdmission(object)).map(({ code, path }) => `${code} ${path.slice(path[0] === 'spec' ? 1 : 0).join('.')}`);
}

const server = { hosts: ['a.com'], port: { number: 80, name: 'http', protocol: 'HTTP' } };
const port = (more: object) => ({ ...server, port: { ...server.port, ...more } });
const https = { number: 443, name: 'https', protocol: 'HTTPS' };
const tls = (settings: object) => ({ ...server, port: https, tls: settings });
const simple = { mode: 'SIMPLE', credentialName: 'a' };

describe('a server', () => {
  test.each<[string, object[], string[]]>([
    ['right', [server], []],
    ['none', [], ['IST0106 servers']],
    ['no host', [{ ...server, hosts: [] }], ['IST0106 servers.0.hosts']],
    ['no port', [{ hosts: ['a.com'] }], ['IST0106 servers.0.port']],
    ['a short name', [{ ...server, hosts: ['a'] }], ['IST0106 servers.0.hosts.0']],
    ['any host, a namespace, an address', [{ ...server, hosts: ['*', '*/*', './a.com', 'demo/*.a.com', '10.0.0.1'] }], []],
    [
      'half a host',
      [{ ...server, hosts: ['/a.com', 'demo/'] }],
      [
        'IST0106 servers.0.hosts.0',
        'IST0106 servers.0.hosts.0',
        'IST0106 servers.0.hosts.1',
        'IST0106 servers.0.hosts.1',
        'IST0106 servers.0.hosts.1',
      ],
    ],
    ['a wildcard inside a part', [{ ...server, hosts: ['*a.b.com'] }], ['IST0106 servers.0.hosts.0']],
    ['an unknown protocol', [port({ protocol: 'HTPP' })], ['IST0106 servers.0.port.protocol']],
    ['a protocol in any case', [port({ protocol: 'http' })], []],
    ['a port out of range', [port({ number: 0 })], ['IST0106 servers.0.port.number']],
    ['a target port', [port({ targetPort: 1 })], ['IST0106 servers.0.port.targetPort']],
    ['a port without name', [port({ name: '' })], ['IST0106 servers.0.port.name']],
    ['two ports of one name', [server, { ...server, hosts: ['b.com'] }], ['IST0106 servers.1.port.name']],
    ['a bind', [{ ...server, bind: 'localhost' }], ['IST0106 servers.0.bind']],
    ['a socket', [{ ...port({ number: 0 }), bind: 'unix:///a' }], []],
    ['a socket with a port', [{ ...server, bind: 'unix://a/' }], ['IST0106 servers.0.bind', 'IST0106 servers.0.port.number']],
  ])('%s', (_name, servers, expected) => {
    expect(said(servers)).toEqual(expected);
  });

  test('the name of a gateway has no dots, but for those that istiod makes', () => {
    expect(said([server], { name: 'a.b' })).toEqual(['IST0106 metadata.name']);
    expect(said([server], { name: 'a.b', annotations: { 'internal.istio.io/gateway-semantics': 'gateway' } })).toEqual([]);
  });
});

describe('TLS of a server', () => {
  test.each<[string, object, string[]]>([
    ['HTTPS without settings', { ...server, port: https }, ['IST0106 servers.0.tls']],
    ['HTTP that redirects', { ...server, tls: { httpsRedirect: true } }, []],
    ['HTTP with certificates', { ...server, tls: simple }, ['IST0106 servers.0.tls']],
    ['TCP with settings', { ...port({ protocol: 'TCP' }), tls: {} }, ['IST0106 servers.0.tls']],
    ['a redirect on HTTPS', tls({ ...simple, httpsRedirect: true }), ['IST0133 servers.0.tls.httpsRedirect']],
    ['by a Secret', tls(simple), []],
    ['without certificate', tls({ mode: 'SIMPLE' }), ['IST0106 servers.0.tls.serverCertificate', 'IST0106 servers.0.tls.privateKey']],
    [
      'mutual without client CA',
      tls({ mode: 'MUTUAL', serverCertificate: 'a', privateKey: 'b' }),
      ['IST0106 servers.0.tls.caCertificates'],
    ],
    ['of Istio itself with a certificate', tls({ mode: 'ISTIO_MUTUAL', privateKey: 'a' }), ['IST0106 servers.0.tls.privateKey']],
    ['passed through with a certificate', tls({ mode: 'PASSTHROUGH', caCertificates: 'a' }), ['IST0133 servers.0.tls']],
    ['from two sources', tls({ ...simple, credentialNames: ['b'] }), ['IST0106 servers.0.tls']],
    [
      'a list of revoked certificates',
      tls({ mode: 'SIMPLE', serverCertificate: 'a', privateKey: 'b', caCrl: 'c' }),
      ['IST0106 servers.0.tls.caCrl'],
    ],
    [
      'three certificates',
      tls({ mode: 'SIMPLE', tlsCertificates: [1, 2, 3].map(() => ({ serverCertificate: 'a', privateKey: 'b' })) }),
      ['IST0133 servers.0.tls.tlsCertificates'],
    ],
    ['an old version', tls({ ...simple, minProtocolVersion: 'TLSV1_0' }), ['IST0133 servers.0.tls.minProtocolVersion']],
    [
      'ciphers',
      tls({ ...simple, cipherSuites: ['NONE', 'AES128-SHA', 'AES128-SHA', '-ALL'] }),
      ['IST0133 servers.0.tls.cipherSuites', 'IST0133 servers.0.tls.cipherSuites'],
    ],
  ])('%s', (_name, each, expected) => {
    expect(said([each])).toEqual(expected);
  });
});
