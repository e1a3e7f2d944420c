import { join } from 'node:path';
import { readManifests } from '../../lib/manifest/read-manifests';
import type { ApiObject } from '../api/target';
import type { Gateway } from '../gateway/gateway';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import type { RequestRow } from '../requests/row';
import { isRolledOut } from '../rollout';
import { sandboxFolder } from '../sandbox';
import { tryTable } from '../scenarios/scenario';
import { until } from '../until';
import type { Bench } from './bench';
import { GitRepository } from './git-repository';
import { sync } from './sync-engine';

const dist = join(__dirname, '..', '..', 'dist', 'prod');
const users = 'http://user.traffic-management.prod.retailvoice.xyz/';
const products = 'http://product.traffic-management.prod.retailvoice.xyz/latest';
/** The VirtualService of `products`, which the repository drops. */
const prunedName = 'product-virtual-service';

const split = (v1: number, v2: number): RequestRow => ({
  url: users,
  expect: { shares: { by: 'app', of: { 'User V1': v1, 'User V2': v2 } } },
});

/** The committed `dist/prod`, brought up from a git repository, and kept equal to it. */
export async function proveGitOps({ plane, cache }: Bench, results: Results): Promise<void> {
  const repository = await GitRepository.of(dist, join(sandboxFolder, 'release', 'repository'));
  const syncAgain = () => sync(plane, cache.path('gitops-engine', 'gitops-engine'), repository.folder);
  await syncAgain();
  const gateway = await plane.gateway();
  await proveBroughtUp(plane, gateway, results);
  await proveUnchanged(plane, syncAgain, results);

  const reweighted = (text: string) => text.replaceAll('weight: 95', 'weight: 60').replaceAll('weight: 5\n', 'weight: 40\n');
  await repository.change('user-release.k8s.yaml', reweighted);
  await syncAgain();
  await plane.settle(gateway);
  await tryTable([split(60, 40)], { gateway }, results);

  await repository.change('traffic-management.k8s.yaml', (text) => without(text, 'VirtualService', prunedName));
  const pruned = (await syncAgain()).filter(({ status }) => status === 'Pruned').map(({ key }) => key);
  await plane.settle(gateway);
  const problem = pruned.length === 1 && pruned[0]?.endsWith(`/${prunedName}`) ? undefined : `pruned: ${pruned.join(', ')}`;
  results.add('what is removed from the repository is pruned, and nothing else', problem, pruned[0]);
  await proveGone({ plane, gateway }, results);
  await tryTable([split(60, 40)], { gateway }, results);
}

/**
 * Argo CD prunes in the foreground: the object stays until the garbage collector has looked for what depends on it, and the
 * collector learns of a new kind (here, the VirtualService's) every 30 s only. Until then istiod keeps its route.
 */
async function proveGone({ plane, gateway }: { plane: Plane; gateway: Gateway }, results: Results): Promise<void> {
  const pruned = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', name: prunedName, namespace: 'traffic-management' };
  const { host, pathname } = new URL(products);
  const deleted = async () => (await plane.api.find(pruned)) === undefined;
  const gone = async () => (await gateway.client(80).send({ host, path: pathname })).status === 404;
  const problem = await until('the garbage collector has deleted the pruned object', deleted, { within: 90 })
    .then(() => until('the gateway answers 404', gone, { within: 15 }))
    .then(
      () => undefined,
      (error: Error) => error.message,
    );
  results.add(`GET ${products}: 404, since its route is gone`, problem);
}

async function proveBroughtUp(plane: Plane, gateway: Gateway, results: Results): Promise<void> {
  const objects = await stored(plane);
  results.add('every object of the repository is there', undefined, `${objects.length} objects`);
  results.add('in waves: each was made when all of the wave before it was there', firstOutOfOrder(objects));
  const waiting = objects.filter((object) => object.kind === 'Deployment' && !isRolledOut(object));
  const names = waiting.map(({ metadata }) => `${metadata.name} is not rolled out`);
  results.add('healthy: a sync is through when every pod is ready', names.length === 0 ? undefined : names.join('\n'));
  await plane.settle(gateway);
  await tryTable([split(95, 5), { url: products, expect: { body: { app: 'Product', path: '/latest' } } }], { gateway }, results);
}

/** Were anything written, its version would be another. */
async function proveUnchanged(plane: Plane, syncAgain: () => Promise<unknown>, results: Results): Promise<void> {
  const versions = async () => (await stored(plane)).map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`);
  const before = await versions();
  await syncAgain();
  const changed = (await versions()).filter((version) => !before.includes(version));
  results.add('a second sync changes nothing', changed.length === 0 ? undefined : changed.join('\n'), `${before.length} objects as before`);
}

/** What is committed, as the API server has it. @throws ApiError for an object that is not there */
function stored(plane: Plane): Promise<ApiObject[]> {
  const { manifests } = readManifests([dist]);
  return Promise.all(
    manifests.map(({ object: { apiVersion, kind, metadata } }) =>
      plane.api.get<ApiObject>({ apiVersion, kind, name: metadata.name ?? '', namespace: metadata.namespace }),
    ),
  );
}

/** A wave begins when the one before is healthy: for Deployments, when they became available. */
function firstOutOfOrder(objects: readonly ApiObject[]): string | undefined {
  for (const later of objects) {
    const earlier = objects.find((object) => waveOf(object) < waveOf(later) && healthySince(object) > createdAt(later));
    if (earlier) return `${later.kind} ${later.metadata.name} was made before ${earlier.kind} ${earlier.metadata.name} was healthy`;
  }
  return undefined;
}

const waveOf = ({ metadata }: ApiObject): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']);
const createdAt = ({ metadata }: ApiObject): string => metadata.creationTimestamp ?? '';

function healthySince(object: ApiObject): string {
  const conditions = (object.status?.conditions ?? []) as { type: string; lastTransitionTime: string }[];
  return conditions.find(({ type }) => type === 'Available')?.lastTransitionTime ?? createdAt(object);
}

/** A file without one of its objects. */
function without(text: string, kind: string, name: string): string {
  return text
    .split('---\n')
    .filter((one) => !(one.includes(`kind: ${kind}\n`) && one.includes(`  name: ${name}\n`)))
    .join('---\n');
}
