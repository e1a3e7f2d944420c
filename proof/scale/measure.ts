import { setTimeout as sleep } from 'node:timers/promises';
import { ProofError } from '../errors';
import type { Plane } from '../plane';
import { HttpClient } from '../requests/client';
import { until } from '../until';

/** What a sidecar has, and what it took istiod to bring it there. */
export interface Measured {
  /** Bytes that reached the proxy from its start until it had everything. */
  readonly received: number;
  /** Bytes of `/config_dump`. */
  readonly dump: number;
  readonly clusters: number;
  /** Bytes that Envoy has allocated. */
  readonly memory: number;
  /** Milliseconds from a change of a service that is called until the proxies were sent it, on average. */
  readonly push: number;
  /** Bytes that such a change brings to the proxy. */
  readonly pushed: number;
  /** Bytes that a change of a service that is not called brings. */
  readonly pushedNeedlessly: number;
}

interface Host {
  readonly namespace: string;
  readonly host: string;
}

const changes = 10;
/** Istio ends the names of clusters with a `;` in its proxies' statistics. */
const received = 'cluster.xds-grpc;.upstream_cx_rx_bytes_total';

/** Starts the proxies of a Deployment anew and measures one. */
export async function measure(
  plane: Plane,
  program: { namespace: string; app: string },
  hosts: { called: Host; uncalled: Host },
): Promise<Measured> {
  const proxy = new SidecarProxy(plane, program);
  await proxy.restart();
  const atStart = await proxy.settled();
  const dump = await proxy.ask('config_dump');
  const istiod = new HttpClient(plane.istiod.xds.split(':')[0] ?? '', 15014, 1);
  const before = await convergence(istiod);
  for (let turn = 0; turn < changes; turn++) await touch(plane, hosts.called, turn);
  const afterCalled = await proxy.settled();
  const after = await convergence(istiod);
  for (let turn = 0; turn < changes; turn++) await touch(plane, hosts.uncalled, turn);
  const afterUncalled = await proxy.settled();
  istiod.close();
  return {
    received: atStart,
    dump: dump.length,
    clusters: dump.match(/"@type": "type.googleapis.com\/envoy.config.cluster.v3.Cluster"/g)?.length ?? 0,
    memory: await proxy.stat('server.memory_allocated'),
    push: (1000 * (after.seconds - before.seconds)) / Math.max(1, after.count - before.count),
    pushed: Math.round((afterCalled - atStart) / changes),
    pushedNeedlessly: Math.round((afterUncalled - afterCalled) / changes),
  };
}

/** A DestinationRule that says something new of a host: a full push to whom it concerns. */
async function touch(plane: Plane, { namespace, host }: Host, turn: number): Promise<void> {
  await plane.api.apply({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'touched', namespace },
    spec: { host, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 + turn } } } },
  });
  await sleep(1000); // longer than istiod waits for more changes, so that each is a push of its own
}

/** istiod's own clock: from the change until a proxy was sent it. */
async function convergence(istiod: HttpClient): Promise<{ seconds: number; count: number }> {
  const { body } = await istiod.send({ host: 'istiod', path: '/metrics' });
  const value = (name: string) => Number(new RegExp(`^pilot_proxy_convergence_time_${name}\\S* (\\S+)$`, 'm').exec(body)?.[1] ?? 0);
  return { seconds: value('sum'), count: value('count') };
}

/** The sidecar of a program's one pod. */
class SidecarProxy {
  constructor(
    private readonly plane: Plane,
    private readonly program: { namespace: string; app: string },
  ) {}

  async restart(): Promise<void> {
    const { plane, program } = this;
    const old = this.pod?.pod.metadata.name;
    if (old) await plane.api.delete({ apiVersion: 'v1', kind: 'Pod', name: old, namespace: program.namespace });
    await until('a new pod runs', () => this.pod !== undefined && this.pod.pod.metadata.name !== old, { within: 60 });
    await plane.rolledOut(program.namespace);
  }

  /** Bytes received in all, once no more have come for three seconds. */
  async settled(): Promise<number> {
    let [last, quiet] = [-1, 0];
    while (quiet < 3) {
      await sleep(1000);
      const now = await this.stat(received);
      quiet = now === last ? quiet + 1 : 0;
      last = now;
    }
    return last;
  }

  async stat(name: string): Promise<number> {
    const text = await this.ask(`stats?filter=${name.split('.').at(-1)}`);
    const value = Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2),
    );
    if (Number.isNaN(value)) throw new ProofError(`the sidecar tells no \`${name}\`, but \`${text.slice(0, 200)}\``);
    return value;
  }

  async ask(path: string): Promise<string> {
    return (await this.pod?.container('istio-proxy')?.exec(['pilot-agent', 'request', 'GET', path])) ?? '';
  }

  private get pod() {
    return this.plane.kubelet.list(this.program.namespace).find(({ pod }) => pod.metadata.labels?.app === this.program.app);
  }
}
