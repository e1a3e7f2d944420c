import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ApiClient } from '../api/client';
import { fieldOf, type Place } from './environment';
import type { DownwardFile, KeyToPath, Pod, ProjectedSource, Volume } from './pod-spec';

type Files = ReadonlyMap<string, string | Buffer>;

/** Makes a pod's volumes as folders below `folder`, each named after its volume. */
export async function makeVolumes(pod: Pod, folder: string, place: Place, api: ApiClient): Promise<void> {
  for (const volume of pod.spec.volumes ?? []) {
    const root = join(folder, volume.name);
    mkdirSync(root, { recursive: true });
    if (volume.emptyDir) chmodSync(root, 0o777);
    for (const [path, content] of await filesOf(volume, pod, place, api)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content, { mode: 0o644 });
    }
  }
}

async function filesOf(volume: Volume, pod: Pod, place: Place, api: ApiClient): Promise<Files> {
  const { configMap, secret, downwardAPI, projected } = volume;
  const sources: readonly ProjectedSource[] = projected?.sources ?? [
    { configMap, downwardAPI, secret: secret && { ...secret, name: secret.secretName } },
  ];
  const parts = await Promise.all(sources.map((source) => filesOfSource(source, pod, place, api)));
  return new Map(parts.flatMap((part) => [...part]));
}

async function filesOfSource(source: ProjectedSource, pod: Pod, place: Place, api: ApiClient): Promise<Files> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (serviceAccountToken) return new Map([[serviceAccountToken.path, await token(serviceAccountToken, pod, api)]]);
  if (downwardAPI) return new Map((downwardAPI.items ?? []).map((item) => [item.path, downward(item, pod, place)]));
  if (configMap) return dataFiles('ConfigMap', configMap, pod, api);
  if (secret) return dataFiles('Secret', secret, pod, api);
  return new Map();
}

function downward({ fieldRef }: DownwardFile, pod: Pod, place: Place): string {
  return fieldRef ? fieldOf(pod, fieldRef.fieldPath, place) : '';
}

interface DataSource {
  readonly name: string;
  readonly optional?: boolean;
  readonly items?: readonly KeyToPath[];
}

async function dataFiles(kind: 'ConfigMap' | 'Secret', { name, optional, items }: DataSource, pod: Pod, api: ApiClient): Promise<Files> {
  const target = { apiVersion: 'v1', kind, name, namespace: pod.metadata.namespace };
  const data = (optional ? await api.find(target) : await api.get(target))?.data ?? {};
  const wanted = items ?? Object.keys(data).map((key) => ({ key, path: key }));
  return new Map(
    wanted
      .filter(({ key }) => data[key] !== undefined)
      .map(({ key, path }) => [path, kind === 'Secret' ? Buffer.from(data[key] ?? '', 'base64') : (data[key] ?? '')]),
  );
}

/** A real token of the pod's service account, bound to the pod, as the kubelet asks for. */
async function token(
  { audience, expirationSeconds = 3600 }: NonNullable<ProjectedSource['serviceAccountToken']>,
  { metadata, spec }: Pod,
  api: ApiClient,
): Promise<string> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', name: spec.serviceAccountName ?? 'default', namespace: metadata.namespace };
  const answer = await api.post<{ status: { token: string } }>(account, '/token', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      audiences: audience ? [audience] : [],
      expirationSeconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: metadata.name, uid: metadata.uid },
    },
  });
  return answer.status.token;
}
