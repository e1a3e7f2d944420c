import * as crypto from 'node:crypto';
import { request } from '../../../engine';
import { meshOf, object } from '../../../mesh/objects.test.helper';
import { IngressRouter } from '../../../route/gateway/ingress-router';
import { certificateOf } from '../certificates.test.helper';
import { keyWords } from '../key-words';

jest.mock('node:crypto', () => ({ ...jest.requireActual('node:crypto'), ...jest.requireActual('./crypto') }));

const closed = { status: 'error', reason: expect.stringMatching(/^connection refused/) };

test.each([
  ['opens a listener whose key is that of its certificate', keyWords.ofCertificate, { status: 404 }],
  ['opens none whose key is that of another', keyWords.ofAnother, closed],
  ['opens none without a key that can be read', keyWords.none, closed],
])('a page %s', (_, key, expected) => {
  const listeners = [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } }];
  const { publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const mesh = meshOf([
    object('Namespace', 'shop'),
    object('Secret', 'shop/cert', { type: 'kubernetes.io/tls', stringData: { 'tls.crt': certificateOf(publicKey), 'tls.key': key } }),
    object('Gateway', 'shop/g', { apiVersion: 'gateway.networking.k8s.io/v1', spec: { gatewayClassName: 'istio', listeners } }),
  ]);
  expect(new IngressRouter(mesh).route(request('https://shop.example.com/'))).toMatchObject({ ...expected, undecided: [] });
});
