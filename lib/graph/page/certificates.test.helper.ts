import { type KeyObject, randomBytes } from 'node:crypto';

/** A value in DER. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** A certificate of a public key, as long as nobody looks at its signature. */
export function certificateOf(key: KeyObject, info: Uint8Array = key.export({ type: 'spki', format: 'der' })): string {
  const sha256WithRsa = der(0x30, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
  const common = der(0x06, Buffer.from('550403', 'hex'));
  const name = der(0x30, der(0x31, der(0x30, common, der(0x0c, Buffer.from('shop.example.com')))));
  const time = (text: string) => der(0x17, Buffer.from(text));
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.from([1]), randomBytes(7));
  const validity = der(0x30, time('260101000000Z'), time('360101000000Z'));
  const body = der(0x30, version, serial, sha256WithRsa, name, validity, name, info);
  return pem('CERTIFICATE', der(0x30, body, sha256WithRsa, der(0x03, Buffer.alloc(65))));
}
