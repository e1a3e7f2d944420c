import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/istio/objects';
import { readManifests } from '../../lib/manifest/read-manifests';
import type { ApiObject } from '../api/target';
import { ProofError } from '../errors';
import type { Gateway } from '../gateway/gateway';
import type { Plane } from '../plane';
import { Process } from '../process';
import type { Results } from '../report/results';
import type { HttpAnswer } from '../requests/client';
import { Load, type Tally } from '../requests/load';
import { Prometheus } from '../telemetry/prometheus';
import { until } from '../until';
import type { Bench } from './bench';
import { scrapingOf } from './prometheus-config';
import { slowUser } from './slow-user-image';

const dist = join(__dirname, '..', '..', 'examples', 'release', 'dist');
const namespace = 'release-flagger';
const host = `user.${namespace}.retailvoice.xyz`;
/** As short as Flagger takes it; the example's minute would prove no more. */
const interval = '10s';

/** The committed Flagger canary, carried out by the real Flagger by what a real Prometheus scrapes from the pods. */
export async function proveFlagger({ plane, cache }: Bench, results: Results): Promise<void> {
  await plane.applyPath(cache.path('flagger-crds', 'crd.yaml'));
  await plane.applyPath(join(dist, '0-namespaces.k8s.yaml'));
  await until('the API server serves its kinds', async () => (await plane.apply(objects())).length > 0, { every: 0.5 });
  await plane.rolledOut(namespace);
  const [command, config] = [cache.path('prometheus', 'prometheus'), scrapingOf(namespace, plane)];
  const prometheus = await Prometheus.start({ command, config, logs: plane.logs });
  const args = [`--kubeconfig=${plane.kubeconfig}`, '--mesh-provider=istio', '--metrics-server=http://127.0.0.1:9090', '--port=18080'];
  const flagger = new Process({ name: 'flagger', command: cache.path('flagger', 'flagger'), args, logs: plane.logs });
  try {
    await reached('Initialized', plane, flagger);
    const gateway = await plane.gateway();
    await plane.settle(gateway);
    await provePromotion({ plane, gateway, flagger }, results);
    await proveRollback({ plane, gateway, flagger }, results);
  } finally {
    await flagger.stop();
    await prometheus.stop();
  }
}

interface Released {
  readonly plane: Plane;
  readonly gateway: Gateway;
  readonly flagger: Process;
}

async function provePromotion({ plane, gateway, flagger }: Released, results: Results): Promise<void> {
  const watch = new Watch(plane);
  const { tally, apps } = await underLoad(gateway, async () => {
    await changed(plane, ['set', 'env', 'deployment/user-deployment', 'APP_NAME=User V2', 'VERSION=v2']);
    await reached('Progressing', plane, flagger);
    watch.start();
    await reached('Succeeded', plane, flagger);
  });
  await watch.stop();
  const steps = watch.weights.filter((weight) => weight > 0).join(', ');
  results.add('a good canary is walked up to promotion: 5, 25, 50, 100', steps === '5, 25, 50, 100' ? undefined : `weights seen: ${steps}`);
  report('promotion: no failed request', tally, results);
  results.add('both versions answered on the way', apps.has('User') && apps.has('User V2') ? undefined : [...apps].join());
  await onlyFrom('User V2', gateway, results);
}

/** Slower than the objective allows: callers get right answers, and Flagger must notice all the same. */
async function proveRollback({ plane, gateway, flagger }: Released, results: Results): Promise<void> {
  const { tally, apps } = await underLoad(gateway, async () => {
    const image = `user=gcr.io/nomadic-mesh/${slowUser}:v3`;
    await changed(plane, ['set', 'env', 'deployment/user-deployment', 'APP_NAME=User V3']);
    await changed(plane, ['set', 'image', 'deployment/user-deployment', image]);
    await reached('Progressing', plane, flagger);
    await reached('Failed', plane, flagger);
  });
  results.add('a canary that is too slow reached some', apps.has('User V3') ? undefined : [...apps].join());
  const why = flagger.log().match(/Halt [^"]*250ms[^"]*/)?.[0];
  results.add('and is taken back, for the objective that it broke', why ? undefined : 'Flagger gave another reason', why);
  report('rollback: no failed request', tally, results);
  await onlyFrom('User V2', gateway, results);
}

/** What is committed, with a shorter interval and the address of this Prometheus. */
function objects(): KubernetesObject[] {
  const { manifests } = readManifests([join(dist, `${namespace}.k8s.yaml`)]);
  const text = JSON.stringify(manifests.map(({ object }) => object));
  const adapted = text
    .replaceAll('"interval":"60s"', `"interval":"${interval}"`)
    .replaceAll('http://prometheus-operated.monitoring:9090', 'http://127.0.0.1:9090');
  return JSON.parse(adapted) as KubernetesObject[];
}

interface CanaryStatus {
  readonly phase?: string;
  readonly canaryWeight?: number;
}

async function status({ api }: Plane): Promise<CanaryStatus> {
  const target = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'user-release', namespace };
  return (await api.get<ApiObject>(target)).status ?? {};
}

async function reached(phase: string, plane: Plane, flagger: Process): Promise<void> {
  await until(`the canary is ${phase}`, async () => (await status(plane)).phase === phase, {
    within: 180,
    every: 0.2,
    running: [flagger],
    explain: () => flagger.lastLines(12),
  });
}

async function changed(plane: Plane, args: readonly string[]): Promise<void> {
  const { code, stderr } = await plane.kubectl([...args, '--namespace', namespace]);
  if (code !== 0) throw new ProofError('the Deployment could not be changed', { log: stderr.split('\n') });
}

/** The weights that the canary has in turn. */
class Watch {
  readonly weights: number[] = [];
  private watching: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(private readonly plane: Plane) {}

  start(): void {
    this.watching = until('stopped', () => this.look(), { within: 300, every: 0.3 });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
  }

  private async look(): Promise<boolean> {
    const { canaryWeight = 0, phase } = await status(this.plane);
    if (phase === 'Progressing' && this.weights.at(-1) !== canaryWeight) this.weights.push(canaryWeight);
    return this.stopped;
  }
}

async function underLoad(gateway: Gateway, happen: () => Promise<void>): Promise<{ tally: Tally; apps: Set<string> }> {
  const apps = new Set<string>();
  const onAnswer = ({ status, body }: HttpAnswer) => apps.add(status === 200 ? (JSON.parse(body) as { app: string }).app : String(status));
  const load = new Load(gateway.client(80), [{ host, path: '/' }], { rest: 0.02, longest: 400, onAnswer });
  try {
    await load.more(50);
    await happen();
    await load.more(100);
  } finally {
    await load.stop();
  }
  return { tally: await load.stop(), apps };
}

function report(title: string, { sent, failures }: Tally, results: Results): void {
  const problem = failures.length > 0 ? `${failures.length} of ${sent} requests failed:\n${failures.slice(0, 8).join('\n')}` : undefined;
  results.add(title, problem, `${sent} requests`);
}

async function onlyFrom(app: string, gateway: Gateway, results: Results): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 100 }, () => gateway.client(80).send({ host, path: '/' })));
  const others = answers.filter(({ body }) => (JSON.parse(body) as { app: string }).app !== app);
  results.add(`afterwards every request reaches ${app}`, others.length === 0 ? undefined : `${others.length} of 100 did not`);
}
