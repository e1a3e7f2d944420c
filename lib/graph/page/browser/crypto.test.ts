import * as crypto from 'node:crypto';
import { certificateOf, der, pem } from './certificates.test.helper';
import { createPrivateKey, X509Certificate } from './crypto';

const pairs = {
  rsa: crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'another rsa': crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'rsa of another exponent': crypto.generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent: 3 }),
  'rsa-pss': crypto.generateKeyPairSync('rsa-pss', { modulusLength: 1024 }),
  'P-256': crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'another P-256': crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': crypto.generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': crypto.generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  secp256k1: crypto.generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  ed25519: crypto.generateKeyPairSync('ed25519'),
  'another ed25519': crypto.generateKeyPairSync('ed25519'),
} as const;
type Name = keyof typeof pairs;
const names = Object.keys(pairs) as Name[];

/** A private key in each of the forms that it has. */
function textsOf(name: Name): readonly string[] {
  const { privateKey } = pairs[name];
  const own = privateKey.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  const types = ['rsa', 'ec'].includes(privateKey.asymmetricKeyType ?? '') ? (['pkcs8', own] as const) : (['pkcs8'] as const);
  return types.map((type) => privateKey.export({ type, format: 'pem' }).toString());
}

function answer(compare: () => boolean | undefined): boolean | 'undecided' | 'unreadable' {
  try {
    return compare() ?? 'undecided';
  } catch {
    return 'unreadable';
  }
}
const ofPage = (certificate: string, key: string) => answer(() => new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)));
const ofNode = (certificate: string, key: string) =>
  answer(() => new crypto.X509Certificate(certificate).checkPrivateKey(crypto.createPrivateKey(key)));

/** Of these a page has the private part alone, or does not know the curve. */
const notCompared = ['ed25519', 'secp256k1'];
const kindOf = (name: Name) => name.replace('another ', '');

test.each(names)('the certificate of %s has the keys that Node says, and no other', (name) => {
  const certificate = certificateOf(pairs[name].publicKey);
  for (const other of names) {
    const isUndecided = kindOf(name) === kindOf(other) && notCompared.includes(kindOf(name));
    for (const key of textsOf(other))
      expect([other, ofPage(certificate, key)]).toEqual([other, isUndecided ? 'undecided' : ofNode(certificate, key)]);
  }
});

const whole = pairs['P-256'].privateKey.export({ type: 'sec1', format: 'der' });
const [number, point] = [whole.subarray(7, 39), whole.subarray(-65)];
const identifier = (digits: string) => der(0x06, Buffer.from(digits, 'hex'));
const [p256, ellipticCurve] = [identifier('2a8648ce3d030107'), identifier('2a8648ce3d0201')];
const sec1 = (publicPart: Uint8Array | undefined, curve: Uint8Array = p256) =>
  der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x04, number),
    ...(curve.length > 0 ? [der(0xa0, curve)] : []),
    ...(publicPart ? [der(0xa1, der(0x03, Buffer.from([0]), publicPart))] : []),
  );
const compressed = Buffer.concat([Buffer.from([2 + ((point.at(-1) ?? 0) & 1)]), point.subarray(1, 33)]);
const noPoint = Buffer.concat([point.subarray(0, 64), Buffer.from([(point.at(-1) ?? 0) ^ 1])]);
const own = certificateOf(pairs['P-256'].publicKey);
const { privateKey: rsa } = pairs.rsa;
const [pkcs1, pkcs8] = (['pkcs1', 'pkcs8'] as const).map((type) => rsa.export({ type, format: 'der' }));
const pkcs8OfCurve = pairs['P-256'].privateKey.export({ type: 'pkcs8', format: 'der' });

// [what, certificate, key, what Node says, what a page says where that differs]
test.each<[string, string, string, boolean | string, (boolean | string)?]>([
  ['with its public part', own, pem('EC PRIVATE KEY', sec1(point)), true],
  ['of a curve without its public part', own, pem('EC PRIVATE KEY', sec1(undefined)), true, 'undecided'],
  ['of a curve with half of its public part', own, pem('EC PRIVATE KEY', sec1(compressed)), true, 'undecided'],
  ['of a curve, whose public part is on none', own, pem('EC PRIVATE KEY', sec1(noPoint)), 'unreadable'],
  ['of a curve that it does not name', own, pem('EC PRIVATE KEY', sec1(point, new Uint8Array())), 'unreadable'],
  [
    'of a certificate with half of its key',
    certificateOf(pairs['P-256'].publicKey, der(0x30, der(0x30, ellipticCurve, p256), der(0x03, Buffer.from([0]), compressed))),
    pem('EC PRIVATE KEY', sec1(point)),
    true,
    'undecided',
  ],
  ['behind another block', own, pem('CERTIFICATE', Buffer.from('a')) + pem('EC PRIVATE KEY', sec1(point)), true],
  ['behind one that cannot be read', own, pem('PRIVATE KEY', Buffer.from('a')) + pem('EC PRIVATE KEY', sec1(point)), true],
  ['before another', own, pem('EC PRIVATE KEY', sec1(point)) + pem('RSA PRIVATE KEY', pkcs1 ?? Buffer.of()), true],
  ['with bytes behind it', own, pem('EC PRIVATE KEY', Buffer.concat([sec1(point), Buffer.from('ab')])), true],
  ['encrypted', own, String(rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'a' })), 'unreadable'],
  ['encrypted as of old', own, String(rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'a' })), 'unreadable'],
  ['public', own, String(pairs.rsa.publicKey.export({ type: 'spki', format: 'pem' })), 'unreadable'],
  ['cut off', own, pem('RSA PRIVATE KEY', (pkcs1 ?? Buffer.of()).subarray(0, 300)), 'unreadable'],
  ['none', own, 'no key', 'unreadable'],
])('a key %s', (_, certificate, key, node, page = node) => {
  expect(ofNode(certificate, key)).toBe(node);
  expect(ofPage(certificate, key)).toBe(page);
});

test('a label allows the forms that Node allows', () => {
  const forms = [pkcs1, pkcs8, pkcs8OfCurve, sec1(point)].filter((form) => form !== undefined);
  const labels = ['', 'RSA ', 'EC ', 'DSA ', 'ENCRYPTED ', 'ANY ', 'OTHER '].map((kind) => `${kind}PRIVATE KEY`);
  for (const label of labels)
    for (const [index, form] of forms.entries())
      expect([label, index, ofPage(own, pem(label, form))]).toEqual([label, index, ofNode(own, pem(label, form))]);
});
