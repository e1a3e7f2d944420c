import type { Pod } from '../kubelet/pod-spec';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { Load, type Tally } from '../requests/load';
import { until } from '../until';
import type { Bench, Scenario } from './scenario';

const namespace = 'default';
const requests = [{ host: 'user.microservice.retailvoice.xyz', path: '/about' }];
const workers = 4;

/** What callers of `user` notice while its pods are replaced, or die. */
export const availability: Scenario = {
  name: 'availability',
  title: 'A rolling update and the death of a pod, under load',
  async run(bench, results) {
    report('rolling update of user: no failed request', await underLoad(bench, () => rollingUpdate(bench)), 0, results);
    const title = `the programs of one of two pods killed: at most ${workers} failed requests, one for each under way`;
    report(title, await underLoad(bench, () => killOnePod(bench)), workers, results);
  },
};

async function underLoad({ gateway }: Bench, happen: () => Promise<void>): Promise<Tally> {
  const load = new Load(gateway.client(), requests, { workers });
  try {
    await load.more(100);
    await happen();
    await load.more(100);
  } finally {
    await load.stop();
  }
  return load.stop();
}

async function rollingUpdate({ plane }: Bench): Promise<void> {
  await plane.kubectl(['rollout', 'restart', 'deployment/user-deployment', '-n', namespace]);
  await plane.rolledOut(namespace);
}

/** The machine takes all its processes at once; then, as after a node's failure, the pod's object goes and a new pod comes. */
async function killOnePod({ plane, gateway }: Bench): Promise<void> {
  const victim = plane.kubelet.list(namespace).find(({ pod }) => pod.metadata.labels?.app === 'user' && !pod.metadata.deletionTimestamp);
  if (!victim) return;
  victim.crash();
  await plane.api.delete({ apiVersion: 'v1', kind: 'Pod', name: victim.pod.metadata.name, namespace }, 0);
  await until('the pod is replaced', () => !plane.kubelet.list(namespace).includes(victim));
  await until('there are two ready pods again', async () => (await readyPods(plane)) === 2);
  await plane.settle(gateway);
}

async function readyPods({ api }: Plane): Promise<number> {
  const pods = await api.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace }, 'app=user');
  return pods.filter(({ status }) => status?.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True')).length;
}

function report(title: string, { sent, failures }: Tally, allowed: number, results: Results): void {
  const problem =
    failures.length > allowed ? `${failures.length} of ${sent} requests failed:\n${failures.slice(0, 8).join('\n')}` : undefined;
  results.add(title, problem, `${failures.length} of ${sent} requests failed`);
}
