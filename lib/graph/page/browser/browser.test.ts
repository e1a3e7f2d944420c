import * as crypto from 'node:crypto';
import * as net from 'node:net';
import fc from 'fast-check';
import { Buffer as OwnBuffer } from './buffer';
import { X509Certificate } from './crypto';
import * as own from './net';

const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.array(fc.constantFrom('1', 'ff', '::', ':', '.', '10', '256', '01', 'g', '%1'), { maxLength: 9 }).map((parts) => parts.join('')),
  fc.constantFrom('::', '::1', '1::', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::1.2.3', 'fe80::1%eth0', '', '1.2.3.4.5'),
);

test('isIP is that of Node', () => {
  fc.assert(
    fc.property(address, (text) => expect([text, own.isIP(text)]).toEqual([text, net.isIP(text)])),
    { numRuns: 2000 },
  );
});

test('ranges hold what those of Node hold', () => {
  const pair = fc.oneof(fc.tuple(fc.ipV4(), fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.ipV6(), fc.nat(128)));
  fc.assert(
    fc.property(pair, ([range, candidate, length]) => {
      const family = net.isIP(range) === 4 ? 'ipv4' : 'ipv6';
      const check = (list: {
        addSubnet(text: string, bits: number, of: 'ipv4' | 'ipv6'): void;
        check(text: string, of: 'ipv4' | 'ipv6'): boolean;
      }) => {
        list.addSubnet(range, length, family);
        return [list.check(candidate, family), list.check(range, family)];
      };
      expect(check(new own.BlockList())).toEqual(check(new net.BlockList()));
    }),
    { numRuns: 500 },
  );
});

test('bytes are those of Node', () => {
  const encoded = fc.tuple(
    fc.string({ unit: fc.constantFrom(...'AZaz09+/-_'), maxLength: 40 }),
    fc.constantFrom('base64', 'base64url', undefined),
  );
  const plain = fc.tuple(fc.string({ unit: 'grapheme' }), fc.constant(undefined));
  fc.assert(
    fc.property(fc.oneof(encoded, plain), ([text, encoding]) => {
      const [mine, theirs] = [OwnBuffer.from(text, encoding), Buffer.from(text, encoding as BufferEncoding)];
      expect([...mine]).toEqual([...theirs]);
      expect([mine.toString(), mine.toString('base64url'), OwnBuffer.byteLength(text)]).toEqual([
        theirs.toString(),
        theirs.toString('base64url'),
        Buffer.byteLength(text),
      ]);
    }),
  );
});

/** Of a key that is gone. */
const certificate = Buffer.from(
  [
    'MIIBcjCCARegAwIBAgIUYFCCC4iAqwilR1OFhd5F64A0zqcwCgYIKoZIzj0EAwIwDTELMAkGA1UEAwwCY2EwIBcNMjYxMTI3MDcw',
    'ODUwWhgPMjEyNjExMDMwNzA4NTBaMA0xCzAJBgNVBAMMAmNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5LUeDHK+HeKlmcyV',
    'gmkD3GqtKpEt0rVG1I2TfdhDI0dxVR0mHC0W9S+pZIBMeQkaRXp5c4dlVtZSIRtQUqYTw6NTMFEwHQYDVR0OBBYEFBTzV8q57atL',
    'EhxIOu5Fs2EXONMEMB8GA1UdIwQYMBaAFBTzV8q57atLEhxIOu5Fs2EXONMEMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID',
    'SQAwRgIhAPntKmfCue+deUjHo/9ESo1H4QF9ZaMBT8Pwa7WzR9EdAiEAxKpUqhjWnaf8usDwYqn97W6xK+Fx8D96hW4cr3tGCyc=',
  ].join(''),
  'base64',
);

function isRead(read: new (pem: string) => { readonly raw: Uint8Array }, pem: string): boolean {
  try {
    return new read(pem).raw.length > 0;
  } catch {
    return false;
  }
}

test('what is a certificate is one for Node', () => {
  const pemOf = (bytes: Uint8Array) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`;
  const broken = fc.tuple(fc.nat(certificate.length - 1), fc.nat(certificate.length)).map(([at, length]) => {
    const bytes = Uint8Array.from(certificate.subarray(0, length));
    if (at < 12 && at < bytes.length) bytes[at] = 0;
    return pemOf(bytes);
  });
  const texts = fc.oneof(broken, fc.constantFrom('', pemOf(certificate), pemOf(Buffer.from('no certificate')), pemOf(Buffer.alloc(0))));
  fc.assert(
    fc.property(texts, (pem) => expect([pem, isRead(X509Certificate, pem)]).toEqual([pem, isRead(crypto.X509Certificate, pem)])),
    { numRuns: 300 },
  );
});
