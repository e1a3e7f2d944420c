import { covers } from '../../istio/hosts';
import type { Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { labelSelectorFits } from '../workloads/label-selector';

export const gatewayApi = 'gateway.networking.k8s.io';

/** The label that the pods of a Gateway have which istiod deploys. Source: Istio `GatewayNameLabel`. */
const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** One listener of a Gateway, or of a ListenerSet that belongs to it. */
export interface Listener {
  /** The object it is written in, and its place in `spec.listeners`. */
  readonly manifest: Manifest;
  readonly index: number;
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  readonly protocol: string;
  /** In lower case; '' for any host. */
  readonly hostname: string;
  readonly fields: FieldReader;
  /** The pods that open it. */
  readonly selector: Labels;
  readonly podNamespace: string;
  /** `namespace/name` of the Gateway that it is given to Istio as. */
  readonly istioName: string;
}

/** Controllers that Istio is. Source: Istio `constants.ManagedGatewayController`. */
const controllers = /^istio\.io\/(gateway-controller|unmanaged-gateway)$/;

/** The listeners that istiod serves: those of Gateways of its own classes. */
export function listenersOf(objects: Objects): readonly Listener[] {
  const classes = istioClasses(objects);
  const gateways = objects
    .ofKind(gatewayApi, 'Gateway')
    .filter(({ object }) => classes.has(new FieldReader(object).at('spec', 'gatewayClassName').text));
  return gateways.flatMap((manifest) => {
    const pods = podsOf(manifest, objects);
    return [manifest, ...listenerSetsOf(manifest, objects)].flatMap((written) => writtenListeners(written, { ...pods, gateway: manifest }));
  });
}

function istioClasses(objects: Objects): ReadonlySet<string> {
  const declared = objects
    .ofKind(gatewayApi, 'GatewayClass')
    .filter(({ object }) => controllers.test(new FieldReader(object).at('spec', 'controllerName').text));
  return new Set(['istio', ...declared.map(({ object }) => object.metadata.name)]);
}

/** istiod deploys pods for a Gateway, unless an address names the Service of pods that are there. */
function podsOf({ object }: Manifest, objects: Objects): { readonly selector: Labels; readonly podNamespace: string } {
  const namespace = namespaceOf(object);
  const named = new FieldReader(object).at('spec', 'addresses').items.find((address) => ['Hostname', ''].includes(address.at('type').text));
  const [name = '', own = namespace] = named?.at('value').text.split('.') ?? [];
  const service = named && objects.find('', 'Service', { namespace: own, name });
  const selector = service && new FieldReader(service.object).at('spec', 'selector').labels;
  if (selector) return { selector, podNamespace: own };
  return { selector: { [gatewayNameLabel]: object.metadata.name }, podNamespace: namespace };
}

function listenerSetsOf({ object }: Manifest, objects: Objects): Manifest[] {
  return objects.ofKind(gatewayApi, 'ListenerSet').filter((set) => {
    const parent = new FieldReader(set.object).at('spec', 'parentRef');
    const namespace = parent.at('namespace').text || namespaceOf(set.object);
    return parent.at('name').text === object.metadata.name && namespace === namespaceOf(object);
  });
}

function writtenListeners(
  manifest: Manifest,
  { gateway, ...pods }: { gateway: Manifest; selector: Labels; podNamespace: string },
): Listener[] {
  const set = manifest === gateway ? '' : `~${manifest.object.metadata.name}`;
  return new FieldReader(manifest.object).at('spec', 'listeners').items.map((fields, index) => {
    const name = fields.at('name').text;
    return {
      ...pods,
      manifest,
      index,
      name,
      fields,
      namespace: namespaceOf(manifest.object),
      port: fields.at('port').number ?? 0,
      protocol: fields.at('protocol').text,
      hostname: fields.at('hostname').text.toLowerCase(),
      istioName: `${namespaceOf(gateway.object)}/${gateway.object.metadata.name}${set}~${name}`,
    };
  });
}

/** A reference of a route to what it attaches to. */
export interface ParentRef {
  readonly field: FieldReader;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly sectionName: string;
  readonly port: number | undefined;
}

/** The parents of a route, as written. */
export function parentRefsOf({ object }: Manifest): readonly ParentRef[] {
  return new FieldReader(object).at('spec', 'parentRefs').items.map((field) => ({
    field,
    kind: field.at('kind').text || 'Gateway',
    name: field.at('name').text,
    namespace: field.at('namespace').text || namespaceOf(object),
    sectionName: field.at('sectionName').text,
    port: field.at('port').number,
  }));
}

/** Is the listener one that the reference means? */
export function isParent({ kind, name, namespace, sectionName, port }: ParentRef, listener: Listener): boolean {
  return (
    listener.manifest.object.kind === kind &&
    listener.manifest.object.metadata.name === name &&
    listener.namespace === namespace &&
    (sectionName === '' || sectionName === listener.name) &&
    (port === undefined || port === listener.port)
  );
}

const kindsOfProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
};

/** Does the listener let routes of this kind and namespace attach? Source: Gateway API `AllowedRoutes`. */
export function allowsRoute({ fields, protocol, namespace }: Listener, { object }: Manifest, objects: Objects): boolean {
  const kinds = fields.at('allowedRoutes', 'kinds').items.map((kind) => kind.at('kind').text);
  const allowed = kinds.length > 0 ? kinds : (kindsOfProtocol[protocol] ?? []);
  if (!allowed.includes(object.kind)) return false;
  const from = fields.at('allowedRoutes', 'namespaces', 'from').text || 'Same';
  const own = namespaceOf(object);
  if (from === 'All') return true;
  if (from === 'Same') return own === namespace;
  const labels = { 'kubernetes.io/metadata.name': own, ...objects.find('', 'Namespace', { name: own })?.object.metadata.labels };
  return from === 'Selector' && labelSelectorFits(fields.at('allowedRoutes', 'namespaces', 'selector'), labels);
}

/** The hosts that a route serves at a listener; none when they have nothing in common. */
export function sharedHostnames(hostnames: readonly string[], listener: string): readonly string[] {
  if (hostnames.length === 0) return [listener || '*'];
  if (listener === '') return hostnames;
  return hostnames.flatMap((host) => (host === listener || covers(listener, host) ? [host] : covers(host, listener) ? [listener] : []));
}

/** Does a ReferenceGrant let objects of one namespace refer to an object of another? */
export function isGranted(
  objects: Objects,
  from: { readonly kind: string; readonly namespace: string },
  to: { readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  if (from.namespace === to.namespace) return true;
  return objects.ofKind(gatewayApi, 'ReferenceGrant').some(({ object }) => {
    const spec = new FieldReader(object).at('spec');
    if (namespaceOf(object) !== to.namespace) return false;
    const comes = spec
      .at('from')
      .items.some((entry) => entry.at('kind').text === from.kind && entry.at('namespace').text === from.namespace);
    const goes = spec.at('to').items.some((entry) => entry.at('kind').text === to.kind && ['', to.name].includes(entry.at('name').text));
    return comes && goes;
  });
}
