import type { ApiClient } from '../api/client';
import type { WatchEvent } from '../api/watch';
import { type Node, PodRunner } from './pod-runner';
import type { Pod } from './pod-spec';

const nodeName = 'bench';

/** Scheduler and kubelet of the plane's only node: every pod is bound to it and run as plain programs. */
export class Kubelet {
  private readonly pods = new Map<string, PodRunner>();
  private readonly bound = new Set<string>();
  private unwatch: (() => void) | undefined;

  constructor(
    private readonly api: ApiClient,
    private readonly node: Node,
  ) {}

  async start(): Promise<void> {
    await this.api.apply({ apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, labels: { 'kubernetes.io/hostname': nodeName } } });
    const status = { conditions: [{ type: 'Ready', status: 'True' }], capacity: { cpu: '64', memory: '256Gi', pods: '1000' } };
    await this.api.patch({ apiVersion: 'v1', kind: 'Node', name: nodeName }, { status }, '/status');
    this.unwatch = this.api.watch<Pod>({ apiVersion: 'v1', kind: 'Pod' }, (event) => this.onEvent(event));
  }

  /** Ends all pods' programs without telling the API server: it is about to go too. */
  async stop(): Promise<void> {
    this.unwatch?.();
    await Promise.all([...this.pods.values()].map((runner) => runner.terminate(0).catch(() => undefined)));
  }

  /** The pod as it runs here. */
  find(namespace: string, name: string): PodRunner | undefined {
    return this.list(namespace).find(({ pod }) => pod.metadata.name === name);
  }

  list(namespace?: string): PodRunner[] {
    return [...this.pods.values()].filter(({ pod }) => namespace === undefined || pod.metadata.namespace === namespace);
  }

  private onEvent({ type, object: pod }: WatchEvent<Pod>): void {
    if (type === 'ERROR' || type === 'BOOKMARK') return;
    const runner = this.pods.get(pod.metadata.uid);
    if (type === 'DELETED' || pod.metadata.deletionTimestamp) void this.end(pod, runner, type === 'DELETED');
    else if (!pod.spec.nodeName) void this.bind(pod);
    else if (!runner) this.run(pod);
  }

  private async bind({ metadata: { name, namespace, uid } }: Pod): Promise<void> {
    if (this.bound.has(uid)) return;
    this.bound.add(uid);
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace },
      target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
    };
    await this.api.post({ apiVersion: 'v1', kind: 'Pod', name, namespace }, '/binding', binding).catch(() => this.bound.delete(uid));
  }

  private run(pod: Pod): void {
    const runner = new PodRunner(pod, this.node);
    this.pods.set(pod.metadata.uid, runner);
    void runner.start();
  }

  private async end(pod: Pod, runner: PodRunner | undefined, isGone: boolean): Promise<void> {
    const { name, namespace, uid, deletionGracePeriodSeconds } = pod.metadata;
    const grace = isGone ? 0 : Number(deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30);
    if (runner) await runner.terminate(grace).catch(() => undefined);
    else if (!isGone) await this.api.delete({ apiVersion: 'v1', kind: 'Pod', name, namespace }, 0).catch(() => undefined);
    this.pods.delete(uid);
  }
}
