import { X509Certificate } from 'node:crypto';
import { FieldReader } from '../../manifest/field';
import type { Secrets } from '../installation/secrets';
import type { Objects } from '../objects';

/** What references to CA certificates are looked up in. */
export interface CaContext {
  readonly objects: Objects;
  readonly secrets: Secrets;
  /** Do the manifests hold every ConfigMap? */
  readonly complete: boolean;
}

/** What is wrong with a reference to a CA certificate; `isUnknown`: the object may be there, and is not among the manifests. */
export interface CaFault {
  readonly message: string;
  readonly isUnknown?: boolean;
}

/** Where CA certificates stand in a ConfigMap or Secret. Source: Istio `ExtractRoot`. */
const keys = ['cacert', 'ca.crt'] as const;

/** The fault of a reference to a ConfigMap; undefined where its certificate can be read. @param namespace of the object that refers to it */
export function caFault(reference: FieldReader, namespace: string, { objects, complete }: CaContext): CaFault | undefined {
  const name = reference.at('name').text;
  const kind = reference.at('kind').text;
  if (kind !== 'ConfigMap' || reference.at('group').text !== '')
    return { message: `a CA certificate of kind \`${kind}\`: Istio reads ConfigMaps only` };
  const configMap = objects.find('', 'ConfigMap', { namespace, name });
  if (!configMap) {
    const message = `no ConfigMap \`${name}\` is in namespace \`${namespace}\``;
    return { message, ...(complete ? {} : { isUnknown: true }) };
  }
  const data = new FieldReader(configMap.object).at('data');
  if (keys.some((key) => data.at(key).text !== '')) return undefined;
  return { message: `ConfigMap \`${name}\` has no CA certificate under \`${keys.join('` or `')}\`` };
}

/** The fault of a reference of a Gateway, which must be in PEM, and may be a Secret too. Source: Istio `buildCaCertificateReference`. */
export function gatewayCaFault(reference: FieldReader, own: string, context: CaContext): CaFault | undefined {
  const name = reference.at('name').text;
  const kind = reference.at('kind').text;
  const namespace = reference.at('namespace').text || own;
  if (kind === 'Secret' && reference.at('group').text === '') {
    const isAbsent = context.secrets.stateOf(namespace, name) === 'absent';
    return isAbsent ? { message: `no Secret \`${name}\` is in namespace \`${namespace}\`` } : undefined;
  }
  const fault = caFault(reference, namespace, context);
  if (fault) return fault;
  const data = new FieldReader(context.objects.find('', 'ConfigMap', { namespace, name })?.object).at('data');
  const pem = keys.map((key) => data.at(key).text).find((text) => text !== '') ?? '';
  return isCertificate(pem) ? undefined : { message: `ConfigMap \`${name}\` holds no certificate in PEM` };
}

function isCertificate(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.some((block) => {
    try {
      return new X509Certificate(block).raw.length > 0;
    } catch {
      return false;
    }
  });
}
