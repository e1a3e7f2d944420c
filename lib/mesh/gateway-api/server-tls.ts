import { namespaceOf } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import { type CaContext, gatewayCaFault } from './ca-certificates';
import type { Problem } from './objects';
import type { ReferenceGrants } from './reference-grants';

interface Context extends CaContext {
  readonly grants: ReferenceGrants;
  /** What the Gateway asks of clients at the port. */
  readonly validation: FieldReader;
  report(reason: Problem['reason'], path: FieldPath, message: string): void;
}

const modes: Readonly<Record<string, string>> = { MUTUAL: 'MUTUAL', OPTIONAL_MUTUAL: 'OPTIONAL_MUTUAL', ISTIO_MUTUAL: 'ISTIO_MUTUAL' };

/** How Istio names a Secret of any namespace. Source: Istio `credentials.ToKubernetesGatewayResource`. */
export const secretScheme = 'kubernetes-gateway://';

/** `tls` of the server that istiod makes from a listener; undefined without any. Source: Istio `buildTLS`. */
export function serverTls(listener: FieldReader, manifest: Manifest, context: Context): object | undefined {
  const tls = listener.at('tls');
  if (!tls.exists) return undefined;
  if (tls.at('mode').text === 'Passthrough') return { mode: 'PASSTHROUGH' };
  const option = tls.at('options', 'gateway.istio.io/tls-terminate-mode').text;
  const mode = modes[option] ?? validated(context.validation) ?? 'SIMPLE';
  if (mode === 'ISTIO_MUTUAL' || option === 'ISTIO_SIMPLE') return { mode };
  const references = tls.at('certificateRefs').items;
  const names = references.flatMap((reference) => credential(reference, manifest, context) ?? []);
  if (references.length > 2)
    context.report('InvalidCertificateRef', tls.at('certificateRefs').path, 'Istio serves at most 2 certificates at one listener');
  if (names.length > 0) validateCa(tls.path, manifest, context);
  return names.length === 1 ? { mode, credentialName: names[0] } : { mode, credentialNames: names };
}

/** What a Gateway asks of its clients' certificates at a port: of the port, else of all. Source: Istio `resolveGatewayTLS`. */
export function clientValidation(gateway: FieldReader, port: number | undefined): FieldReader {
  const frontend = gateway.at('spec', 'tls', 'frontend');
  const ofPort = frontend.at('perPort').items.find((entry) => entry.at('port').number === port);
  return (ofPort ? ofPort.at('tls') : frontend.at('default')).at('validation');
}

/** A listener whose CA certificate cannot be read is not opened. */
function validateCa(path: FieldPath, { object }: Manifest, context: Context): void {
  const references = context.validation.at('caCertificateRefs');
  const [reference] = references.items;
  if (references.items.length > 1)
    context.report('InvalidCACertificateRef', path, 'Istio serves one CA certificate of clients at a listener');
  const fault = reference && gatewayCaFault(reference, namespaceOf(object), context);
  if (fault && !fault.isUnknown) context.report('InvalidCACertificateRef', path, fault.message);
}

function validated(validation: FieldReader): string | undefined {
  if (validation.at('caCertificateRefs').items.length === 0) return undefined;
  return validation.at('mode').text === 'AllowInsecureFallback' ? 'OPTIONAL_MUTUAL' : 'MUTUAL';
}

function credential(reference: FieldReader, { object }: Manifest, context: Context): string | undefined {
  const own = namespaceOf(object);
  const name = reference.at('name').text;
  const namespace = reference.at('namespace').text || own;
  const kind = reference.at('kind').text || 'Secret';
  if (kind !== 'Secret' || reference.at('group').text !== '') {
    context.report('InvalidCertificateRef', reference.path, `a certificate of kind \`${kind}\`: Istio reads Secrets only`);
    return undefined;
  }
  if (context.secrets.stateOf(namespace, name) === 'absent') {
    context.report('InvalidCertificateRef', reference.path, `no Secret \`${name}\` is in namespace \`${namespace}\``);
    return undefined;
  }
  if (!context.grants.allow({ kind: object.kind, namespace: own }, { group: '', kind: 'Secret', namespace, name })) {
    const message = `Secret \`${namespace}/${name}\` is of another namespace, and no ReferenceGrant there lets a ${object.kind} of \`${own}\` use it`;
    context.report('RefNotPermitted', reference.path, message);
    return undefined;
  }
  return `${secretScheme}${namespace}/${name}`;
}
