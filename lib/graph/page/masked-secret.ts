import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { certificateIn, secretValue } from '../../mesh/installation/certificate';
import { keyWords } from './key-words';

const certificates = ['tls.crt', 'cert', 'ca.crt', 'cacert'];
const keys = ['tls.key', 'key'];
const notShown = '(not shown)';

/** What kubectl keeps of an object, whole, in an annotation of it. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * A Secret as a page holds it, which may be sent to anybody: its certificates, the names of its other values, and of a private key whether it is that
 * of the certificate, which decides whether a listener opens.
 */
export function maskedSecret(secret: Manifest): KubernetesObject {
  const { data, stringData, metadata, ...rest } = secret.object as KubernetesObject & {
    readonly data?: unknown;
    readonly stringData?: unknown;
  };
  const { [lastApplied]: _, ...annotations } = metadata.annotations ?? {};
  const shown = { ...rest, metadata: { ...metadata, ...(metadata.annotations ? { annotations } : {}) } };
  if (data === undefined && stringData === undefined) return shown;
  const object = new FieldReader(secret.object);
  const names = [...object.at('data').entries, ...object.at('stringData').entries].map(([name]) => name);
  return { ...shown, stringData: Object.fromEntries(names.map((name) => [name, shownValue(secret, name)])) } as KubernetesObject;
}

function shownValue(secret: Manifest, name: string): string {
  const text = secretValue(secret, name);
  if (text === '') return '';
  if (certificates.includes(name)) return certificateText(text);
  return keys.includes(name) ? keyWords[keyIn(secret, text)] : notShown;
}

/** The first certificate alone: whoever writes all into one file may have put the key there too. */
function certificateText(text: string): string {
  try {
    return new X509Certificate(text).toString();
  } catch {
    return notShown;
  }
}

function keyIn(secret: Manifest, text: string): keyof typeof keyWords {
  try {
    const key = createPrivateKey(text);
    return certificateIn(secret).certificate?.checkPrivateKey(key) ? 'ofCertificate' : 'ofAnother';
  } catch {
    return 'none';
  }
}
