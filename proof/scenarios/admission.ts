import type { KubernetesObject } from '../../lib/istio/objects';
import { readManifests } from '../../lib/manifest/read-manifests';
import { targetOf } from '../api/target';
import type { Pod } from '../kubelet/pod-spec';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { until } from '../until';
import { type Bench, noSidecars, type Scenario } from './scenario';

const enforce = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** `dist` goes in as it is, injected pods and all, where Pod Security `restricted` is enforced; what is wrong does not. */
export const admission: Scenario = {
  name: 'admission',
  title: 'kubectl apply: accepted without a warning, restricted, idempotent',
  async run(bench, results) {
    const { plane, dist } = bench;
    const objects = readManifests([dist]).manifests.map(({ object }) => object);
    const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace ?? ''))].filter(Boolean);
    await enforceRestricted(plane, namespaces);
    const warnings = await plane.applyPath(dist);
    results.add(
      'kubectl apply --server-side --validate=strict -f dist: accepted with no warning',
      warnings.trim() || undefined,
      `${objects.length} objects`,
    );
    await tryFirstAnswer(bench, results);
    await plane.rolledOut(...namespaces);
    await plane.settle(bench.gateway);
    for (const namespace of namespaces) await tryAdmitted(bench, namespace, results);
    results.add('a second apply changes nothing', await changedByApply(plane, dist, objects));
    await tryRefusals(bench, results);
  },
};

/** Makes the namespaces reject pods that Pod Security `restricted` does not allow. */
export async function enforceRestricted({ api }: Plane, namespaces: readonly string[]): Promise<void> {
  for (const name of namespaces) await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: enforce } });
}

async function tryFirstAnswer({ gateway }: Bench, results: Results): Promise<void> {
  const request = { host: 'user.microservice.retailvoice.xyz', path: '/' };
  const answered = until('it is answered', async () => (await gateway.client().send(request, 1)).status === 200, { within: 45 });
  const problem = await answered.then(
    () => undefined,
    (error: Error) => error.message,
  );
  const seconds = (performance.now() / 1000).toFixed(1);
  results.add('a first request is answered', problem, `${seconds} s after the start, when nothing ran`);
}

async function tryAdmitted({ plane: { api }, sidecars }: Bench, namespace: string, results: Results): Promise<void> {
  const title = `${namespace}: Pod Security restricted is enforced, every pod has its sidecar and is ready`;
  if (!sidecars) return results.skip(title, noSidecars);
  const { metadata } = await api.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
  const pods = await api.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace });
  const plain = pods.filter(({ spec }) => ![...(spec.initContainers ?? []), ...spec.containers].some(({ name }) => name === 'istio-proxy'));
  const enforced = metadata.labels?.['pod-security.kubernetes.io/enforce'];
  const problem =
    enforced !== 'restricted'
      ? `the namespace enforces \`${enforced ?? 'nothing'}\``
      : pods.length === 0
        ? 'it has no pods'
        : plain.length > 0
          ? `no sidecar in ${plain.map((pod) => pod.metadata.name).join(', ')}`
          : undefined;
  results.add(title, problem, `${pods.length} pods`);
}

/** What the author of a manifest says: all but what the server and its controllers keep for themselves. */
async function changedByApply(plane: Plane, dist: string, objects: readonly KubernetesObject[]): Promise<string | undefined> {
  const read = async (): Promise<string[]> => {
    const stored = await Promise.all(objects.map((object) => plane.api.get(targetOf(object))));
    return stored.map(({ status: _, metadata: { managedFields: __, resourceVersion: ___, ...metadata }, ...rest }) =>
      JSON.stringify({ ...rest, metadata }),
    );
  };
  const before = await read();
  await plane.applyPath(dist);
  const after = await read();
  const changed = objects.filter((_, index) => before[index] !== after[index]);
  return changed.length > 0 ? changed.map(({ kind, metadata }) => `${kind} ${metadata.name} changed`).join('\n') : undefined;
}

/** Each is refused by somebody else: the schema, its CEL rules, Istio's webhook, Pod Security. */
const refusals: readonly { title: string; object: KubernetesObject; words: RegExp }[] = [
  {
    title: 'a field that Istio does not know',
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'wrong', namespace: 'default' },
      spec: { hosts: ['a.com'], htttp: [] },
    },
    words: /field not declared in schema/,
  },
  {
    title: 'a timeout that is none',
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'wrong', namespace: 'default' },
      spec: { hosts: ['a.com'], http: [{ timeout: '0s', route: [{ destination: { host: 'a' } }] }] },
    },
    words: /duration/,
  },
  {
    title: 'weights that are negative',
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'wrong', namespace: 'default' },
      spec: { hosts: ['a.com'], http: [{ route: [{ destination: { host: 'a' }, weight: -1 }] }] },
    },
    words: /admission webhook "validation\.istio\.io" denied the request/,
  },
  {
    title: 'a pod that runs as root',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'wrong', namespace: 'default' },
      spec: { containers: [{ name: 'root', image: 'microservice/user' }] },
    },
    words: /violates PodSecurity "restricted:latest"/,
  },
];

async function tryRefusals({ plane }: Bench, results: Results): Promise<void> {
  for (const { title, object, words } of refusals) {
    const { code, stderr } = await plane.kubectl(['apply', '--server-side', '--validate=strict', '-f', '-'], JSON.stringify(object));
    const problem = code === 0 ? 'it was accepted' : words.test(stderr) ? undefined : `it was refused in other words: ${stderr.trim()}`;
    results.add(`refused: ${title}`, problem);
  }
}
