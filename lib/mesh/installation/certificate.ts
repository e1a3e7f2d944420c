import { createPrivateKey, X509Certificate } from 'node:crypto';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';

const pairs = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

/** A certificate in a Secret, or why none can be served. */
export interface FoundCertificate {
  readonly certificate?: X509Certificate;
  readonly fault?: string;
}

/** The certificate that a Secret holds for servers, with the names that its keys may have. Source: Istio `ExtractCertInfo`. */
export function certificateIn(secret: Manifest): FoundCertificate {
  const pair = pairs.find((names) => names.every((name) => secretValue(secret, name) !== ''));
  if (!pair) return { fault: 'it has neither `tls.crt` and `tls.key`, nor `cert` and `key`' };
  try {
    return { certificate: new X509Certificate(secretValue(secret, pair[0])) };
  } catch {
    return { fault: `\`${pair[0]}\` is not a PEM certificate` };
  }
}

/** Why a certificate and its key cannot be served; undefined where the manifest does not hold its values. Source: Go `tls.X509KeyPair`. */
export function keyPairFault(secret: Manifest): string | undefined {
  if (!holdsValues(secret)) return undefined;
  const { certificate, fault } = certificateIn(secret);
  if (!certificate) return fault;
  const key = pairs.map((names) => secretValue(secret, names[1])).find((text) => text !== '') ?? '';
  try {
    return certificate.checkPrivateKey(createPrivateKey(key)) ? undefined : 'its key is that of another certificate';
  } catch {
    return 'its key is not a PEM private key';
  }
}

/** Some controllers fill in a Secret later. */
function holdsValues({ object }: Manifest): boolean {
  return 'data' in object || 'stringData' in object;
}

/** A value of a Secret as text; `''` where there is none. */
export function secretValue({ object }: Manifest, key: string): string {
  const secret = new FieldReader(object);
  const plain = secret.at('stringData', key);
  return plain.exists ? plain.text : Buffer.from(secret.at('data', key).text, 'base64').toString('utf8');
}
