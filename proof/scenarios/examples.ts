import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Asked, titleOfAsked } from '../../examples/asked';
import { requests as bookinfoRequests } from '../../examples/bookinfo/requests';
import { requests as boutiqueRequests } from '../../examples/boutique/requests';
import { requests as teamsRequests } from '../../examples/teams/requests';
import type { KubernetesObject } from '../../lib/istio/objects';
import { readManifests } from '../../lib/manifest/read-manifests';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { until } from '../until';
import { ask, difference, type Entrance } from './ask-example';
import type { Bench, Scenario } from './scenario';

/** An example as a whole: its `dist` on the plane, its own table of requests asked. */
interface Example extends Entrance {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Asked[];
  /** Folders below its `dist` that are applied first, in order. */
  readonly folders: readonly string[];
  /** What somebody else gives the cluster: Secrets are not in git. */
  readonly given?: readonly KubernetesObject[];
}

const card: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'card-network', namespace: 'boutique' },
  stringData: { 'api-key': 'stand-in' },
};

const declared: readonly Example[] = [
  { name: 'bookinfo', title: 'every way to steer it', rows: bookinfoRequests, folders: [''], namespace: 'bookinfo' },
  {
    name: 'boutique',
    title: 'twelve services by gRPC under ZeroTrust',
    rows: boutiqueRequests,
    folders: [''],
    namespace: 'boutique',
    gateway: { namespace: 'boutique', istio: 'front-door' },
    given: [card],
  },
  {
    name: 'teams',
    title: "a platform's gateway before two teams' routes",
    rows: teamsRequests,
    folders: ['platform', 'carts', 'catalog'],
    namespace: 'carts',
    gateway: { namespace: 'edge', istio: 'edge' },
  },
];

/** The examples that carry a whole system. */
export const examples: readonly Scenario[] = declared.map(scenarioOf);

function scenarioOf(example: Example): Scenario {
  return {
    name: example.name,
    title: `examples/${example.name}: ${example.title}`,
    needsSidecars: true,
    async run(bench, results) {
      const { plane } = bench;
      const dist = join(bench.dist, '..', 'examples', example.name, 'dist');
      const objects = example.folders.flatMap((folder) => objectsIn(join(dist, folder)));
      const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))];
      await plane.apply([...objects.filter(({ kind }) => kind === 'Namespace'), ...(example.given ?? [])]);
      await tryApply(
        example.folders.map((folder) => join(dist, folder)),
        plane,
        results,
      );
      await plane.apply(objects.flatMap(lightened));
      await plane.rolledOut(...namespaces);
      await askAll(example, { ...bench, dist }, results);
      for (const name of namespaces) await plane.api.delete({ apiVersion: 'v1', kind: 'Namespace', name });
      await until(`${namespaces.join(', ')} are gone`, async () => namespaces.every((name) => plane.kubelet.list(name).length === 0), {
        within: 60,
      });
      await plane.settle(bench.gateway);
    },
  };
}

/** The objects in the files of a folder, none below it, as `kubectl apply -f` reads it. */
function objectsIn(folder: string): KubernetesObject[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return readManifests(files.map((file) => join(folder, file))).manifests.map(({ object }) => object);
}

/** What the webhook says of every EnvoyFilter, as `mesh check` does: IST0133. */
const ofEnvoyFilters = /^Warning: EnvoyFilter exposes internal implementation details .*\n/gm;

/** The API server would accept it as it is, without a warning that a user could avoid. */
async function tryApply(paths: readonly string[], plane: Plane, results: Results): Promise<void> {
  const files = paths.flatMap((path) => ['-f', path]);
  const { code, stderr } = await plane.kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', ...files]);
  const warnings = stderr.replace(ofEnvoyFilters, '');
  const isClean = code === 0 && warnings.trim() === '';
  results.add('kubectl apply --server-side --validate=strict: accepted, with no warning but of EnvoyFilters', isClean ? undefined : stderr);
}

/** One pod of each: a hundred proxies do not fit a small machine, and no request tells one pod from its twin. */
function lightened(object: KubernetesObject): KubernetesObject[] {
  if (object.kind === 'HorizontalPodAutoscaler') return [];
  if (object.kind !== 'Deployment') return [object];
  return [{ ...object, spec: { ...(object.spec as object), replicas: 1 } }];
}

async function askAll(example: Example, bench: Bench, results: Results): Promise<void> {
  const steps = [...new Set(example.rows.map(({ over }) => over))];
  const changed = new Set<string>();
  for (const over of steps) {
    if (changed.size > 0) await bench.plane.kubectl(['delete', '--ignore-not-found', ...[...changed].flatMap((path) => ['-f', path])]);
    changed.clear();
    if (over !== undefined) {
      await bench.plane.apply(example.folders.flatMap((folder) => routesIn(join(bench.dist, folder))));
      await bench.plane.apply(objectsIn(join(bench.dist, over))); // after them: some have the same names
      changed.add(join(bench.dist, over));
    }
    for (const row of example.rows.filter((each) => each.over === over)) {
      if (row.notLive) results.skip(titleOfAsked(row), row.notLive);
      else results.add(titleOfAsked(row), await problemOf(row, example, bench));
    }
  }
}

/** What a folder over the rest may have replaced, and its removal taken away. */
const routesIn = (path: string): KubernetesObject[] => objectsIn(path).filter(({ kind }) => kind === 'VirtualService');

/** Proxies learn of a change within seconds: what is so by then counts. */
async function problemOf(row: Asked, example: Example, bench: Bench): Promise<string | undefined> {
  let problem: string | undefined = 'nothing was asked';
  const holds = async () => {
    problem = await ask(row, example, bench)
      .then((answers) => difference(row, answers))
      .catch((error: Error) => error.message);
    return problem === undefined;
  };
  await until(titleOfAsked(row), holds, { within: 20, every: 0.3 }).catch(() => undefined);
  return problem;
}
