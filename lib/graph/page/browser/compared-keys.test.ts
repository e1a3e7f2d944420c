import * as crypto from 'node:crypto';
import { request } from '../../../engine';
import { meshOf, object } from '../../../mesh/objects.test.helper';
import { IngressRouter } from '../../../route/gateway/ingress-router';
import { certificateOf } from './certificates.test.helper';

jest.mock('node:crypto', () => ({ ...jest.requireActual('node:crypto'), ...jest.requireActual('./crypto') }));

const [curve, other] = [0, 1].map(() => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const edwards = crypto.generateKeyPairSync('ed25519');

function answer(certificate: crypto.KeyObject | undefined, key: crypto.KeyObject | undefined) {
  if (!certificate || !key) throw new Error('no key');
  const api = 'gateway.networking.k8s.io/v1';
  const tls = { certificateRefs: [{ name: 'cert' }] };
  const listeners = [{ name: 'https', port: 443, protocol: 'HTTPS', tls }];
  const stringData = { 'tls.crt': certificateOf(certificate), 'tls.key': key.export({ type: 'pkcs8', format: 'pem' }).toString() };
  const mesh = meshOf([
    object('Namespace', 'shop'),
    object('Secret', 'shop/cert', { type: 'kubernetes.io/tls', stringData }),
    object('Gateway', 'shop/g', { apiVersion: api, spec: { gatewayClassName: 'istio', listeners } }),
  ]);
  const { status, reason, undecided } = new IngressRouter(mesh).route(request('https://shop.example.com/'));
  return { status, reason, undecided };
}

const answers = { status: 404, reason: expect.anything(), undecided: [] };

test('a page opens a listener whose key is that of its certificate', () => {
  expect(answer(curve?.publicKey, curve?.privateKey)).toEqual(answers);
});

test('a page opens none whose key is that of another certificate', () => {
  const closed = { status: 'error', reason: expect.stringMatching(/^connection refused/), undecided: [] };
  expect(answer(curve?.publicKey, other?.privateKey)).toEqual(closed);
  expect(answer(curve?.publicKey, edwards.privateKey)).toEqual(closed);
});

test('a page says of a key that it does not compare that the answer is not certain', () => {
  const undecided = ['whether the key of Secret shop/cert is that of its certificate'];
  expect(answer(edwards.publicKey, edwards.privateKey)).toEqual({ ...answers, undecided });
});
