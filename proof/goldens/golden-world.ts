import type { KubernetesObject } from '../../lib/istio/objects';

/** The DNS suffix of the tests' cluster. */
export const domain = 'domain.suffix';

/** What istiod's tests put beside every input: Services, Secrets and ConfigMaps that its Go source declares, and the input's namespaces. */
export function goldenWorld(source: string, input: readonly KubernetesObject[]): KubernetesObject[] {
  const namespaces = new Set(input.map(({ metadata }) => metadata.namespace ?? '').filter(Boolean));
  return [...services(source), ...files(source), ...[...namespaces].map(namespaceObject)];
}

function namespaceObject(name: string): KubernetesObject {
  const labels = { 'istio.io/test-name-part': name.split('-')[0] ?? '' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function services(source: string): KubernetesObject[] {
  const hostnames = [...source.matchAll(/Hostname: +"([^".]+)\.([^".]+)\.svc\.domain\.suffix"/g)];
  const ports = [
    { name: 'http', port: 80 },
    { name: 'https', port: 443 },
    { name: 'tcp', port: 34000 },
    { name: 'tcp-other', port: 34001 },
  ];
  return hostnames.map(([, name = '', namespace = '']) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports },
  }));
}

/** Secrets and ConfigMaps: an entry is a certificate where it is one of the constants that hold such. */
function files(source: string): KubernetesObject[] {
  const constants = new Map([...source.matchAll(/(\w+PEM) += `([^`]*)`/g)].map(([, name = '', text = '']) => [name, text]));
  const declared = source.matchAll(
    /&corev1\.(Secret|ConfigMap)\{\s*ObjectMeta: metav1\.ObjectMeta\{\s*Name: +"([^"]+)",\s*Namespace: +"([^"]+)",\s*\},\s*Data: [^{]*\{([^}]*)\}/g,
  );
  return [...declared].map(([, kind = '', name = '', namespace = '', entries = '']) => {
    const values = [...entries.matchAll(/"([^"]+)": +(?:\[\]byte\()?(?:"([^"]*)"|(\w+))/g)];
    const data = values.map(([, key = '', text, constant = '']): [string, string] => [key, text ?? constants.get(constant) ?? '']);
    const encoded = data.map(([key, text]): [string, string] => [key, kind === 'Secret' ? Buffer.from(text).toString('base64') : text]);
    return { apiVersion: 'v1', kind, metadata: { name, namespace }, data: Object.fromEntries(encoded) } as KubernetesObject;
  });
}
