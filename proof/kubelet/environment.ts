import type { ApiClient } from '../api/client';
import type { Container, EnvVar, KeyRef, Pod, ResourceField } from './pod-spec';
import { parseQuantity } from './quantity';

/** What `fieldRef` can name beside the pod itself. */
export interface Place {
  readonly podIP: string;
  readonly hostIP: string;
}

/** A container's environment as Kubernetes makes it: values in order, later ones may say `$(NAME)` of earlier ones. */
export async function environment(pod: Pod, container: Container, place: Place, api: ApiClient): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const entry of container.env ?? []) {
    const value = await resolved(entry, pod, container, place, api);
    if (value !== undefined) env[entry.name] = value;
    if (entry.value !== undefined) env[entry.name] = expand(entry.value, env);
  }
  return env;
}

/** `$(NAME)` becomes the variable's value, `$$` a dollar; an unknown name stays as it is. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_.][\w.-]*)\)/g, (all, name?: string) => (name === undefined ? '$' : (env[name] ?? all)));
}

async function resolved({ valueFrom }: EnvVar, pod: Pod, container: Container, place: Place, api: ApiClient): Promise<string | undefined> {
  if (valueFrom?.fieldRef) return fieldOf(pod, valueFrom.fieldRef.fieldPath, place);
  if (valueFrom?.resourceFieldRef) return resourceOf(container, valueFrom.resourceFieldRef);
  if (valueFrom?.configMapKeyRef) return keyOf('ConfigMap', valueFrom.configMapKeyRef, pod, api);
  if (valueFrom?.secretKeyRef) return keyOf('Secret', valueFrom.secretKeyRef, pod, api);
  return undefined;
}

/** @param path as in `fieldRef.fieldPath`, for example `metadata.labels['app']` */
export function fieldOf(pod: Pod, path: string, place: Place): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (key !== undefined) return pod.metadata[map as 'labels' | 'annotations']?.[key] ?? '';
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'metadata.labels': lines(pod.metadata.labels),
    'metadata.annotations': lines(pod.metadata.annotations),
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? 'default',
    'status.podIP': place.podIP,
    'status.podIPs': place.podIP,
    'status.hostIP': place.hostIP,
  };
  return fields[path] ?? '';
}

/** The downward API's file form: one `key="value"` a line. */
function lines(map: Readonly<Record<string, string>> = {}): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}

/** Without a limit, the node's own measure counts, as in Kubernetes. */
export function resourceOf({ resources }: Pick<Container, 'resources'>, { resource, divisor }: ResourceField): string {
  const [kind, name = ''] = resource.split('.') as ['limits' | 'requests', string?];
  const fallback = name === 'cpu' ? '2' : '8Gi';
  const amount = parseQuantity(resources?.[kind]?.[name] ?? fallback);
  return String(Math.ceil(amount / parseQuantity(divisor && divisor !== '0' ? divisor : '1')));
}

async function keyOf(kind: 'ConfigMap' | 'Secret', { name, key, optional }: KeyRef, pod: Pod, api: ApiClient): Promise<string | undefined> {
  const target = { apiVersion: 'v1', kind, name, namespace: pod.metadata.namespace };
  const found = optional ? await api.find(target) : await api.get(target);
  const value = found?.data?.[key];
  if (value === undefined && !optional) throw new Error(`${kind} ${pod.metadata.namespace}/${name} has no key \`${key}\``);
  return value === undefined || kind === 'ConfigMap' ? value : Buffer.from(value, 'base64').toString();
}
