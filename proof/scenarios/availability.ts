import type { PodRunner } from '../kubelet/pod-runner';
import type { Pod } from '../kubelet/pod-spec';
import type { Plane } from '../plane';
import { describeFailures, Load, type Tally } from '../requests/load';
import { until } from '../until';
import type { Bench, Scenario } from './scenario';

const namespace = 'default';
const workers = 4;

/** Something that happens to a service while it is called. */
interface Event {
  readonly title: string;
  readonly host: string;
  /** Failed requests that callers may see: so many, or for so many seconds. */
  readonly allowed: { readonly requests: number } | { readonly seconds: number };
  happen(bench: Bench): Promise<void>;
}

const user = 'user.microservice.retailvoice.xyz';
const product = 'product.microservice.retailvoice.xyz';

const events: readonly Event[] = [
  { title: 'rolling update of user: no failed request', host: user, allowed: { requests: 0 }, happen: rollingUpdate },
  {
    title: 'product scaled from 2 pods to 3: no failed request, all 3 are called',
    host: product,
    allowed: { requests: 0 },
    happen: (bench) => scale(3, bench),
  },
  {
    title: 'product scaled from 3 pods to 2: no failed request, both are called',
    host: product,
    allowed: { requests: 0 },
    happen: (bench) => scale(2, bench),
  },
  {
    title: `all programs of one of two user pods killed: at most ${2 * workers} failed requests, two of each of ${workers} callers; a new pod comes`,
    host: user,
    allowed: { requests: 2 * workers }, // one that is under way, and one that is sent before the gateway hears of it
    happen: losePod,
  },
  {
    title: 'the program of one of two product pods killed, its sidecar not: failed requests for at most 2 s; it is started again',
    host: product,
    allowed: { seconds: 2 }, // Istio retries no 503 of its own accord: until the gateway hears of it, the sidecar answers for the dead
    happen: loseProgram,
  },
];

/** What callers notice while pods are replaced, added, removed, or die. */
export const availability: Scenario = {
  name: 'availability',
  title: 'A rolling update, scaling, the death of a pod, under load',
  async run(bench, results) {
    for (const { title, host, allowed, happen } of events) {
      const load = new Load(bench.gateway.client(), [{ host, path: '/' }], { workers });
      await load.more(100);
      const problem = await happen(bench).then(
        () => load.more(100),
        (error: Error) => error.message,
      );
      const tally = await load.stop();
      results.add(title, problem ?? tooMuch(tally, allowed), `${tally.failures.length} of ${tally.sent} requests failed`);
    }
  },
};

function tooMuch(tally: Tally, allowed: Event['allowed']): string | undefined {
  const { failures } = tally;
  const lasted = (failures.at(-1)?.at ?? 0) - (failures[0]?.at ?? 0);
  const held = 'requests' in allowed ? failures.length <= allowed.requests : lasted <= allowed.seconds;
  return held ? undefined : describeFailures(tally);
}

async function rollingUpdate({ plane }: Bench): Promise<void> {
  await plane.kubectl(['rollout', 'restart', 'deployment/user-deployment', '-n', namespace]);
  await plane.rolledOut(namespace);
}

async function scale(replicas: number, { plane, gateway }: Bench): Promise<void> {
  await plane.kubectl(['scale', 'deployment/product-deployment', `--replicas=${replicas}`, '-n', namespace]);
  await plane.rolledOut(namespace);
  await plane.settle(gateway);
  const called = async (): Promise<boolean> => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => gateway.client().send({ host: product, path: '/' })));
    return new Set(answers.map(({ body }) => (JSON.parse(body) as { served_from: string }).served_from)).size === replicas;
  };
  await until(`${replicas} pods of product are called`, called);
}

/** The machine takes all its processes at once; then, as after a node's failure, the pod's object goes and a new pod comes. */
async function losePod({ plane, gateway }: Bench): Promise<void> {
  const victim = podOf('user', plane);
  victim.crash();
  await plane.api.delete({ apiVersion: 'v1', kind: 'Pod', name: victim.pod.metadata.name, namespace }, 0);
  await until('the pod is replaced', () => !plane.kubelet.list(namespace).includes(victim));
  await until('there are two ready pods again', async () => (await readyPods('user', plane)) === 2, { within: 60 });
  await plane.settle(gateway);
}

async function loseProgram({ plane, gateway }: Bench): Promise<void> {
  const container = podOf('product', plane).container('product');
  container?.crash();
  await until('the program is started again', () => container?.restarts === 1 && container.ready);
  await until('there are two ready pods again', async () => (await readyPods('product', plane)) === 2);
  await plane.settle(gateway);
}

/** Any pod of the app that is not on its way out. @throws Error when there is none */
function podOf(app: string, { kubelet }: Plane): PodRunner {
  const found = kubelet.list(namespace).find(({ pod, isEnding }) => pod.metadata.labels?.app === app && !isEnding);
  if (!found) throw new Error(`no pod of ${app} runs`);
  return found;
}

async function readyPods(app: string, { api }: Plane): Promise<number> {
  const pods = await api.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace }, `app=${app}`);
  return pods.filter(({ status }) => status?.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True')).length;
}
