import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { MeshApp, Microservice } from '../../lib';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { HttpClient } from '../requests/client';
import { until } from '../until';
import { rows } from './discovering-services';
import { type Bench, type Scenario, tryTable } from './scenario';

export const namespace = 'traffic-management';
const product = 'http://product-service:8000';

/** What one pod asks of another, and what it must get. */
export interface Call {
  /** Label `app` of the pod that asks. */
  readonly from: string;
  readonly url: string;
  /** @default GET */
  readonly method?: string;
  readonly gets: string;
}

/** What `examples/zero-trust` declares: `user` may GET what is under `/latest` of `product`. */
export const calls: readonly Call[] = [
  { from: 'user', url: `${product}/latest`, gets: '200' },
  { from: 'user', url: `${product}/latest/nowhere`, gets: '404' },
  { from: 'user', url: `${product}/`, gets: '403' },
  { from: 'user', url: `${product}/latest`, method: 'POST', gets: '403' },
  { from: 'user', url: 'http://user-service.default:8000/', gets: '502' },
  // Its sidecar knows no host at this port, so it reads no HTTP there either.
  { from: 'product', url: 'http://user-service:8000/', gets: 'cut off' },
  { from: 'stranger', url: `${product}/latest`, gets: '403' },
  { from: 'stranger', url: 'http://user-service.default:8000/', gets: '403' },
];

/** The objects that `ZeroTrust` derives, over the article's own. */
export const zeroTrust: Scenario = {
  name: 'zero-trust',
  title: 'examples/zero-trust: nobody calls anybody unless a declaration says so',
  needsSidecars: true,
  async run(bench, results) {
    const { plane, gateway } = bench;
    const folder = zeroTrustFolder(bench);
    await plane.apply(stranger());
    await plane.rolledOut('default', namespace);
    await tryCall({ from: 'stranger', url: `${product}/latest`, gets: '200' }, plane, results, 'before');
    const warnings = await plane.applyPath(folder);
    results.add('kubectl apply --server-side --validate=strict without a warning', warnings === '' ? undefined : warnings);
    await plane.settle(gateway);
    for (const call of calls) await tryCall(call, plane, results);
    await tryPlainText(plane, results);
    await tryTable(rows, bench, results);
    for (const app of ['user', 'product']) await tryCertificate(app, plane, results);
    await plane.kubectl(['delete', '-f', folder]);
    await plane.kubectl(['delete', 'deployment,service,serviceaccount', '-n', namespace, '-l', 'app=stranger']);
    await plane.settle(gateway);
  },
};

export function zeroTrustFolder({ dist }: Pick<Bench, 'dist'>): string {
  return join(dist, '..', 'examples', 'zero-trust', 'dist');
}

/** A pod of the mesh that nothing declares. */
export function stranger() {
  const app = new MeshApp({ outdir: 'never-written' });
  const image = 'gcr.io/nomadic-mesh/microservice/user:v1';
  new Microservice(new Chart(app, 'stranger', { namespace }), 'stranger', { image, port: 8000, replicas: 1 });
  return app.manifests().map(({ object }) => object);
}

async function tryCall({ from, url, method = 'GET', gets }: Call, plane: Plane, results: Results, when = 'after'): Promise<void> {
  let last = '';
  const script = `fetch('${url}', { method: '${method}', signal: AbortSignal.timeout(2000) })
    .then((answer) => console.log(answer.status), () => console.log('cut off')).finally(() => process.exit())`;
  const arrived = until(
    `${from} gets ${gets}`,
    async () => {
      last = (await podOf(from, plane)?.container(from)?.exec(['node', '-e', script]))?.trim() ?? 'no pod';
      return last === gets;
    },
    { within: 20, every: 0.2 },
  );
  const problem = await arrived.then(
    () => undefined,
    () => `expected ${gets}, got ${last}`,
  );
  results.add(`${when}: ${from} asks ${method} ${url} and ${gets === 'cut off' ? 'is cut off' : `gets ${gets}`}`, problem);
}

/** Straight to the pod's address, from where there is no sidecar. */
async function tryPlainText(plane: Plane, results: Results): Promise<void> {
  const client = new HttpClient(podOf('product', plane)?.ip ?? '', 8000, 1);
  const answer = await client.send({ host: 'product-service:8000', path: '/latest' }, 2).catch(() => undefined);
  client.close();
  results.add('plain text is refused', answer && `expected no answer, got ${answer.status}`);
}

/** The name in the certificate that the pod's sidecar shows. */
async function tryCertificate(app: string, plane: Plane, results: Results): Promise<void> {
  const text = await podOf(app, plane)?.container('istio-proxy')?.exec(['pilot-agent', 'request', 'GET', 'certs']);
  const { certificates } = JSON.parse(text ?? '{}') as { certificates?: { cert_chain?: { subject_alt_names?: { uri?: string }[] }[] }[] };
  const names = (certificates ?? []).flatMap(({ cert_chain = [] }) =>
    cert_chain.flatMap(({ subject_alt_names = [] }) => subject_alt_names),
  );
  const wanted = `spiffe://cluster.local/ns/${namespace}/sa/${app}`;
  const found = names.flatMap(({ uri }) => uri ?? []);
  const problem =
    found.length > 0 && found.every((uri) => uri === wanted) ? undefined : `the certificate names ${found.join(', ') || 'nobody'}`;
  results.add(`the certificate of ${app} names its service account, ${wanted}`, problem);
}

function podOf(app: string, { kubelet }: Plane) {
  return kubelet.list(namespace).find(({ pod }) => pod.metadata.labels?.app === app);
}
