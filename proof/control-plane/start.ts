import { existsSync, readFileSync } from 'node:fs';
import type { KubernetesObject } from '../../lib/istio/objects';
import { applyObjects } from '../api/apply';
import { ApiClient } from '../api/client';
import { HttpClient } from '../requests/client';
import { planeAddress } from '../sandbox';
import { until } from '../until';
import { apiPort, type Credentials } from './credentials';
import { istiod, istioNamespace } from './istio';
import { apiServer, controllerManager, etcd } from './kubernetes';
import type { Programs } from './programs';

/** Starts etcd, kube-apiserver and kube-controller-manager. @returns a client, once the server is ready */
export async function startKubernetes(programs: Programs, credentials: Credentials, folder: string): Promise<ApiClient> {
  const store = programs.start(etcd(folder));
  await until('etcd is healthy', etcdIsHealthy, { running: [store], every: 0.05 });
  const server = programs.start(apiServer(credentials));
  const running = [store, server];
  await until('the API server has a certificate', () => existsSync(credentials.certificateKey), { running });
  const ca = readFileSync(credentials.certificate, 'utf8');
  const api = new ApiClient({ host: planeAddress, port: apiPort, token: credentials.token, ca });
  const ready = async (): Promise<boolean> => (await api.request('GET', '/readyz')).status === 200;
  await until('the API server is ready', ready, { running, every: 0.05, within: 60 });
  programs.start(controllerManager(credentials));
  return api;
}

async function etcdIsHealthy(): Promise<boolean> {
  const client = new HttpClient('127.0.0.1', 2379, 1);
  try {
    return (await client.send({ host: 'etcd', path: '/health' })).status === 200;
  } finally {
    client.close();
  }
}

interface IstioStart {
  readonly programs: Programs;
  readonly credentials: Credentials;
  readonly api: ApiClient;
  readonly debug: HttpClient;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Installs Istio's objects and starts istiod; ready when its webhooks are. */
export async function startIstio(
  { programs, credentials, api, debug, environment }: IstioStart,
  objects: readonly KubernetesObject[],
): Promise<void> {
  await applyObjects(api, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: istioNamespace } }]);
  await applyObjects(api, objects);
  const running = [programs.start(istiod(credentials, environment))];
  const ready = async (): Promise<boolean> => (await debug.send({ host: 'istiod', path: '/ready' })).status === 200;
  await until('istiod is ready', ready, { running, every: 0.05, within: 60 });
  await until('istiod has its webhooks', () => webhooksTrusted(api), { running, every: 0.05 });
}

interface WebhookConfiguration {
  readonly webhooks: readonly { readonly failurePolicy: string; readonly clientConfig: { readonly caBundle?: string } }[];
}

/** istiod writes its authority into the webhooks, and lets the validating ones refuse only once they answer. */
async function webhooksTrusted(api: ApiClient): Promise<boolean> {
  const list = (kind: string) => api.list<WebhookConfiguration>({ apiVersion: 'admissionregistration.k8s.io/v1', kind });
  const [validating, mutating] = await Promise.all([list('ValidatingWebhookConfiguration'), list('MutatingWebhookConfiguration')]);
  const trusted = [...validating, ...mutating].flatMap(({ webhooks }) => webhooks).every(({ clientConfig }) => clientConfig.caBundle);
  return trusted && validating.flatMap(({ webhooks }) => webhooks).every(({ failurePolicy }) => failurePolicy === 'Fail');
}
