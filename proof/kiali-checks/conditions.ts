import { expandGateway, expandHost, namespaceOf, qualifiedName } from '../../lib/istio/names';
import { groupOf } from '../../lib/istio/objects';
import { FieldReader } from '../../lib/manifest/field';
import type { Manifest } from '../../lib/manifest/manifest';
import type { Difference } from './comparison';

const internetHost = /\.(com|org|net|io|dev)$/;

/** Any difference of the code. */
export function always(): boolean {
  return true;
}

/** A `*` in the value that it is about. */
export function hasStar({ field }: Difference): boolean {
  return field.text.includes('*');
}

/** A host that may well be in a Host header. */
export function isPublicHost({ field }: Difference): boolean {
  return field.text.includes('*') || internetHost.test(field.text);
}

/** An object of one of the kinds. */
export function isOf(...kinds: readonly string[]): (difference: Difference) => boolean {
  return ({ manifest }) => kinds.includes(manifest.object.kind);
}

/** Whether another object of the kind and namespace selects one of the same pods of the namespace. */
export function sharesOwnPod({ manifest, mesh }: Difference): boolean {
  const namespace = namespaceOf(manifest.object);
  const podsOf = ({ object }: Manifest) => {
    const spec = new FieldReader(object).at('spec');
    const labels = spec.at('selector', 'matchLabels').labels ?? spec.at('workloadSelector', 'labels').labels;
    return labels === undefined ? [] : mesh.workloads.select(namespace, labels);
  };
  const own = podsOf(manifest);
  return mesh
    .ofKind(groupOf(manifest.object), manifest.object.kind)
    .filter((other) => other !== manifest && namespaceOf(other.object) === namespace)
    .some((other) => podsOf(other).some((pod) => own.includes(pod)));
}

/** `name.namespace`. */
export function isTwoPart({ field }: Difference): boolean {
  return field.text.split('.').length === 2;
}

/** Whether every pod that an AuthorizationPolicy selects rejects mutual TLS. */
export function isPlainEverywhere({ spec, manifest, mesh }: Difference): boolean {
  const namespace = namespaceOf(manifest.object);
  const pods = mesh.workloads.select(namespace, spec.at('selector', 'matchLabels').labels ?? {});
  return (
    pods.length > 0 &&
    pods.every((pod) => [0, ...pod.containerPorts].every((port) => mesh.peerAuthentications.modeOf(pod, port).mode === 'DISABLE'))
  );
}

/** Rules of the same namespace and host that have a subset of the same name. */
export function rivalRules({ spec, manifest, mesh }: Difference): readonly Manifest[] {
  const namespace = namespaceOf(manifest.object);
  const key = (fields: FieldReader) => expandHost(fields.at('host').text, namespace);
  const names = spec.at('subsets').items.map((subset) => subset.at('name').text);
  return mesh.ofKind('networking.istio.io', 'DestinationRule').filter((other) => {
    const own = new FieldReader(other.object).at('spec');
    if (other === manifest || namespaceOf(other.object) !== namespace || key(own) !== key(spec)) return false;
    return own.at('subsets').items.some((subset) => names.includes(subset.at('name').text));
  });
}

/** Whether another Gateway of the same pods has the host at the port. */
export function hasRivalServer({ field, spec, manifest, mesh }: Difference): boolean {
  const server = spec.at('servers', field.path[2] ?? 0);
  const selector = spec.at('selector').labels ?? {};
  return mesh.serverHosts
    .rivalsOf(qualifiedName(manifest.object), { server, host: field.text })
    .some((other) => mesh.serverHosts.sharePod(selector, other.selector));
}

/** Whether two destinations are one to Kiali: it looks at neither ports nor the difference between `user.demo` and its full name. */
export function isRepeatedForKiali(route: readonly FieldReader[], namespace: string): boolean {
  const destinations = route.map((each) => each.at('destination'));
  const keys = destinations.map(
    (each) => `${expandHost(each.at('host').text, namespace).replace(/\.svc\.cluster\.local$/, '')} ${each.at('subset').text}`,
  );
  return new Set(keys).size < keys.length;
}

/** Whether another VirtualService has one of the hosts at one of the gateways, and both are seen there. */
export function sharesHost({ spec, manifest, mesh }: Difference): boolean {
  const keys = new Set(boundHosts(spec, manifest));
  return mesh
    .ofKind('networking.istio.io', 'VirtualService')
    .some((other) => other !== manifest && boundHosts(new FieldReader(other.object).at('spec'), other).some((key) => keys.has(key)));
}

function boundHosts(spec: FieldReader, { object }: Manifest): readonly string[] {
  const namespace = namespaceOf(object);
  const gateways = spec.at('gateways').exists ? spec.at('gateways').texts : ['mesh'];
  const hosts = spec.at('hosts').texts.map((host) => expandHost(host, namespace).toLowerCase());
  return gateways.flatMap((gateway) => hosts.map((host) => `${expandGateway(gateway, namespace)} ${host}`));
}
