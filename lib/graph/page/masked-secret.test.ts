import * as crypto from 'node:crypto';
import { meshOf, object } from '../../mesh/objects.test.helper';
import { certificateOf } from './certificates.test.helper';
import { keyWords } from './key-words';
import { maskedSecret } from './masked-secret';

const pairs = {
  rsa: crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }),
  curve: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  edwards: crypto.generateKeyPairSync('ed25519'),
};
type Name = keyof typeof pairs;
type Form = 'pkcs1' | 'pkcs8' | 'sec1';
const keyText = (name: Name, type: Form = 'pkcs8') => String(pairs[name].privateKey.export({ type: type as 'pkcs8', format: 'pem' }));
const certificate = (name: Name) => certificateOf(pairs[name].publicKey);
const base64 = (text: string) => Buffer.from(text).toString('base64');

function masked(fields: Parameters<typeof object>[2]) {
  const [secret] = meshOf([object('Secret', 'shop/cert', fields)]).manifests;
  if (!secret) throw new Error('no Secret');
  return maskedSecret(secret) as ReturnType<typeof maskedSecret> & { readonly data?: object; readonly stringData?: Record<string, string> };
}

test.each<[string, string, string, string]>([
  ['of RSA', certificate('rsa'), keyText('rsa', 'pkcs1'), keyWords.ofCertificate],
  ['of a curve', certificate('curve'), keyText('curve', 'sec1'), keyWords.ofCertificate],
  ['of Ed25519', certificate('edwards'), keyText('edwards'), keyWords.ofCertificate],
  ['of another certificate', certificate('rsa'), keyText('edwards'), keyWords.ofAnother],
  ['beside no certificate', 'no certificate', keyText('rsa'), keyWords.ofAnother],
  ['that is a public one', certificate('rsa'), String(pairs.rsa.publicKey.export({ type: 'spki', format: 'pem' })), keyWords.none],
  ['that is none', certificate('rsa'), 'no key', keyWords.none],
  ['that is empty', certificate('rsa'), '', ''],
])('of a key %s, it is said whose it is', (_, pem, key, expected) => {
  for (const [name, keyName] of [
    ['tls.crt', 'tls.key'],
    ['cert', 'key'],
  ] as const) {
    expect(masked({ stringData: { [name]: pem, [keyName]: key } }).stringData?.[keyName]).toBe(expected);
    expect(masked({ data: { [name]: base64(pem), [keyName]: base64(key) } }).stringData?.[keyName]).toBe(expected);
  }
});

test('certificates are shown, and what stands beside them is not', () => {
  const all = { 'tls.crt': certificate('rsa') + keyText('rsa'), 'ca.crt': 'whatever', password: 'secret', empty: '' };
  const { stringData = {}, data } = masked({ data: Object.fromEntries(Object.entries(all).map(([name, text]) => [name, base64(text)])) });
  expect(data).toBeUndefined();
  expect(stringData).toEqual({ 'tls.crt': expect.any(String), 'ca.crt': '(not shown)', password: '(not shown)', empty: '' });
  expect(new crypto.X509Certificate(stringData['tls.crt'] ?? '').publicKey.equals(pairs.rsa.publicKey)).toBe(true);
  expect(JSON.stringify(stringData)).not.toContain('PRIVATE');
});

test('what kubectl keeps of the Secret in an annotation goes, other annotations stay', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{}}', owner: 'shop' };
  expect(masked({ annotations, stringData: { password: 'secret' } }).metadata.annotations).toEqual({ owner: 'shop' });
});

test('a Secret that somebody fills in later stays as it is', () => {
  expect(masked({ type: 'kubernetes.io/tls' })).toEqual(object('Secret', 'shop/cert', { type: 'kubernetes.io/tls' }));
});
