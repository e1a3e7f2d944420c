import { namespaceOf } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import { keyPairFault } from '../installation/certificate';
import { type CaContext, gatewayCaFault } from './ca-certificates';
import type { Problem } from './objects';
import { missingGrant, type ReferenceGrants, type Referent, type Referrer } from './reference-grants';

interface Context extends CaContext {
  readonly grants: ReferenceGrants;
  /** What the Gateway asks of clients at the port. */
  readonly validation: FieldReader;
  add(fault: Fault): void;
}

type Fault = Omit<Problem, 'manifest'>;

const modes: Readonly<Record<string, string>> = { MUTUAL: 'MUTUAL', OPTIONAL_MUTUAL: 'OPTIONAL_MUTUAL', ISTIO_MUTUAL: 'ISTIO_MUTUAL' };

/** How Istio names a Secret of any namespace. Source: Istio `credentials.ToKubernetesGatewayResource`. */
export const secretScheme = 'kubernetes-gateway://';

/** `tls` of the server that istiod makes from a listener; undefined without any. Source: Istio `buildTLS`. */
export function serverTls(listener: FieldReader, manifest: Manifest, context: Context): object | undefined {
  const tls = listener.at('tls');
  if (!tls.exists) return undefined;
  if (tls.at('mode').text === 'Passthrough') return { mode: isAutomatic(listener, manifest) ? 'AUTO_PASSTHROUGH' : 'PASSTHROUGH' };
  const option = tls.at('options', 'gateway.istio.io/tls-terminate-mode').text;
  if (option === 'ISTIO_SIMPLE') return { mode: 'SIMPLE' };
  const mode = modes[option] ?? validated(context.validation) ?? 'SIMPLE';
  if (mode === 'ISTIO_MUTUAL') return { mode };
  const references = tls.at('certificateRefs').items;
  if (references.length > 2) {
    const message = 'Istio serves at most 2 certificates at one listener';
    context.add({ reason: 'InvalidCertificateRef', path: tls.at('certificateRefs').path, message });
    return { mode };
  }
  const found = references.map((reference) => credential(reference, manifest, context));
  const names = found.filter((one) => typeof one === 'string');
  for (const fault of found) if (typeof fault === 'object') context.add(names.length === 0 ? fault : { ...fault, ...instead(found) });
  if (names.length > 0) validateCa(tls.path, manifest, context);
  if (names.length === 2) return { mode, credentialNames: names };
  // istiod reads the place of the first certificate where but one is valid
  return { mode, ...(typeof found[0] === 'string' ? { credentialName: found[0] } : {}) };
}

/** What a listener shows of which one certificate of two is valid. */
function instead([first]: readonly (string | Fault)[]): Pick<Fault, 'consequence' | 'isSilent'> {
  const shown =
    typeof first === 'string'
      ? 'the listener is opened with the other certificate alone'
      : 'the listener shows the certificate that its pods have of the mesh, for the first is missing';
  return { isSilent: true, consequence: `${shown}, and no status says so` };
}

/** Does a listener hand connections on to the cluster that their server name says? Source: Istio `IsAutoPassthrough`. */
function isAutomatic(listener: FieldReader, { object }: Manifest): boolean {
  if (listener.at('tls', 'options', 'gateway.istio.io/listener-protocol').text === 'auto-passthrough') return true;
  const { labels = {} } = object.metadata;
  if (labels['topology.istio.io/network'] === undefined) return false;
  return String(listener.at('port').number) === (labels['networking.istio.io/gatewayPort'] ?? '15443');
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
    context.add({ reason: 'InvalidCACertificateRef', path, message: 'Istio serves one CA certificate of clients at a listener' });
  const fault = reference && gatewayCaFault(reference, namespaceOf(object), context);
  const referred = reference && referenceOf(reference, object);
  if (referred && !fault && !context.grants.allow(referred.from, referred.to))
    context.add({ reason: 'RefNotPermitted', path, ...missingGrant(referred.from, referred.to) });
  if (fault && !fault.isUnknown) context.add({ reason: 'InvalidCACertificateRef', path, message: fault.message });
}

function referenceOf(reference: FieldReader, object: Manifest['object']): { readonly from: Referrer; readonly to: Referent } {
  const own = namespaceOf(object);
  const [group, kind, name] = [reference.at('group').text, reference.at('kind').text, reference.at('name').text];
  return { from: { kind: object.kind, namespace: own }, to: { group, kind, name, namespace: reference.at('namespace').text || own } };
}

function validated(validation: FieldReader): string | undefined {
  if (validation.at('caCertificateRefs').items.length === 0) return undefined;
  return validation.at('mode').text === 'AllowInsecureFallback' ? 'OPTIONAL_MUTUAL' : 'MUTUAL';
}

/** The name of a certificate, or why it cannot be read. */
function credential(reference: FieldReader, { object }: Manifest, context: Context): string | Fault {
  const own = namespaceOf(object);
  const name = reference.at('name').text;
  const namespace = reference.at('namespace').text || own;
  const kind = reference.at('kind').text || 'Secret';
  const fault = (message: string): Fault => ({ reason: 'InvalidCertificateRef', path: reference.path, message });
  if (kind !== 'Secret' || reference.at('group').text !== '') return fault(`a certificate of kind \`${kind}\`: Istio reads Secrets only`);
  if (context.secrets.stateOf(namespace, name) === 'absent') return fault(`no Secret \`${name}\` is in namespace \`${namespace}\``);
  const secret = context.objects.find('', 'Secret', { namespace, name });
  const broken = secret && keyPairFault(secret);
  if (broken) return fault(`the Secret \`${name}\` holds no certificate to serve: ${broken}`);
  const [from, to] = [
    { kind: object.kind, namespace: own },
    { group: '', kind: 'Secret', namespace, name },
  ];
  if (context.grants.allow(from, to)) return `${secretScheme}${namespace}/${name}`;
  return { reason: 'RefNotPermitted', path: reference.path, ...missingGrant(from, to) };
}
